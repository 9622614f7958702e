"""Accounts to try the portal with. Only ever in development: their password is in this file."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from portal.accounts.models import User
from portal.accounts.services import address_verified
from portal.cms.city_pages import draft_city_pages
from portal.members.coordinators import follow_roles
from portal.members.enums import LegalType, OrganisationKind, Role
from portal.members.models import Membership, Organisation, ProcurementVolume

PASSWORD = "fair-and-circular"  # noqa: S105  (refused where DEBUG is off)


class NotInDevelopment(Exception):
    """DEBUG is off, so anybody could use an account with a known password."""


@dataclass(frozen=True)
class DemoAccount:
    title: str
    email: str
    name: str
    role: Role | None = None
    organisation: str = ""  # the slug of one of DEMO_ORGANISATIONS
    is_superuser: bool = False


DEMO_ACCOUNTS = (
    DemoAccount("coordinator", "coordinator@example.org", "Demo coordinator", Role.COORDINATOR, "demo-secretariat"),
    DemoAccount("second coordinator", "second@example.org", "Second coordinator", Role.COORDINATOR, "demo-secretariat"),
    DemoAccount("city editor", "editor@example.org", "Demo city editor", Role.CITY_EDITOR, "exempelstad"),
    DemoAccount("editor of another city", "other@example.org", "Other city editor", Role.CITY_EDITOR, "eksempelvik"),
    DemoAccount("administrator", "admin@example.org", "Demo administrator", is_superuser=True),
)
DEMO_ORGANISATIONS: dict[str, dict[str, Any]] = {
    "exempelstad": {
        "name": "Exempelstad",
        "country": "SE",
        "legal_type": LegalType.LOCAL,
        "languages": ["sv", "en"],
        "nuts": "SE224",
        "latitude": "55.9000",
        "longitude": "13.6000",
    },
    "eksempelvik": {
        "name": "Eksempelvik",
        "country": "NO",
        "legal_type": LegalType.LOCAL,
        "languages": ["nb", "en"],
        "nuts": "NO0A2",
        "latitude": "60.9000",
        "longitude": "6.1000",
    },
    "demo-secretariat": {"name": "Network secretariat (demo)", "country": "SE", "kind": OrganisationKind.SUPPORTER},
}


MADE_UP_CONTRACTS = {"exempelstad": timedelta(days=500), "eksempelvik": timedelta(days=800)}  # until they end


@transaction.atomic
def create_demo_accounts() -> list[User]:
    """Create the demo accounts that are missing, with the fictional organisations that they work for; returns those.

    Raises NotInDevelopment where DEBUG is off.
    """
    if not settings.DEBUG:
        raise NotInDevelopment("Demo accounts have a known password: they are made only where DEBUG is on.")
    known = set(User.objects.filter(email__in=[each.email for each in DEMO_ACCOUNTS]).values_list("email", flat=True))
    return [_create(account) for account in DEMO_ACCOUNTS if account.email not in known]


def _create(account: DemoAccount) -> User:
    user = User.objects.create_user(
        account.email, PASSWORD, name=account.name, is_staff=account.is_superuser, is_superuser=account.is_superuser
    )
    address_verified(user)
    if account.role:
        organisation = _organisation(account.organisation)
        Membership.objects.create(user=user, organisation=organisation, role=account.role)
        follow_roles(user)
    return user


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found:
        return found
    organisation = Organisation(slug=slug, is_fictional=True, **DEMO_ORGANISATIONS[slug])
    organisation.full_clean()
    organisation.save()
    if organisation.kind == OrganisationKind.PUBLIC_BUYER:
        volume = ProcurementVolume(organisation=organisation, low=800, high=1000, source="Made up for the demo")
        volume.full_clean()
        volume.save()
        month = (localdate() + MADE_UP_CONTRACTS[slug]).replace(day=1)
        organisation.contract_ends.create(category=volume.category, month=month, said_on=localdate())
        draft_city_pages(organisation)
    return organisation
