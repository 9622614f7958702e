"""Which comments hold for a candidate: its own, and those on blocks that stayed as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.drafts.threads import WHOLE, block_hash, blocks_of, comments_on
from registry.models import Draft
from registry.sealed.content import ProofRoute
from registry.services.candidates import rework
from registry.services.drafting import save
from tests.factories.drafts import CONSULTED, CommentFactory, DraftFactory, in_consultation, secretary
from tests.factories.registry import battery_content

CONTENT = battery_content(theme="durability")
BLOCKS = blocks_of(CONTENT)
STRICTER = {1: {"cycles": "900", "share": "80"}, 2: {"cycles": "1000", "share": "80"}}


def reworked(candidate, content):
    """The next candidate, with other content."""
    draft = rework(candidate.draft_id, reason="More.", on=CONSULTED, actor=secretary())
    save(draft.pk, content=content, summary={"en": "…"}, seen=draft.lock_version, actor=secretary())
    return in_consultation(Draft.objects.get(pk=draft.pk))


def changed(content):
    """The blocks of which a comment on the usual content would not carry over to this one."""
    return [block for block in BLOCKS if block_hash(CONTENT, block) != block_hash(content, block)]


def test_blocks_are_those_of_the_text_and_the_whole():
    assert BLOCKS == [
        WHOLE,
        "follow_up",
        "guidance",
        "legal_floor.ecodesign",
        "parameter.cycles",
        "parameter.share",
        "proof.eprel",
        "proof.label",
        "purpose",
        "requirement.1",
        "requirement.2",
        "subject_matter",
        "title",
    ]


@pytest.mark.parametrize(
    ("changes", "blocks"),
    [
        ({}, []),
        ({"theme": "climate"}, []),
        ({"blocks": {"title": "Other"}}, ["title"]),
        ({"levels": STRICTER}, ["requirement.1"]),  # the same words with another value
        ({"proof": (ProofRoute(id="eprel", type="eprel", moment="at_delivery"),)}, ["proof.eprel", "proof.label"]),
        ({"legal_floor": ()}, ["legal_floor.ecodesign"]),
        ({"parameters": {}}, ["parameter.cycles", "parameter.share"]),
        ({"levels": {1: {"cycles": "800", "share": "80"}}}, ["requirement.2"]),
    ],
    ids=str,
)
def test_block_is_another_with_other_words_or_values(changes, blocks):
    assert changed(battery_content(**{"theme": "durability", **changes})) == blocks


@given(st.sampled_from([block for block in BLOCKS if block]), st.text("ab c", min_size=1))
def test_only_the_block_whose_words_changed_is_another(block, words):
    other = battery_content(theme="durability", blocks={block: f"x{words}"})

    assert changed(other) == [block]


@given(st.sampled_from([block for block in BLOCKS if block]), st.text(" \n\t", max_size=3))
def test_white_space_makes_no_other_block(block, space):
    text = CONTENT.texts["en"][block]

    assert changed(battery_content(theme="durability", blocks={block: f"{space}{text}{space}"})) == []


@pytest.mark.django_db
def test_comments_carry_over_where_the_block_did_not_change():
    first = in_consultation(DraftFactory())
    comments = {
        block: CommentFactory(candidate=first, block=block) for block in ("", "title", "requirement.1", "requirement.2")
    }

    second = reworked(first, battery_content(theme="durability", levels=STRICTER, blocks={"title": "Other title"}))

    assert comments_on(first) == list(comments.values())
    assert comments_on(second) == [comments[""], comments["requirement.2"]]


@pytest.mark.django_db
def test_comment_comes_back_with_the_words_it_was_about():
    first = in_consultation(DraftFactory())
    comment = CommentFactory(candidate=first, block="title")
    second = reworked(first, battery_content(theme="durability", blocks={"title": "Other title"}))
    assert comments_on(second) == []

    third = reworked(second, battery_content(theme="climate"))

    assert comments_on(third) == [comment]


@pytest.mark.django_db
def test_comments_on_a_later_candidate_are_not_on_the_earlier_one():
    first = in_consultation(DraftFactory())
    second = reworked(first, battery_content(theme="climate"))
    later = CommentFactory(candidate=second)

    assert (comments_on(first), comments_on(second)) == ([], [later])


@pytest.mark.django_db
def test_comments_of_other_drafts_and_unproved_ones_are_left_out():
    candidate = in_consultation(DraftFactory())
    CommentFactory(candidate=in_consultation(DraftFactory()))
    CommentFactory(candidate=candidate, verified_at=None)

    assert comments_on(candidate) == []


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_comments_take_two_queries(django_assert_num_queries, count):
    candidate = in_consultation(DraftFactory())
    CommentFactory.create_batch(count, candidate=candidate)
    candidate.refresh_from_db()

    with django_assert_num_queries(2):  # the version of the candidate, its comments
        assert len(comments_on(candidate)) == count
