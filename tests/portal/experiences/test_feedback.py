"""What members say about a criterion: once, in their own words, answered, withdrawn, never by strangers."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.core.viewer import EVERYONE, VISITOR, Viewer
from portal.experiences.errors import Answered, ChangedMeanwhile
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import (
    Answer,
    Point,
    answer,
    answer_of,
    bring_back,
    change,
    give,
    open_points,
    point_of,
    withdraw,
)
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import OrganisationKind
from portal.members.seen import seen_of
from portal.members.viewers import MEMBERS
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, UserFactory, coordinator
from tests.factories.experiences import FeedbackFactory
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.races import race

pytestmark = pytest.mark.django_db
POINT = Point("unclear", "Which cycles are meant?", "en")
WORDS = Answer("Full charge cycles, as in EN 61960.", "en")


def member():
    membership = MembershipFactory()
    return membership.user, membership.organisation


def said(actor=None, **fields):
    """Feedback of somebody's organisation."""
    actor, organisation = (actor, None) if actor else member()
    return FeedbackFactory(user=actor, organisation=organisation or actor.memberships.get().organisation, **fields)


def mark_of(feedback):
    return seen_of(*answer_of(feedback), *point_of(feedback))


def test_member_gives_feedback_and_each_coordinator_gets_a_letter():
    actor, organisation = member()
    first, second = coordinator(email="a@example.org"), coordinator(email="b@example.org")

    feedback = give(VersionFactory(), organisation, POINT, actor=actor)

    assert (point_of(feedback), feedback.organisation, feedback.user) == (POINT, organisation, actor)
    letters = Letter.objects.filter(kind="experiences.feedback").order_by("recipient")
    assert [letter.recipient for letter in letters] == [first.email, second.email]
    assert OutboxEvent.objects.filter(name="experiences.feedback_given", object_id=feedback.pk).count() == 1


def test_the_same_said_twice_is_said_once():
    actor, organisation = member()
    version = VersionFactory()

    first = give(version, organisation, POINT, actor=actor)

    assert give(version, organisation, POINT, actor=actor) == first
    assert give(version, organisation, POINT._replace(text="Another point."), actor=actor) != first


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_say_it_once():
    actor, organisation = member()
    version = VersionFactory()

    first, second = race(*[lambda: give(version, organisation, POINT, actor=actor)] * 2)

    assert first == second
    assert CriterionFeedback.objects.count() == 1


def test_strangers_supporters_and_superusers_give_none():
    version, organisation = VersionFactory(), OrganisationFactory()
    supporter = MembershipFactory(organisation__kind=OrganisationKind.SUPPORTER, organisation__legal_type="").user
    others = [UserFactory(), UserFactory(is_superuser=True), member()[0], supporter]

    for actor in others:
        with pytest.raises(PermissionDenied):
            give(version, organisation, POINT, actor=actor)


def test_feedback_without_words_is_refused_by_field():
    actor, organisation = member()

    with pytest.raises(ValidationError) as refused:
        give(VersionFactory(), organisation, Point("nonsense", "", "en"), actor=actor)

    assert sorted(refused.value.message_dict) == ["kind", "text"]


def test_colleague_changes_it_on_top_of_what_was_seen():
    feedback = said()
    colleague = MembershipFactory(organisation=feedback.organisation).user
    seen = seen_of(*point_of(feedback))

    change(feedback.pk, POINT._replace(text="Better words."), seen=seen, actor=colleague)

    with pytest.raises(ChangedMeanwhile):
        change(feedback.pk, POINT, seen=seen, actor=feedback.user)
    feedback.refresh_from_db()
    assert feedback.text == "Better words."


def test_answered_feedback_keeps_its_words():
    feedback = said()
    answer(feedback.pk, WORDS, seen=mark_of(feedback), actor=coordinator())

    with pytest.raises(Answered, match="was answered or withdrawn meanwhile"):
        change(feedback.pk, POINT, seen=seen_of(*point_of(feedback)), actor=feedback.user)


def test_withdrawn_feedback_is_gone_for_others_and_can_come_back():
    feedback = said()
    viewer = Viewer((EVERYONE, MEMBERS))

    withdraw(feedback.pk, actor=feedback.user)
    withdraw(feedback.pk, actor=feedback.user)

    assert list(CriterionFeedback.objects.visible_to(viewer)) == []
    assert list(CriterionFeedback.objects.visible_to(viewer, or_withdrawn_of=[feedback.organisation_id])) == [feedback]
    bring_back(feedback.pk, actor=feedback.user)
    assert list(CriterionFeedback.objects.visible_to(viewer)) == [feedback]


def test_nobody_withdraws_or_changes_what_others_have_said():
    feedback = said()
    stranger, _organisation = member()

    for act in (
        lambda: withdraw(feedback.pk, actor=stranger),
        lambda: bring_back(feedback.pk, actor=stranger),
        lambda: change(feedback.pk, POINT, seen=seen_of(*point_of(feedback)), actor=stranger),
        lambda: withdraw(feedback.pk, actor=coordinator()),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_visitors_read_none_of_it():
    said()

    assert list(CriterionFeedback.objects.visible_to(VISITOR)) == []


def test_answer_reaches_whoever_asked_once_and_can_be_corrected():
    feedback = said()
    answering = coordinator()

    answer(feedback.pk, WORDS, seen=mark_of(feedback), actor=answering)
    feedback.refresh_from_db()
    answer(feedback.pk, WORDS._replace(answer="Better."), seen=mark_of(feedback), actor=answering)

    feedback.refresh_from_db()
    letters = Letter.objects.filter(kind="experiences.feedback_answered")
    assert (feedback.answer, feedback.answered_by) == ("Better.", answering)
    assert [letter.recipient for letter in letters] == [feedback.user.email]


def test_two_coordinators_do_not_overwrite_each_other():
    feedback = said()
    seen = mark_of(feedback)
    answer(feedback.pk, WORDS, seen=seen, actor=coordinator())

    with pytest.raises(ChangedMeanwhile):
        answer(feedback.pk, WORDS._replace(answer="No."), seen=seen, actor=coordinator())


def test_members_and_superusers_do_not_answer():
    feedback = said()

    for actor in (feedback.user, UserFactory(is_superuser=True), coordinator(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            answer(feedback.pk, WORDS, seen=mark_of(feedback), actor=actor)


def test_open_points_are_those_of_all_versions_that_nobody_has_answered():
    first = said()
    later = VersionFactory(criterion=first.version.criterion, number="1.1.0", base_version=None)
    second = said(version=later)
    answered, withdrawn = said(version=later), said(version=later)
    answer(answered.pk, WORDS, seen=mark_of(answered), actor=coordinator())
    withdraw(withdrawn.pk, actor=withdrawn.user)
    said()

    assert open_points(first.version.criterion) == [first, second]


def test_letters_are_dropped_when_there_is_nothing_to_say_any_more(mailoutbox):
    actor, organisation = member()
    coordinator()
    feedback = give(VersionFactory(), organisation, POINT, actor=actor)
    withdraw(feedback.pk, actor=actor)

    send_waiting()

    assert mailoutbox == []
