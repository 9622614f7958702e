"""Which consultations there are, in whose order, with how many comments."""

from datetime import timedelta

import pytest

from registry.consultations.listing import closed, going_on, rows_of
from registry.models import Draft, Register
from registry.services.candidates import rework
from tests.factories.drafts import (
    CONSULTED,
    PUBLISHED,
    VOTED,
    CommentFactory,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    published,
    secretary,
)
from tests.factories.registry import RegisterFactory, TranslationFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db


def going(language="en", on=VOTED):
    return going_on(on=on, language=language)


def ended(language="en", on=PUBLISHED):
    return rows_of(closed(on=on, language=language), on=on, language=language)


def draft_of(code, **fields):
    return DraftFactory(base_version=VersionFactory(criterion__code=code), **fields)


def take_back(candidate):
    rework(candidate.draft_id, reason="More to do.", on=VOTED, actor=secretary())
    return Draft.objects.get(pk=candidate.draft_id)


def test_nothing_goes_on():
    assert (going().open, going().in_vote, ended()) == ([], [], [])


def test_what_closes_first_comes_first():
    late = in_consultation(draft_of("AAA-01"), on=CONSULTED + timedelta(days=1))
    second, first = in_consultation(draft_of("CCC-01")), in_consultation(draft_of("BBB-01"))

    assert [row.version for row in going().open] == [first.version, second.version, late.version]


def test_votes_stand_apart():
    voted, consulted = in_vote(), in_consultation()

    assert [row.version for row in going().in_vote] == [voted.version]
    assert [row.version for row in going().open] == [consulted.version]


def test_row_says_what_changes_in_the_readers_language_else_in_one_that_is_there():
    in_consultation(DraftFactory(summary={"en": "More cycles.", "sv": "Fler cykler."}))

    [swedish], [finnish] = going("sv").open, going("fi").open

    assert (swedish.summary, swedish.summary.lang) == ("Fler cykler.", "sv")
    assert (finnish.summary, finnish.summary.lang) == ("More cycles.", "en")


def test_title_is_translated_where_the_candidate_is():
    candidate = in_consultation()
    TranslationFactory(version=candidate.version, language="sv", blocks={"title": "Batteri som håller"})

    titles = [row.title for language in ("sv", "fi") for row in going(language).open]

    assert [(title, title.lang) for title in titles] == [("Batteri som håller", "sv"), ("Battery that lasts", "en")]


def test_new_criterion_has_no_summary():
    in_consultation(
        DraftFactory(
            base_version=None,
            criterion=None,
            register=RegisterFactory(),
            code="NEW-01",
            kind="technical_specification",
            summary={},
        )
    )

    assert [row.summary for row in going().open] == [None]


def test_comments_that_count_are_counted():
    candidate = in_consultation()
    CommentFactory.create_batch(2, candidate=candidate)
    CommentFactory(candidate=candidate, verified_at=None)
    CommentFactory(candidate=in_consultation())

    assert sorted(row.comments for row in going().open) == [1, 2]


def test_comments_carry_over_where_the_block_stayed_as_it_was():
    candidate = in_consultation()
    for block in ("requirement.1", "purpose", "purpose"):
        CommentFactory(candidate=candidate, block=block)
    draft = take_back(candidate)
    Draft.objects.update(content=battery_content(blocks={"purpose": "Another purpose."}).as_dict())
    draft.refresh_from_db()
    later = in_consultation(draft)
    CommentFactory(candidate=later, block="purpose")

    assert [(row.version, row.comments) for row in going().open] == [(later.version, 2)]
    assert [(row.version, row.comments) for row in ended()] == [(candidate.version, 3)]


def test_closed_ones_are_there_for_a_year_the_newest_first():
    lapsed, adopted = in_consultation(), carried()
    take_back(lapsed)
    published(adopted)
    year = timedelta(days=365)

    assert [row.version for row in ended()] == [adopted.version, lapsed.version]
    assert [row.version for row in ended(on=VOTED + year)] == [adopted.version, lapsed.version]
    assert [row.version for row in ended(on=VOTED + year + timedelta(days=1))] == [adopted.version]


def test_days_are_those_of_each_register():
    own = RegisterFactory(code="own")
    in_consultation(DraftFactory(base_version=VersionFactory(criterion__register=own)))
    in_consultation()
    Register.objects.filter(code="own").update(consultation_min_days=60)

    assert [row.course.until - CONSULTED for row in going().open] == [timedelta(days=14), timedelta(days=60)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_five_queries_however_much_goes_on(count, django_assert_num_queries):
    for _number in range(count):
        CommentFactory(candidate=in_consultation())
        in_vote()

    with django_assert_num_queries(5):  # candidates, events, translations; comments, the candidates they were made on
        found = going("sv")

    assert (len(found.open), len(found.in_vote)) == (count, count)
