"""One person, known by an address, and the rows that hold something of them."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.letters.services import pseudonym
from portal.privacy.holdings import Holding


@dataclass(frozen=True)
class Person:
    emails: tuple[str, ...]  # in lower case: the one that was named, and those that the same account has proved
    user_id: int | None


def person_of(email: str) -> Person:
    """Whoever has an address, with or without account. One that an account only claims is not its own."""
    email = email.strip().lower()
    verified = EmailAddress.objects.filter(verified=True)
    known = verified.filter(email__iexact=email).values_list("user", flat=True)
    user = User.objects.filter(Q(email__iexact=email) | Q(pk__in=known)).order_by("pk").first()
    if user is None:
        return Person((email,), None)
    others = verified.filter(user=user).values_list("email", flat=True)
    return Person(tuple(sorted({email, user.email.lower(), *map(str.lower, others)})), user.pk)


def rows_of(person: Person, holding: Holding) -> QuerySet[Model]:
    """The rows of one holding that are about a person."""
    if holding.model == "sessions.Session":
        return _sessions_of(person)
    wanted = Q(pk__in=[])
    for address in (*person.emails, *map(pseudonym, person.emails)):
        for lookup in holding.by_email:
            wanted |= Q(**{f"{lookup}__iexact": address})
    if person.user_id is not None:
        for lookup in holding.by_user:
            wanted |= Q(**{lookup: person.user_id})
        for lookup in holding.by_text:
            wanted |= Q(**{lookup: str(person.user_id)})
    rows: QuerySet[Model] = apps.get_model(holding.model)._default_manager.filter(wanted, **holding.only)
    return rows


def _sessions_of(person: Person) -> QuerySet[Model]:
    """Sessions name their user only inside; they are few enough to look."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()) if person.user_id else Session.objects.none()
    mine = [row.pk for row in alive.iterator() if row.get_decoded().get("_auth_user_id") == str(person.user_id)]
    return Session.objects.filter(pk__in=mine)
