"""From when to when a candidate is open for comments, in words and as days."""

from datetime import date, timedelta

import pytest

from registry.consultations.times import Course, before_members, candidates, closed_since, course_beside
from registry.models import Draft, Register
from registry.services.candidates import rework
from registry.services.drafting import abandon
from tests.factories.drafts import (
    CONSULTED,
    PUBLISHED,
    VOTED,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    published,
    secretary,
)
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


def course(candidate, on=CONSULTED, language="en"):
    return Course(candidates().get(pk=candidate.pk), on, language)


def reworked():
    candidate = in_consultation()
    rework(candidate.draft_id, reason="More to do.", on=VOTED, actor=secretary())
    return candidate


def abandoned():
    candidate = in_consultation()
    abandon(candidate.draft_id, reason="Not now.", on=VOTED, actor=secretary())
    return candidate


def adopted():
    candidate = carried()
    published(candidate)
    return candidate


def test_candidate_is_open_for_the_days_of_its_register_at_least():
    candidate = in_consultation()
    Register.objects.update(consultation_min_days=30)

    found = course(candidate)

    assert (found.since, found.until) == (CONSULTED, CONSULTED + timedelta(days=30))
    assert found.sentence == "Open for comments since 1 September 2026, at least until 1 October 2026."


@pytest.mark.parametrize(("later", "may_end"), [(13, False), (14, True), (100, True)])
def test_from_the_last_day_on_the_vote_may_open_any_day(later, may_end):
    found = course(in_consultation(), on=CONSULTED + timedelta(days=later))

    assert ("The vote may open any day now." in found.sentence, found.is_open) == (may_end, True)


@pytest.mark.parametrize(
    ("put", "is_open", "sentence"),
    [
        (in_vote, False, "Put to a vote on 15 September 2026."),
        (reworked, False, "Lapsed on 15 September 2026: it was never published."),
        (abandoned, False, "Lapsed on 15 September 2026: it was never published."),
        (adopted, False, "Adopted on 22 September 2026: its text was published as a version."),
    ],
)
def test_closed_consultation_says_how_it_went_on(put, is_open, sentence):
    found = course(put(), on=PUBLISHED)

    assert (found.is_open, found.sentence) == (is_open, sentence)


def test_only_an_adopted_candidate_has_a_final():
    candidate = adopted()

    assert course(candidate, on=PUBLISHED).final == Draft.objects.get().final
    assert course(in_consultation(), on=PUBLISHED).final is None


def test_candidate_of_a_published_draft_that_lapsed_before_has_no_final():
    candidate = reworked()
    published(carried(Draft.objects.get()))

    assert course(candidate, on=PUBLISHED).final is None


def test_newest_event_is_the_day_of_the_change():
    assert course(in_consultation()).changed_on == CONSULTED
    assert course(in_vote()).changed_on == VOTED


def test_what_is_before_the_members_is_in_consultation_or_in_voting():
    put = [in_consultation(), in_vote()]
    reworked(), abandoned(), adopted()

    assert list(before_members(candidates()).order_by("pk")) == put


def test_earlier_candidate_of_an_open_draft_is_not_before_the_members():
    earlier = reworked()
    later = in_consultation(Draft.objects.get())

    assert list(before_members(candidates())) == [later]
    assert list(closed_since(candidates(), VOTED)) == [earlier]


def test_what_was_closed_is_remembered_from_a_day_on():
    candidate = adopted()

    assert list(closed_since(candidates(), PUBLISHED)) == [candidate]
    assert list(closed_since(candidates(), PUBLISHED + timedelta(days=1))) == []


def beside(version):
    found = course_beside(version, on=date(2026, 9, 2), language="en")
    return found.candidate if found else None


def test_every_final_of_a_criterion_knows_what_is_coming():
    candidate = in_consultation()
    base = candidate.version.base_version
    older = VersionFactory(criterion=base.criterion, number="0.9.0")

    assert [beside(version) for version in (base, older, VersionFactory())] == [candidate, candidate, None]


def test_candidate_knows_its_own_consultation_however_it_ended():
    first = reworked()
    in_consultation(Draft.objects.get())

    assert beside(first.version) == first


@pytest.mark.parametrize("ended", [reworked, abandoned, adopted])
def test_final_says_nothing_of_what_has_ended(ended):
    assert beside(ended().version.base_version) is None


def test_courses_take_two_queries(django_assert_num_queries):
    for _number in range(3):
        in_consultation(DraftFactory())

    with django_assert_num_queries(2):  # the candidates, their events
        sentences = [
            (each.sentence, each.final, each.until, each.url)
            for each in (Course(row, VOTED, "en") for row in candidates())
        ]

    assert len(sentences) == 3
