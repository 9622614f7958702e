"""Nobody does a coordinator's work, under ``/admin/`` or elsewhere, without a second factor used in that session."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.accounts.second_factor import has_second_factor, needs_second_factor, signed_in_with_second_factor

ADMIN = "admin/"
ORGANISATIONS = "me/organisations/"  # where a coordinator can do in every organisation what its editors can
FACTOR_PAGES = "accounts/2fa/"
# Where a factor is shown: these stay open.
SHOWING = {"mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_login_webauthn"}
RETURN_KEY = "after_second_factor"


class SecondFactorMiddleware:
    """Decides by the route that the address resolved to, so that no spelling of an address walks past it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.url_name in SHOWING:
            return None
        is_office = match.route.startswith(ADMIN) or ORGANISATIONS in match.route
        if not (is_office or match.route.startswith(FACTOR_PAGES)) or not request.user.is_authenticated:
            return None
        if is_office and not needs_second_factor(request.user):
            if match.route.startswith(ADMIN):  # Wagtail would ask to sign in, which has been done: round and round
                raise PermissionDenied("no editor of the site")
            return None
        if signed_in_with_second_factor(request):
            if is_office:
                request.session.pop(RETURN_KEY, None)
            return None
        if has_second_factor(request.user):
            # the pages of factors too: an old session could else add a factor of its own
            return _ask_for_it(request)
        if is_office:
            return _lead_to_set_up(request)
        return None


def _ask_for_it(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, _("This part of the site needs your second factor. Confirm that it is you, then you go on.")
    )
    has_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    address = reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")
    return HttpResponseRedirect(f"{address}?{urlencode({'next': _here(request)})}")


def _lead_to_set_up(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _(
            "Whoever edits this site signs in with a second factor, so that a stolen password or mailbox is not enough."
            " Set one up: a passkey or an app on your phone. It takes two minutes."
        ),
    )
    request.session[RETURN_KEY] = _here(request)
    return HttpResponseRedirect(reverse("mfa_index"))


def _here(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else request.path
