"""What goes by itself once its time is over. Safe to repeat, and while people work."""

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.experiences.models import CriterionFeedback
from portal.joining.enums import State
from portal.joining.models import JoinRequest
from portal.letters.models import Letter, MailedLink
from portal.letters.querysets import MOST_ATTEMPTS
from portal.letters.services import PSEUDONYMS, pseudonym, write_letter
from portal.members.models import Invitation
from portal.privacy.letters import EXPIRING, occasion_of
from portal.privacy.periods import ENDED, INVITATIONS, LETTERS, LINKS, MISSES, NOTICE, QUESTIONS, UNFINISHED, UNVERIFIED
from portal.privacy.services.stripping import delete_request, strip_request
from registry.models import Comment, MarketAnswer


def expire(*, dry_run: bool = False) -> dict[str, int]:
    """Remove what has been kept long enough; how many of each. A dry run does it all and takes it back."""
    now = timezone.now()
    if not dry_run:
        return {what: step(now) for what, step in STEPS.items()}
    with transaction.atomic():
        counts = {what: step(now) for what, step in STEPS.items()}
        transaction.set_rollback(True)
    return counts


def _unverified(now: datetime) -> int:
    due = JoinRequest.objects.filter(state=State.DRAFT, email_verified_at=None, created_at__lt=now - UNVERIFIED)
    return _one_by_one(due, delete_request)


def _reminders(now: datetime) -> int:
    """Tell applicants whose draft will go in two weeks, once for each time that they left it alone."""
    left_alone = JoinRequest.objects.drafts_untouched_since(now - UNFINISHED + NOTICE).exclude(email_verified_at=None)
    new = 0
    for draft in left_alone.order_by("pk"):
        if not _reminder_of(draft).exists():
            write_letter(
                EXPIRING, draft.pk, recipient=draft.email, language=draft.language, occasion=occasion_of(draft)
            )
            new += 1
    return new


def _unfinished(now: datetime) -> int:
    """Only drafts whose applicants were told two weeks ago, even if this has not run for a long time."""

    def delete_if_told(draft: JoinRequest) -> bool:
        if not _reminder_of(draft).filter(recorded_at__lte=now - NOTICE).exists():
            return False
        delete_request(draft)
        return True

    return _one_by_one(JoinRequest.objects.drafts_untouched_since(now - UNFINISHED), delete_if_told)


def _reminder_of(draft: JoinRequest) -> QuerySet[Letter]:
    return Letter.objects.filter(kind=EXPIRING, object_id=draft.pk, occasion=occasion_of(draft))


def _ended(now: datetime) -> int:
    no_member = Q(state__in=(State.DECLINED, State.WITHDRAWN)) | Q(state=State.APPROVED, organisation=None)
    due = JoinRequest.objects.filter(no_member, decided_at__lt=now - ENDED).exclude(email="")
    return _one_by_one(due, strip_request)


def _one_by_one(due: QuerySet[JoinRequest], act: Callable[[JoinRequest], bool | None]) -> int:
    """Act on each request in a transaction of its own; how many. One that changes meanwhile is due no more."""
    done = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            join_request = due.select_for_update().filter(pk=pk).first()
            done += join_request is not None and act(join_request) is not False
    return done


@transaction.atomic
def _letters(now: datetime) -> int:
    """Sent ones keep a pseudonym, by which none leaves a second time; those that never left go."""
    given_up, _by_model = Letter.objects.filter(
        sent_at=None, attempts__gte=MOST_ATTEMPTS, recorded_at__lt=now - LETTERS
    ).delete()
    sent = list(Letter.objects.filter(sent_at__lt=now - LETTERS).exclude(recipient__endswith=PSEUDONYMS))
    for letter in sent:
        letter.recipient, letter.body, letter.fault = pseudonym(letter.recipient), "", ""
    Letter.objects.bulk_update(sent, ["recipient", "body", "fault"], batch_size=500)
    return given_up + len(sent)


def _links(now: datetime) -> int:
    over = now - LINKS
    done = Q(used_at__lt=over) | Q(revoked_at__lt=over) | Q(expires_at__lt=over)
    return MailedLink.objects.filter(done).delete()[0]


def _invitations(now: datetime) -> int:
    return Invitation.objects.filter(invited_at__lt=now - INVITATIONS).delete()[0]


def _sessions(now: datetime) -> int:
    over = Session.objects.filter(expire_date__lt=now).count()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()  # where it was used
    return over


def _misses(now: datetime) -> int:
    """By the name of the model: nothing imports the search."""
    over = timezone.localdate(now) - MISSES
    return int(apps.get_model("search", "Miss")._default_manager.filter(day__lt=over).delete()[0])


def _questions(now: datetime) -> int:
    """By the name of the model, as misses."""
    questions = apps.get_model("search", "NetworkQuestion")._default_manager
    return int(questions.filter(asked_at__lt=now - QUESTIONS).delete()[0])


def _unproved(now: datetime) -> int:
    """Comments, suggestions and answers of suppliers whose address nobody has proved."""
    comments, _of_each = Comment.objects.filter(verified_at=None, written_at__lt=now - UNVERIFIED).delete()
    answers, _of_each = MarketAnswer.objects.filter(verified_at=None, given_at__lt=now - UNVERIFIED).delete()
    suggestions, _of_each = CriterionFeedback.objects.filter(
        organisation=None, verified_at=None, given_at__lt=now - UNVERIFIED
    ).delete()
    return comments + answers + suggestions


@transaction.atomic
def _addresses(now: datetime) -> int:
    """Of comments, suggestions and answers; a supplier keeps a pseudonym, under which it is counted once."""
    comments = Comment.objects.filter(written_at__lt=now - ENDED).exclude(email="").update(email="")
    suggestions = CriterionFeedback.objects.filter(given_at__lt=now - ENDED).exclude(verified_at=None)
    removed = suggestions.exclude(email="").update(email="")
    answers = list(MarketAnswer.objects.filter(given_at__lt=now - ENDED).exclude(email__endswith=PSEUDONYMS))
    for answer in answers:
        answer.email = pseudonym(answer.email)
    MarketAnswer.objects.bulk_update(answers, ["email"], batch_size=500)
    return comments + removed + len(answers)


STEPS: Mapping[str, Callable[[datetime], int]] = {
    "unverified requests deleted": _unverified,
    "reminders written": _reminders,
    "unfinished requests deleted": _unfinished,
    "ended requests stripped": _ended,
    "unproved comments deleted": _unproved,
    "addresses of comments removed": _addresses,
    "letters stripped": _letters,
    "links deleted": _links,
    "invitations deleted": _invitations,
    "sessions deleted": _sessions,
    "misses deleted": _misses,
    "questions deleted": _questions,
}
