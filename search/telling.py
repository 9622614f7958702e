"""Who is told of what members ask: at once as the outbox says it, or once a week together. Safe to repeat."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import User
from portal.letters.models import Letter
from portal.letters.services import write_letter
from portal.members.enums import Frequency, OrganisationKind, Role, Topic
from portal.members.services.notifications import users_wanting
from portal.members.services.reminders import languages_of, week_before
from portal.outbox.models import OutboxEvent
from search.models import NetworkQuestion
from search.models.network import NetworkQuestionQuerySet
from search.network import ASKED

CHANNEL = "questions"
QUESTION = "search.question"  # the letter about one
WEEK = "search.questions"  # its object is the reader, its occasion the Monday of the week that it tells


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: whoever wants to know at once gets a letter of each question."""
    for event in events:
        if event.name == ASKED:
            tell_at_once(event.object_id)


def tell_at_once(pk: int) -> int:
    """Write the letters about one question, while it stands, to whoever wants them at once; how many people."""
    question = NetworkQuestion.objects.standing(at=timezone.now()).filter(pk=pk).first()
    if question is None:
        return 0
    people = [user for user in _readers(Frequency.AT_ONCE) if user.pk != question.asker_id]
    languages = languages_of(user.pk for user in people)
    for user in people:
        write_letter(QUESTION, pk, recipient=user.email, language=languages[user.pk])
    return len(people)


def tell_of_the_week(*, on: date) -> int:
    """Tell whoever wants it weekly what others asked in the week before this one. How many letters are new."""
    monday, _sunday = week_before(on)
    askers = set(_asked_in(monday).values_list("asker", flat=True))
    people = [user for user in _readers(Frequency.WEEKLY) if askers - {user.pk}] if askers else []
    languages = languages_of(user.pk for user in people)
    before = Letter.objects.filter(kind=WEEK).count()
    for user in people:
        write_letter(WEEK, user.pk, recipient=user.email, language=languages[user.pk], occasion=monday.isoformat())
    return Letter.objects.filter(kind=WEEK).count() - before


def week_of(reader: User, *, monday: date) -> list[NetworkQuestion]:
    """What the letter of a week tells somebody, oldest first: of others, and not told at once before."""
    told = Letter.objects.filter(kind=QUESTION, recipient=reader.email.lower()).values("object_id")
    rows = _asked_in(monday).exclude(asker=reader).exclude(pk__in=told)
    return list(rows.select_related("asker", "organisation").order_by("asked_at", "pk"))


def _asked_in(monday: date) -> NetworkQuestionQuerySet:
    standing = NetworkQuestion.objects.standing(at=timezone.now())
    return standing.filter(asked_at__date__range=(monday, monday + timedelta(days=6)))


def _readers(frequency: Frequency) -> list[User]:
    """Of those who want letters so often, the ones of whom ``search.read_questions`` says yes."""
    members = Q(memberships__organisation__kind=OrganisationKind.PUBLIC_BUYER) | Q(memberships__role=Role.COORDINATOR)
    wanting = User.objects.filter(members, pk__in=users_wanting(Topic.QUESTIONS, frequency))
    return list(wanting.distinct().order_by("pk"))
