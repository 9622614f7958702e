"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.second_factor import needs_second_factor

SITE_NAME = "Joint Demand"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That is not the code, or it is too old. Look at the newest message and type it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up alone: an invitation makes an account."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """A session with an account ends sooner than one with a basket alone, however it was signed in."""
        super().login(request, user)
        request.session.set_expiry(settings.ACCOUNT_SESSION_COOKIE_AGE)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if needs_second_factor(request.user):
            return reverse("wagtailadmin_home")
        return f"/{get_language() or settings.LANGUAGE_CODE}/me/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links lead to the configured host, whatever host the request named."""
        asked = self.request.build_absolute_uri("/")
        ours = {
            name: f"{settings.BASE_URL}/{value.removeprefix(asked)}"
            if isinstance(value, str) and value.startswith(asked)
            else value
            for name, value in context.items()
        }
        ours["current_site"] = {"name": SITE_NAME, "domain": settings.BASE_URL.partition("://")[2]}
        super().send_mail(template_prefix, email, {**ours, "base_url": settings.BASE_URL})


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That is not the code. Each code works once and for half a minute: take the next one."),
    }

    def build_totp_svg(self, url: str) -> str:
        """On white, so that phones read it by night too."""
        picture: str = super().build_totp_svg(url)
        return picture.replace("<path", '<rect width="100%" height="100%" fill="white"/><path', 1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": SITE_NAME}
