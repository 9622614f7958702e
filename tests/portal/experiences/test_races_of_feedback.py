"""Two people at the same point about a criterion at the same moment: nothing is overwritten unseen."""

import pytest

from portal.experiences.errors import Answered, ChangedMeanwhile
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import (
    Answer,
    Point,
    answer,
    answer_of,
    bring_back,
    change,
    point_of,
    withdraw,
)
from portal.letters.models import Letter
from portal.members.seen import seen_of
from tests.factories.accounts import MembershipFactory, coordinator
from tests.factories.experiences import FeedbackFactory
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)
POINT = Point("unclear", "In other words.", "en")


def said():
    member = MembershipFactory()
    return FeedbackFactory(organisation=member.organisation, user=member.user)


def losers(results):
    return [type(result) for result in results if isinstance(result, Exception)]


def answering(feedback, text):
    seen, actor = seen_of(*answer_of(feedback), *point_of(feedback)), coordinator()
    return lambda: answer(feedback.pk, Answer(text, "en"), seen=seen, actor=actor)


def test_two_answers_at_once_are_one_and_one_letter():
    feedback = said()

    results = race(answering(feedback, "Yes."), answering(feedback, "No."))

    feedback.refresh_from_db()
    assert losers(results) == [ChangedMeanwhile]
    assert feedback.answer == ("No." if isinstance(results[0], Exception) else "Yes.")
    assert Letter.objects.filter(kind="experiences.feedback_answered").count() == 1
    assert CriterionFeedback.objects.count() == 1


def test_answer_against_a_change_answers_the_words_that_were_read():
    feedback = said()
    seen, before = seen_of(*point_of(feedback)), feedback.text

    results = race(answering(feedback, "Yes."), lambda: change(feedback.pk, POINT, seen=seen, actor=feedback.user))

    feedback.refresh_from_db()
    told = (feedback.text, feedback.answer, losers(results))
    assert told in [(before, "Yes.", [Answered]), (POINT.text, "", [ChangedMeanwhile])]


def test_withdrawing_twice_and_bringing_back_end_in_one_state():
    feedback = said()

    results = race(*[lambda: withdraw(feedback.pk, actor=feedback.user)] * 2)
    bring_back(feedback.pk, actor=feedback.user)

    feedback.refresh_from_db()
    assert losers(results) == []
    assert feedback.withdrawn_at is None
    assert list(CriterionFeedback.objects.open()) == [feedback]
