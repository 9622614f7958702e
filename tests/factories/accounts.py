"""People who sign in, with the roles they have."""

import factory
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client, RequestFactory
from factory.django import DjangoModelFactory

from portal.accounts.models import User
from portal.members.coordinators import follow_roles
from portal.members.enums import Role
from portal.members.models import Membership
from tests.factories.members import OrganisationFactory


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@example.org")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.MEMBER


def coordinator(**fields: object) -> User:
    """Somebody of the network's secretariat, in the coordinators' group."""
    user = UserFactory.create(**fields)
    MembershipFactory(user=user, role=Role.COORDINATOR)
    follow_roles(user)
    return user


def city_editor(organisation: object = None) -> User:
    """Somebody who edits for an organisation, a new one if none is given."""
    given = {"organisation": organisation} if organisation else {}
    return MembershipFactory.create(role=Role.CITY_EDITOR, **given).user


def totp_for(user: User) -> str:
    """Give somebody an authenticator app; the secret that it makes codes of."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def totp_code(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in_with_second_factor(client: Client, user: User) -> None:
    """Sign in as allauth does after the second factor was shown; gives the user one if there is none."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        totp_for(user)
        factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    request = RequestFactory().get("/")
    request.session, request.user = client.session, user
    record_authentication(request, user, "mfa", id=factor.pk, type=factor.type)
    request.session.save()
