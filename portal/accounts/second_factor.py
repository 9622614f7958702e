"""The second factor: who has one, who needs one, and whether this session was signed in with it."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from portal.accounts.models import User

# Recovery codes alone are none: they only stand in for one of these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User | AnonymousUser) -> bool:
    return bool(is_mfa_enabled(user, FACTORS))


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Whether somebody may enter the admin: superusers too."""
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def signed_in_with_second_factor(request: HttpRequest) -> bool:
    """Whether this session has shown a factor that its user still has one of."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) and has_second_factor(request.user)


def remember_first_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """The first factor was shown while it was set up, so this session has used it.

    Not a further one: an older session would else get in by adding a factor of its own.
    """
    factors = Authenticator.objects.filter(user=user, type__in=FACTORS)
    if authenticator.type in FACTORS and not factors.exclude(pk=authenticator.pk).exists():
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)
