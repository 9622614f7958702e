"""Two clicks of a guest at the same moment, and a guest against coordinators and the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.experiences.grants import Guest
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import Answer, Point, answer, answer_of, bring_back, point_of, withdraw
from portal.experiences.services.suggesting import link_to_prove, prove, suggest
from portal.letters.models import Letter
from portal.members.seen import seen_of
from portal.outbox.models import OutboxEvent
from portal.privacy.services.expiring import expire
from tests.factories.accounts import coordinator
from tests.factories.experiences import SuggestionFactory
from tests.factories.registry import VersionFactory
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)
POINT = Point("unclear", "Which cycles are meant?", "en")


def faults(results):
    return [type(result) for result in results if isinstance(result, Exception)]


def test_double_click_makes_one_suggestion_and_one_letter():
    version = VersionFactory()

    results = race(*[lambda: suggest(version, POINT, email="anna@example.org", key="k1")] * 2)

    assert (faults(results), results[0] == results[1]) == ([], True)
    assert (CriterionFeedback.objects.count(), Letter.objects.count()) == (1, 1)


def test_two_guests_at_once_make_two_suggestions():
    version = VersionFactory()

    results = race(
        lambda: suggest(version, POINT, email="anna@example.org", key="k1"),
        lambda: suggest(version, POINT, email="bert@example.org", key="k2"),
    )

    assert (faults(results), CriterionFeedback.objects.count()) == ([], 2)


def test_proving_twice_at_once_is_proving_once():
    coordinator()
    token = link_to_prove(SuggestionFactory(verified_at=None))

    results = race(*[lambda: prove(token)] * 2)

    assert (faults(results), results[0] == results[1]) == ([], True)
    assert Letter.objects.filter(kind="experiences.feedback").count() == 1
    assert OutboxEvent.objects.filter(name="experiences.feedback_given").count() == 1


def test_proof_against_the_night_that_deletes_leaves_all_or_nothing():
    coordinator()
    made = SuggestionFactory(verified_at=None, given_at=timezone.now() - timedelta(days=2, hours=1))
    token = link_to_prove(made)

    proved, _counts = race(lambda: prove(token), expire)

    left = CriterionFeedback.objects.filter(pk=made.pk).exclude(verified_at=None).count()
    told = Letter.objects.filter(kind="experiences.feedback").count()
    assert (left, told) == ((1, 1) if proved else (0, 0))


def test_withdrawing_against_an_answer_ends_with_both_and_no_fault():
    made, actor = SuggestionFactory(), coordinator()
    seen = seen_of(*answer_of(made), *point_of(made))

    results = race(
        lambda: withdraw(made.pk, actor=Guest(made.pk, made.email)),
        lambda: answer(made.pk, Answer("Yes.", "en"), seen=seen, actor=actor),
    )

    made.refresh_from_db()
    assert (faults(results), made.answer, made.withdrawn_at is not None) == ([], "Yes.", True)


def test_withdrawing_twice_and_bringing_back_end_in_one_state():
    made = SuggestionFactory()
    guest = Guest(made.pk, made.email)

    results = race(*[lambda: withdraw(made.pk, actor=guest)] * 2)
    bring_back(made.pk, actor=guest)

    made.refresh_from_db()
    assert (faults(results), made.withdrawn_at) == ([], None)
