"""What guests say about criteria: unheard until the address is proved, then as members' feedback; answered by mail."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core.viewer import EVERYONE, VISITOR, Viewer
from portal.experiences.grants import SUGGESTION, Guest
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import (
    Answer,
    Point,
    answer,
    answer_of,
    bring_back,
    change,
    open_points,
    point_of,
    withdraw,
)
from portal.experiences.services.suggesting import find_suggestion, link_to_follow, link_to_prove, prove, suggest
from portal.letters.models import Letter, MailedLink
from portal.letters.services import issue_link
from portal.members.seen import seen_of
from portal.members.viewers import MEMBERS
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, coordinator
from tests.factories.experiences import FeedbackFactory, SuggestionFactory
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db
POINT = Point("law", "The law has moved since May.", "fi")
WORDS = Answer("We take it up.", "en")
TO_GUEST, TO_COORDINATORS, ANSWERED = SUGGESTION, "experiences.feedback", "experiences.feedback_answered"


def suggested(version=None, **fields):
    words = {"email": "anna@example.org", "name": "Anna", "key": "k1", **fields}
    return suggest(version or VersionFactory(), words.pop("point", POINT), **words)


def letters(kind):
    return list(Letter.objects.filter(kind=kind).order_by("recipient").values_list("recipient", "language"))


def mark_of(feedback):
    return seen_of(*answer_of(feedback), *point_of(feedback))


def answered(feedback, **fields):
    return answer(feedback.pk, WORDS, seen=mark_of(feedback), actor=fields.get("actor") or coordinator())


# Before the address is proved


def test_suggestion_waits_for_its_address_and_only_its_guest_gets_a_letter():
    coordinator()

    made = suggested(email=" Anna@Example.org ", name=" Anna ")

    assert (point_of(made), made.name, made.email, made.organisation, made.user) == (
        *(POINT, "Anna", "anna@example.org", None, None),
    )
    assert (made.verified_at, made.is_of_guest) == (None, True)
    assert letters(TO_GUEST) == [("anna@example.org", "fi")]
    assert letters(TO_COORDINATORS) == []
    assert not OutboxEvent.objects.filter(name__startswith="experiences.").exists()


def test_unproved_suggestion_is_read_by_nobody():
    made = suggested()

    assert list(CriterionFeedback.objects.visible_to(Viewer((EVERYONE, MEMBERS)))) == []
    assert list(CriterionFeedback.objects.for_inbox()) == []
    assert list(CriterionFeedback.objects.open()) == []
    assert open_points(made.version.criterion) == []


def test_unproved_suggestion_is_neither_answered_nor_withdrawn():
    made = suggested()

    with pytest.raises(CriterionFeedback.DoesNotExist):
        answered(made)
    with pytest.raises(CriterionFeedback.DoesNotExist):
        withdraw(made.pk, actor=Guest(made.pk, made.email))


def test_the_same_sent_twice_is_one_suggestion_and_one_letter():
    version = VersionFactory()

    first = suggested(version)

    assert suggested(version) == first
    assert len(letters(TO_GUEST)) == 1


@pytest.mark.parametrize(
    "other",
    [{"key": "k2"}, {"email": "bert@example.org"}, {"point": POINT._replace(text="Another.")}, {"key": ""}],
    ids=["form", "address", "words", "no key"],
)
def test_what_differs_is_another_suggestion(other):
    version = VersionFactory()

    assert suggested(version, **other) != suggested(version)
    assert CriterionFeedback.objects.count() == 2


def test_key_and_words_of_somebody_elses_form_give_nothing_of_it_away():
    version = VersionFactory()
    proved = suggested(version)
    prove(link_to_prove(proved))

    stranger = suggested(version, email="mallory@example.org")

    assert (stranger != proved, stranger.verified_at) == (True, None)


def test_suggestion_without_words_is_refused_by_field():
    with pytest.raises(ValidationError) as refused:
        suggested(point=Point("nonsense", "", "xx"), name="x" * 201)

    assert sorted(refused.value.message_dict) == ["kind", "language", "name", "text"]
    assert (CriterionFeedback.objects.count(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize("email", ["", "anna", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org"])
def test_what_is_no_address_gets_no_letter(email):
    with pytest.raises(ValidationError):
        suggested(email=email)

    assert (CriterionFeedback.objects.count(), Letter.objects.count()) == (0, 0)


# Proving it


def test_proved_suggestion_is_in_the_coordinators_inbox_with_a_letter_to_each():
    first, second = coordinator(email="a@example.org"), coordinator(email="b@example.org")
    made = suggested()

    proved = prove(link_to_prove(made))

    assert (proved, proved.verified_at is not None) == (made, True)
    assert list(CriterionFeedback.objects.for_inbox()) == [made]
    assert open_points(made.version.criterion) == [made]
    assert [recipient for recipient, _language in letters(TO_COORDINATORS)] == [first.email, second.email]
    assert OutboxEvent.objects.filter(name="experiences.feedback_given", object_id=made.pk).count() == 1


def test_proving_twice_is_proving_once():
    coordinator()
    token = link_to_prove(suggested())
    first = prove(token)

    again = prove(token)

    assert (again, again.verified_at) == (first, first.verified_at)
    assert len(letters(TO_COORDINATORS)) == 1
    assert OutboxEvent.objects.filter(name="experiences.feedback_given").count() == 1


def test_members_read_a_proved_suggestion_and_visitors_do_not():
    made = SuggestionFactory()

    assert list(CriterionFeedback.objects.visible_to(Viewer((EVERYONE, MEMBERS)))) == [made]
    assert list(CriterionFeedback.objects.visible_to(VISITOR)) == []


@pytest.mark.parametrize(("name", "giver"), [("", "Guest"), ("Anna", "Anna, guest")])
def test_guest_is_called_a_guest_and_never_by_the_address(name, giver):
    assert SuggestionFactory(name=name).giver == giver


def test_looking_at_the_link_proves_nothing():
    made = suggested()
    token = link_to_prove(made)

    assert find_suggestion(token) == (made, Guest(made.pk, "anna@example.org"))
    made.refresh_from_db()
    assert made.verified_at is None


def test_link_proves_for_two_days_and_then_shows_the_suggestion_for_a_year():
    late, timely = suggested(key="k1"), suggested(key="k2")
    tokens = [link_to_prove(late), link_to_prove(timely)]
    prove(tokens[1])

    def opens(**later):
        with time_machine.travel(timezone.now() + timedelta(**later), tick=False):
            return [find_suggestion(token) is not None for token in tokens]

    assert opens(days=1, hours=23) == [True, True]
    assert opens(days=2, minutes=1) == [False, True]
    assert opens(days=364) == [False, True]
    assert opens(days=366) == [False, False]


def test_link_that_came_too_late_proves_nothing():
    made = suggested()
    token = link_to_prove(made)

    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert prove(token) is None

    made.refresh_from_db()
    assert made.verified_at is None


@pytest.mark.parametrize("purpose", ["registry.comment", "registry.vote", "joining.apply"])
def test_link_of_another_purpose_opens_nothing(purpose):
    made = suggested()
    token = issue_link(purpose, made.pk, email=made.email, lifetime=timedelta(days=1))

    assert (find_suggestion(token), prove(token)) == (None, None)


def test_link_never_opens_the_feedback_of_a_member():
    feedback = FeedbackFactory()
    token = issue_link(SUGGESTION, feedback.pk, email="anna@example.org", lifetime=timedelta(days=1))

    assert (find_suggestion(token), prove(token)) == (None, None)


def test_forged_link_and_that_of_a_deleted_suggestion_open_nothing():
    made = suggested()
    token = link_to_prove(made)
    made.delete()

    assert [prove(token), prove("A" * 32)] == [None, None]


# Answered, withdrawn


def test_guest_is_answered_once_in_the_language_of_the_suggestion():
    made = SuggestionFactory(language="da", email="anna@example.org")
    answering = coordinator()

    answered(made, actor=answering)
    made.refresh_from_db()
    answer(made.pk, WORDS._replace(answer="Better."), seen=mark_of(made), actor=answering)

    assert letters(ANSWERED) == [("anna@example.org", "da")]
    made.refresh_from_db()
    assert (made.answer, made.answered_by) == ("Better.", answering)


def test_guest_whose_address_is_kept_no_more_gets_no_letter():
    made = SuggestionFactory(email="")

    answered(made)

    assert letters(ANSWERED) == []
    made.refresh_from_db()
    assert made.answer == "We take it up."


def test_guest_takes_a_suggestion_back_and_brings_it_back():
    made = SuggestionFactory()
    guest = Guest(made.pk, made.email)

    withdraw(made.pk, actor=guest)
    withdraw(made.pk, actor=guest)

    assert list(CriterionFeedback.objects.visible_to(Viewer((EVERYONE, MEMBERS)))) == []
    assert list(CriterionFeedback.objects.for_inbox()) == []
    bring_back(made.pk, actor=guest)
    assert list(CriterionFeedback.objects.for_inbox()) == [made]


def test_nobody_else_takes_a_guests_suggestion_back():
    made, other = SuggestionFactory(), SuggestionFactory()
    member = MembershipFactory().user

    for actor in (member, coordinator(), Guest(other.pk, made.email)):
        with pytest.raises(PermissionDenied):
            withdraw(made.pk, actor=actor)
        with pytest.raises(PermissionDenied):
            change(made.pk, POINT, seen=seen_of(*point_of(made)), actor=actor)


def test_guest_touches_no_feedback_of_a_member():
    feedback = FeedbackFactory()

    with pytest.raises(PermissionDenied):
        withdraw(feedback.pk, actor=Guest(feedback.pk, "anna@example.org"))


def test_link_in_the_answer_ends_when_the_address_goes():
    made = SuggestionFactory(given_at=timezone.now() - timedelta(days=360))

    link_to_follow(made)

    assert MailedLink.objects.get().expires_at - made.given_at <= timedelta(days=365, seconds=1)


# What the database keeps


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "", "verified_at": None},
        {"organisation": True},
        {"organisation": True, "email": "", "verified_at": timezone.now()},
        {"organisation": True, "email": "", "verified_at": None, "name": "Anna"},
        {"verified_at": None, "answer": "Yes.", "answered_at": timezone.now()},
    ],
    ids=["nobody's", "both", "organisation that is proved", "organisation with a name", "answered before the proof"],
)
def test_feedback_is_an_organisations_or_a_guests_and_never_both_or_neither(fields):
    facts = {"verified_at": timezone.now(), **fields}
    facts["organisation"] = OrganisationFactory() if facts.get("organisation") else None

    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionFactory(**facts)


def test_feedback_of_an_organisation_goes_with_it_and_becomes_no_guests():
    feedback = FeedbackFactory()

    feedback.organisation.delete()

    assert list(CriterionFeedback.objects.all()) == []
