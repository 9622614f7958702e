"""One consultation block by block: the text against what it follows, what was said of it, what suppliers can meet."""

from copy import deepcopy

import pytest
from django.utils.timezone import localdate

from registry.consultations.reading import PER_PAGE, SHOWN, block_title, comment_url, consultation_on
from registry.drafts.threads import blocks_of
from registry.models import Draft, MarketAnswer
from registry.services.candidates import rework
from tests.factories.drafts import VOTED, CommentFactory, in_consultation, in_vote, secretary
from tests.factories.registry import TranslationFactory, VersionFactory
from tests.registry.views.consulted import address, newcomer, read, stricter

pytestmark = pytest.mark.django_db

OPENED_AT = "2026-11-20T12:00:00Z"


def names(blocks):
    return [block.name for block in blocks]


def said_of(consultation, name):
    [block] = [each for each in [consultation.whole, *consultation.blocks] if each.name == name]
    return [(said.comment, said.is_carried_over) for said in block.said]


def supply(candidate, readiness, level=1, **fields):
    given = {"company": "Maker", "email": f"{MarketAnswer.objects.count()}@example.org", "verified_at": OPENED_AT}
    return MarketAnswer.objects.create(candidate=candidate, readiness=readiness, level=level, **{**given, **fields})


def test_final_has_no_consultation():
    version = VersionFactory()

    assert consultation_on(version, on=localdate(), language="en") is None


def test_what_changes_is_shown_and_the_rest_is_folded():
    consultation = read(stricter())

    assert names(consultation.shown) == ["requirement.1", "purpose"]
    assert len(consultation.folded) == len(consultation.blocks) - 2
    assert "<del>" in str(consultation.shown[0].field.text)


def test_new_criterion_is_shown_whole_without_marks():
    consultation = read(newcomer())

    assert (consultation.compared, consultation.folded) == (None, [])
    assert names(consultation.shown)[:3] == ["title", "subject_matter", "requirement.1"]
    assert not any("<ins>" in str(block.field.text) for block in consultation.blocks)


def test_many_comments_on_a_block_are_cut_and_lead_to_all_of_them():
    candidate = stricter()
    comments = CommentFactory.create_batch(SHOWN + 1, candidate=candidate, block="title")

    [block] = [each for each in read(candidate).shown if each.name == "title"]

    assert ([said.comment for said in block.first_said], block.is_cut) == (comments[:SHOWN], True)
    assert block.all_url == address(candidate.version, "comments/?block=title")


def test_few_comments_on_a_block_are_all_there():
    candidate = stricter()
    CommentFactory.create_batch(SHOWN, candidate=candidate, block="")

    whole = read(candidate).whole

    assert (len(whole.first_said), whole.is_cut) == (SHOWN, False)
    assert whole.all_url == address(candidate.version, "comments/")


@pytest.mark.parametrize(
    ("block", "place", "expected"),
    [
        ("title", 0, "#comment-{}"),
        ("title", SHOWN, "comments/?block=title&page=1#comment-{}"),
        ("title", PER_PAGE, "comments/?block=title&page=2#comment-{}"),
        ("", PER_PAGE, "comments/?page=2#comment-{}"),
    ],
)
def test_comment_is_read_where_it_is_shown(block, place, expected):
    candidate = stricter()
    CommentFactory(candidate=candidate, block="purpose")
    comments = CommentFactory.create_batch(PER_PAGE + 1, candidate=candidate, block=block)
    comment = comments[place]

    assert comment_url(comment) == address(candidate.version, expected.format(comment.pk))


def test_block_that_was_commented_on_is_shown_though_it_stays_as_it_is():
    candidate = stricter()
    comment = CommentFactory(candidate=candidate, block="title")

    consultation = read(candidate)

    assert names(consultation.shown) == ["title", "requirement.1", "purpose"]
    assert said_of(consultation, "title") == [(comment, False)]


def test_every_block_of_the_text_takes_comments_and_nothing_else_does():
    consultation = read(stricter())
    version = consultation.version

    takes = {block.name for block in [consultation.whole, *consultation.blocks] if block.comment_url}
    assert takes == set(blocks_of(version.parsed))
    assert consultation.whole.comment_url == f"{consultation.url}comment/"
    assert consultation.shown[0].comment_url == f"{consultation.url}comment/?block=requirement.1"


def test_block_that_goes_takes_no_comment():
    candidate = in_consultation()
    base = candidate.version.base_version
    assert "requirement.2" in names(read(candidate).blocks)

    body = deepcopy(base.parsed.as_dict())  # parsed texts are shared by all who read them
    del body["levels"]["2"], body["texts"]["en"]["requirement.2"]
    rework(candidate.draft_id, reason="Without level 2.", on=VOTED, actor=secretary())
    Draft.objects.update(content=body)
    later = read(in_consultation(Draft.objects.get()))

    [gone] = [block for block in later.blocks if block.name == "requirement.2"]
    assert (gone.field.kind, gone.comment_url) == ("removed", "")


def test_nothing_takes_comments_once_the_vote_is_open():
    consultation = read(in_vote())

    assert {block.comment_url for block in [consultation.whole, *consultation.blocks]} == {""}


def test_comments_that_do_not_count_are_not_there():
    candidate = stricter()
    CommentFactory(candidate=candidate, verified_at=None)

    assert (read(candidate).comments, read(candidate).waiting) == ([], 0)


def test_comments_without_an_answer_are_counted():
    candidate = stricter()
    CommentFactory(candidate=candidate)
    CommentFactory(candidate=candidate, disposition="accepted", answer="Yes.")

    assert (len(read(candidate).comments), read(candidate).waiting) == (2, 1)


def test_comment_of_an_earlier_candidate_is_marked_and_the_way_leads_to_and_fro():
    first = stricter()
    title = CommentFactory(candidate=first, block="title")
    CommentFactory(candidate=first, block="purpose")
    whole = CommentFactory(candidate=first, block="")
    rework(first.draft_id, reason="Reworded.", on=VOTED, actor=secretary())
    draft = Draft.objects.get()
    draft.content["texts"]["en"]["purpose"] = "Yet another purpose."
    draft.save()
    second = in_consultation(draft)

    later, earlier = read(second), read(first)

    assert [said_of(later, name) for name in ("title", "purpose", "")] == [[(title, True)], [], [(whole, True)]]
    assert len(earlier.comments) == 3
    assert earlier.successor.candidate == second
    assert (later.successor, [course.candidate for course in later.others]) == (None, [first])


def test_suppliers_are_counted_for_every_level_and_answer():
    candidate = stricter()
    supply(candidate, "today")
    supply(candidate, "today")
    supply(candidate, "not", level=2)
    supply(candidate, "not", level=2, verified_at=None)

    rows = read(candidate).market

    assert [(row.level.value, [count for _label, count in row.counts]) for row in rows] == [
        (1, [2, 0, 0]),
        (2, [0, 0, 1]),
    ]
    assert [label for label, _count in rows[0].counts] == [
        "We meet this today",
        "We can meet this in 12 months",
        "We cannot meet this",
    ]


def test_text_is_read_in_the_readers_language_where_both_sides_have_it():
    candidate = stricter()
    assert read(candidate, "sv").compared.is_in_other_language is True

    for version in (candidate.version, candidate.version.base_version):
        TranslationFactory(version=version, language="sv")

    assert read(candidate, "sv").title.lang == "sv"
    assert read(candidate, "sv").compared.fields[0].lang == "sv"


@pytest.mark.parametrize(
    ("block", "title"), [("", ""), ("title", "Title"), ("requirement.2", "Requirement, level 2 Advanced")]
)
def test_block_is_called_by_its_name(block, title):
    assert block_title(block, stricter().version) == title


@pytest.mark.parametrize("block", ["requirement.3", "cpv", "<b>"])
def test_block_that_is_not_there_has_no_name(block):
    version = stricter().version

    with pytest.raises(KeyError):
        block_title(block, version)
