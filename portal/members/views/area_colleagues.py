"""Who works for an organisation: the list, invitations, roles."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.core.access import can
from portal.core.rates import limited
from portal.members.enums import Role
from portal.members.errors import MembersError
from portal.members.forms.colleagues import InviteForm, RoleForm
from portal.members.models import Invitation, Membership
from portal.members.services.colleagues import (
    LIFETIME,
    change_role,
    invite,
    remove_colleague,
    resend_invitation,
    revoke_invitation,
)
from portal.members.views.area import OrganisationView

PER_ADDRESS = "60/h"  # a town hall may have one address for everybody


class ColleaguesView(OrganisationView):
    permission = "members.see_colleagues"
    template = "members/area/colleagues.html"
    title = gettext_lazy("Colleagues")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(
            colleagues=self.organisation.memberships.active().select_related("user").order_by("since"),
            invitations=self.organisation.invitations.open().order_by("invited_at"),
            expired_before=now() - LIFETIME,
            may_manage=can(self.request.user, "members.manage_colleagues", self.organisation),
        )


class ManagingView(OrganisationView):
    """What only those may do who manage colleagues."""

    permission = "members.manage_colleagues"

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (_("Colleagues"), reverse("area:colleagues", args=[self.organisation.slug]))]

    @property
    def may_appoint(self) -> bool:
        return can(self.request.user, "members.appoint_coordinators")

    def too_often(self, email: str) -> str:
        """Why no mail goes to this address now; empty if it may. Nobody's mailbox is flooded from here."""
        wait = limited(self.request, "members.invite", email, per_address=PER_ADDRESS)
        return f"{_('This address has had several invitations in the last hour.')} {wait.text}" if wait else ""


class InviteView(ManagingView):
    template = "members/area/invite.html"
    title = gettext_lazy("Invite a colleague")

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {"role": Role.CITY_EDITOR, "language": get_language()}
        return self.show(form=InviteForm(initial=initial, may_appoint=self.may_appoint))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InviteForm(request.POST, may_appoint=self.may_appoint)
        if form.is_valid() and (wait := self.too_often(form.cleaned_data["email"])):
            form.add_error("email", wait)
        elif form.is_valid():
            try:
                invitation = invite(self.organisation.pk, **form.cleaned_data, actor=self.request.user)
            except MembersError as error:
                form.add_error("email", str(error))
            else:
                text = _("The invitation to %(email)s is on its way.") % {"email": invitation.email}
                messages.success(request, text)
                return self.back("area:colleagues")
        return self.show(form=form)


class ColleagueView(ManagingView):
    """One colleague: another role, or none any more."""

    template = "members/area/colleague.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = membership_in(self, pk)
        return self._page(membership, RoleForm(initial={"role": membership.role}, may_appoint=self.may_appoint))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = membership_in(self, pk)
        form = RoleForm(request.POST, may_appoint=self.may_appoint)
        if form.is_valid():
            try:
                change_role(pk, role=form.cleaned_data["role"], actor=self.request.user)
            except MembersError as error:
                form.add_error("role", str(error))
            else:
                messages.success(request, _("%(person)s has the new role from now on.") % {"person": membership.user})
                return self.back("area:colleagues")
        return self._page(membership, form)

    def _page(self, membership: Membership, form: RoleForm) -> HttpResponse:
        self.title = str(membership.user)
        return self.show(membership=membership, form=form)


def membership_in(view: OrganisationView, pk: int) -> Membership:
    """A membership that this user may change or end; any other is not found. A coordinator's is the coordinators'."""
    rows = Membership.objects.select_related("user").filter(organisation=view.organisation)
    membership: Membership = get_object_or_404(rows, pk=pk)
    user = view.request.user
    may_manage = can(user, "members.manage_colleagues", view.organisation)
    may_touch = membership.role != Role.COORDINATOR or can(user, "members.appoint_coordinators")
    if membership.user_id != user.pk and not (may_manage and may_touch):
        raise Http404(pk)
    return membership


class RemoveColleagueView(OrganisationView):
    """End a membership: a colleague's, or one's own."""

    permission = "members.see_colleagues"
    template = "members/area/leave.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = membership_in(self, pk)
        is_own = membership.user_id == self.request.user.pk
        self.title = _("Leave the organisation") if is_own else _("Remove a colleague")
        return self.show(membership=membership, is_own=is_own)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = membership_in(self, pk)
        try:
            remove_colleague(pk, actor=self.request.user)
        except MembersError as error:
            messages.error(request, str(error))
            return self.back("area:colleagues")
        details = {"person": membership.user, "organisation": self.organisation.display_name}
        messages.success(request, _("%(person)s no longer works for %(organisation)s here.") % details)
        if membership.user_id == self.request.user.pk:
            return redirect("area:dashboard")
        return self.back("area:colleagues")

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (_("Colleagues"), reverse("area:colleagues", args=[self.organisation.slug]))]


class ResendInvitationView(ManagingView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = get_object_or_404(self.organisation.invitations.all(), pk=pk)
        if wait := self.too_often(invitation.email):
            messages.error(request, wait)
            return self.back("area:colleagues")
        try:
            resend_invitation(invitation.pk, actor=self.request.user)
        except MembersError as error:
            messages.error(request, str(error))
        else:
            text = _("A new link to %(email)s is on its way; the old one opens nothing any more.")
            messages.success(request, text % {"email": invitation.email})
        return self.back("area:colleagues")


class RevokeInvitationView(ManagingView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation: Invitation = get_object_or_404(self.organisation.invitations.all(), pk=pk)
        revoke_invitation(invitation.pk, actor=self.request.user)
        messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": invitation.email})
        return self.back("area:colleagues")
