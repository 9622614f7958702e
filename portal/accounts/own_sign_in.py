"""Signing in with the identity provider of one's own city: it opens an account that is there, and never makes one."""

import logging
from typing import Any

import requests
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User

SECONDS = 5  # how long a provider is waited for
logger = logging.getLogger(__name__)


class AnsweredSession(requests.Session):
    """Asks a provider; where it does not answer, leads back to the sign-in page, which has other ways."""

    def __init__(self, asked_by: HttpRequest) -> None:
        super().__init__()
        self.asked_by = asked_by

    def request(self, method: str, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        """Raises ImmediateHttpResponse. What a provider refuses at the token's address is left to allauth to tell."""
        try:
            response = super().request(method, url, *args, **{"timeout": SECONDS, **options})
            if method == "GET":
                response.raise_for_status()
        except requests.RequestException as error:
            logger.warning("the identity provider at %s did not answer: %s", url, error)
            text = _("Your organisation’s sign-in does not answer now. Sign in with a code, or try again later.")
            raise _stopped(self.asked_by, text) from error
        return response


class OwnSignInAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Only the providers of the environment: a row in the database adds none."""
        return [app for app in super().list_apps(request, provider, client_id) if app.pk is None]

    def get_requests_session(self) -> requests.Session:
        return AnsweredSession(self.request)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        return super().authenticate_by_email(sociallogin) if verified_address(sociallogin) else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Raises ImmediateHttpResponse, back to where one can go on, if the provider does not vouch for the address."""
        address = verified_address(sociallogin)
        if not address:
            app = sociallogin.provider.app
            logger.warning("the identity provider %s named no verified address in its domains", app.provider_id)
            text = _("Your organisation’s sign-in does not vouch for your e-mail address. Sign in with a code.")
            raise _stopped(request, text)
        if request.user.is_authenticated:
            is_theirs = _belongs_to(request.user, address)
        else:  # a connected account may have an address of another city by now
            is_theirs = not sociallogin.is_existing or _has_address_at(sociallogin.user, _domain_of(address))
        if not is_theirs:
            text = _("Your organisation’s sign-in knows you as %(address)s, which is not the address of this account.")
            raise _stopped(request, text % {"address": address})


def verified_address(sociallogin: SocialLogin) -> str | None:
    """The address that the provider says it has verified; None if it does not say so in so many words.

    None too if its domain is not one of the provider's own: one city's provider opens no other city's accounts.
    The word counts only where it is about the person the signed token names, and ``True``: "false" is true as well.
    """
    data = sociallogin.account.extra_data
    token, person = data.get("id_token") or {}, data.get("userinfo") or {}
    if not token.get("sub") or person.get("sub", token["sub"]) != token["sub"]:
        return None
    claims = person or token
    address = claims.get("email")
    if not isinstance(address, str) or claims.get("email_verified") is not True:
        return None
    return address if _domain_of(address) in sociallogin.provider.app.settings["domains"] else None


def _belongs_to(user: User, address: str) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email__iexact=address, verified=True).exists())


def _has_address_at(user: User, domain: str) -> bool:
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return domain in map(_domain_of, addresses)


def _domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _stopped(request: HttpRequest, text: str) -> ImmediateHttpResponse:
    messages.error(request, text)
    back = "socialaccount_connections" if request.user.is_authenticated else "account_login"
    return ImmediateHttpResponse(HttpResponseRedirect(reverse(back)))
