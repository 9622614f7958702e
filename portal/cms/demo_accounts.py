"""Accounts to try the portal with. Only ever in development: their password is in this file."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from portal.accounts.models import User
from portal.members.coordinators import coordinators_group

PASSWORD = "fair-and-circular"  # noqa: S105  (refused where DEBUG is off)


class NotInDevelopment(Exception):
    """DEBUG is off, so anybody could use an account with a known password."""


@dataclass(frozen=True)
class DemoAccount:
    role: str
    email: str
    name: str
    is_superuser: bool = False


DEMO_ACCOUNTS = (
    DemoAccount("coordinator", "coordinator@example.org", "Demo coordinator"),
    DemoAccount("administrator", "admin@example.org", "Demo administrator", is_superuser=True),
)


@transaction.atomic
def create_demo_accounts() -> list[User]:
    """Create the demo accounts that are missing; returns those. Raises NotInDevelopment where DEBUG is off."""
    if not settings.DEBUG:
        raise NotInDevelopment("Demo accounts have a known password: they are made only where DEBUG is on.")
    known = set(User.objects.filter(email__in=[each.email for each in DEMO_ACCOUNTS]).values_list("email", flat=True))
    return [_create(account) for account in DEMO_ACCOUNTS if account.email not in known]


def _create(account: DemoAccount) -> User:
    user = User.objects.create_user(
        account.email, PASSWORD, name=account.name, is_staff=account.is_superuser, is_superuser=account.is_superuser
    )
    if not account.is_superuser:
        user.groups.add(coordinators_group())
    return user
