"""The page that a mailed invitation opens. Looking at it uses nothing up: mail scanners look too."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from portal.accounts.models import User
from portal.core.rates import limited, too_many
from portal.members.errors import InvitationClosed
from portal.members.forms.colleagues import AcceptForm
from portal.members.models import Invitation
from portal.members.services.colleagues import accept_invitation, invitation_of

PER_ADDRESS = "60/h"  # a town hall may have one address for everybody


@method_decorator(never_cache, name="dispatch")
class InvitationView(View):
    """GET shows who invites to what; POST accepts, and signs the person in as allauth does."""

    def dispatch(self, request: HttpRequest, *args: Any, token: str, **kwargs: Any) -> HttpResponseBase:
        if wait := limited(request, "members.invitation", per_address=PER_ADDRESS):
            return too_many(request, wait)
        invitation = invitation_of(token)
        if invitation is None:
            return closed(request)
        if request.user.is_authenticated and request.user.email != invitation.email:
            context = {"invitation": invitation, "back": request.path}
            return render(request, "members/area/invitation_other.html", context)
        return super().dispatch(request, *args, token=token, invitation=invitation, **kwargs)

    def get(self, request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
        return self._page(request, invitation, AcceptForm(initial={"name": name_of(invitation)}))

    def post(self, request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
        form = AcceptForm(request.POST)
        if not form.is_valid():
            return self._page(request, invitation, form)
        try:
            membership = accept_invitation(token, name=form.cleaned_data["name"])
        except InvitationClosed:
            return closed(request)
        text = _("You now work for %(organisation)s here.") % {"organisation": membership.organisation.display_name}
        messages.success(request, text)
        if request.user.is_authenticated:
            return redirect("area:dashboard")
        return sign_in(request, membership.user)

    def _page(self, request: HttpRequest, invitation: Invitation, form: AcceptForm) -> HttpResponse:
        return render(request, "members/area/invitation.html", {"invitation": invitation, "form": form})


def name_of(invitation: Invitation) -> str:
    """The name that the invited address has already; empty for a new account."""
    return User.objects.filter(email=invitation.email).values_list("name", flat=True).first() or ""


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in whoever has proved an address by a mailed link; allauth asks for a second factor if there is one."""
    record_authentication(request, user, "mailed_link", email=user.email)
    response: HttpResponse = perform_login(request, user, redirect_url=reverse("area:security"), email=user.email)
    return response


def closed(request: HttpRequest) -> HttpResponse:
    """The link was used, taken back or has expired: say so, and what to do."""
    return render(request, "members/area/invitation_closed.html", status=410)
