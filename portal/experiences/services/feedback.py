"""What members and guests say about a criterion: given, corrected and withdrawn by them, answered by coordinators."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.access import require
from portal.experiences.errors import Answered, ChangedMeanwhile
from portal.experiences.grants import Guest
from portal.experiences.models import CriterionFeedback
from portal.letters.services import write_letter
from portal.members.coordinators import admin_language, coordinators
from portal.members.models import Organisation
from portal.members.seen import seen_of
from portal.members.services.reminders import languages_of
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit
from registry.models import Criterion, CriterionVersion

GIVEN, ANSWERED = "experiences.feedback", "experiences.feedback_answered"


class Point(NamedTuple):
    """What is said: a FeedbackKind, the words, and their language."""

    kind: str
    text: str
    language: str


class Answer(NamedTuple):
    answer: str
    answer_language: str


def point_of(feedback: CriterionFeedback) -> Point:
    return Point(feedback.kind, feedback.text, feedback.language)


def answer_of(feedback: CriterionFeedback) -> Answer:
    return Answer(feedback.answer, feedback.answer_language)


def open_points(criterion: Criterion) -> list[CriterionFeedback]:
    """What is not answered yet, over all versions of a criterion, oldest first: for whoever drafts its next version."""
    rows = CriterionFeedback.objects.open().filter(version__criterion=criterion)
    return list(rows.select_related("version__criterion", "organisation").order_by("given_at", "pk"))


@transaction.atomic
def give(version: CriterionVersion, organisation: Organisation, point: Point, *, actor: User) -> CriterionFeedback:
    """Say something about a version for an organisation; the same said twice is said once.

    Raises PermissionDenied, or ValidationError by field.
    """
    require(actor, "experiences.give_feedback")
    require(actor, "experiences.start", organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two clicks wait for each other
    same = CriterionFeedback.objects.open().filter(version=version, organisation=organisation, **point._asdict())
    if known := same.first():
        return known
    feedback = CriterionFeedback(version=version, organisation=organisation, user=actor, **point._asdict())
    save_words(feedback, Point._fields)
    return put_to_coordinators(feedback, without=actor)


def put_to_coordinators(feedback: CriterionFeedback, *, without: User | None = None) -> CriterionFeedback:
    """Have it in their inbox, with a letter to each, but whoever has given it."""
    readers = coordinators().exclude(pk=without.pk) if without else coordinators()
    for user in readers.order_by("pk"):
        write_letter(GIVEN, feedback.pk, recipient=user.email, language=admin_language(user), occasion="given")
    return _changed("feedback_given", feedback)


@transaction.atomic
def change(pk: int, point: Point, *, seen: str, actor: User) -> CriterionFeedback:
    """Say it in other words, while nobody has answered.

    Raises PermissionDenied, Answered, ChangedMeanwhile, or ValidationError by field.
    """
    feedback = _own(pk, actor)
    if seen != seen_of(*point_of(feedback)):
        raise ChangedMeanwhile(feedback)
    for name, value in point._asdict().items():
        setattr(feedback, name, value)
    save_words(feedback, Point._fields)
    return _changed("feedback_changed", feedback)


@transaction.atomic
def withdraw(pk: int, *, actor: User | Guest) -> CriterionFeedback:
    """Take back what was said, answered or not; nobody reads it any more. Raises PermissionDenied."""
    feedback = _locked(pk)
    require(actor, "experiences.withdraw_feedback", feedback)
    if feedback.withdrawn_at is None:
        feedback.withdrawn_at = timezone.now()
        feedback.save()
        _changed("feedback_withdrawn", feedback)
    return feedback


@transaction.atomic
def bring_back(pk: int, *, actor: User | Guest) -> CriterionFeedback:
    """Undo a withdrawal. Raises PermissionDenied."""
    feedback = _locked(pk)
    require(actor, "experiences.withdraw_feedback", feedback)
    if feedback.withdrawn_at is not None:
        feedback.withdrawn_at = None
        feedback.save()
        _changed("feedback_given", feedback)
    return feedback


@transaction.atomic
def answer(pk: int, words: Answer, *, seen: str, actor: User) -> CriterionFeedback:
    """Answer a point, or correct the answer. Whoever gave it gets one letter, with the first answer.

    Raises PermissionDenied, ChangedMeanwhile, or ValidationError by field.
    """
    feedback = _locked(pk)
    require(actor, "experiences.answer_feedback")
    if seen != seen_of(*answer_of(feedback), *point_of(feedback)):
        raise ChangedMeanwhile(feedback)
    is_first = feedback.answered_at is None
    feedback.answer, feedback.answer_language = words.answer.strip(), words.answer_language
    feedback.answered_by, feedback.answered_at = actor, timezone.now()
    save_words(feedback, Answer._fields)
    if is_first and (reader := _reader_of(feedback)) and reader.email != actor.email:
        write_letter(ANSWERED, feedback.pk, recipient=reader.email, language=reader.language, occasion="answered")
    return _changed("feedback_answered", feedback)


class Reader(NamedTuple):
    """Who gets a letter, and in which language."""

    email: str
    language: str


def _reader_of(feedback: CriterionFeedback) -> Reader | None:
    """Whoever gave it and can still be written to."""
    if (user := feedback.user) is not None:
        return Reader(user.email, languages_of([user.pk])[user.pk])
    return Reader(feedback.email, feedback.language) if feedback.email else None


def save_words(feedback: CriterionFeedback, typed: Sequence[str]) -> None:
    """Raises ValidationError by field for what was typed."""
    feedback.clean_fields(exclude={field.name for field in feedback._meta.fields} - set(typed))
    feedback.save()


def _locked(pk: int) -> CriterionFeedback:
    """One that counts. Raises CriterionFeedback.DoesNotExist."""
    rows = CriterionFeedback.objects.counting().select_for_update(of=("self",))
    return rows.select_related("version__criterion", "user").get(pk=pk)


def _own(pk: int, actor: User) -> CriterionFeedback:
    """What an actor's organisation has said and may still change. Raises PermissionDenied or Answered."""
    feedback = _locked(pk)
    require(actor, "experiences.withdraw_feedback", feedback)
    if feedback.answered_at is not None or feedback.withdrawn_at is not None:
        raise Answered(feedback)
    return feedback


def _changed(name: str, feedback: CriterionFeedback) -> CriterionFeedback:
    OutboxEvent.objects.record(f"experiences.{name}", feedback)
    deliver_after_commit()
    return feedback
