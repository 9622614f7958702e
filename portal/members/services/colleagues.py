"""Who works for an organisation: invite, accept, change a role, leave. The last editor cannot vanish."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.services import account_of
from portal.core.access import can, require
from portal.letters.services import find_link, revoke_links, use_link, write_letter
from portal.members.coordinators import follow_roles
from portal.members.enums import EDITING_ROLES, Role
from portal.members.errors import AlreadyColleague, InvitationClosed, LastEditor
from portal.members.models import Invitation, Membership, Organisation
from portal.outbox.models import OutboxEvent

INVITATION = "members.invitation"  # the purpose of its link
LIFETIME = timedelta(days=14)


@transaction.atomic
def invite(organisation_id: int, *, email: str, role: str, language: str, actor: User) -> Invitation:
    """Ask somebody to work for an organisation. An open invitation to the same address is replaced by this one.

    Raises PermissionDenied, or AlreadyColleague.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    require(actor, "members.manage_colleagues", organisation)
    _require_may_give(role, actor)
    for open_one in organisation.invitations.open().filter(email=email.strip().lower()):
        _require_may_give(open_one.role, actor)  # it is taken back by the new one
    return create_invitation(organisation, email=email, role=role, language=language, invited_by=actor)


def create_invitation(
    organisation: Organisation, *, email: str, role: str, language: str, invited_by: User | None
) -> Invitation:
    """The invitation and its letter, for services that have asked their own rule. Raises AlreadyColleague."""
    email = email.strip().lower()
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise AlreadyColleague(email, organisation=organisation)
    for open_one in organisation.invitations.open().filter(email=email):
        _close(open_one)
    invitation = Invitation.objects.create(
        organisation=organisation, email=email, role=role, language=language, invited_by=invited_by
    )
    write_letter("members.invitation", invitation.pk, recipient=email, language=language)
    return invitation


@transaction.atomic
def revoke_invitation(pk: int, *, actor: User) -> None:
    """Take an invitation back; its link opens nothing any more."""
    invitation = _locked_invitation(pk)
    require(actor, "members.manage_colleagues", invitation.organisation)
    _require_may_give(invitation.role, actor)
    if invitation.accepted_at is None and invitation.revoked_at is None:
        _close(invitation)


@transaction.atomic
def resend_invitation(pk: int, *, actor: User) -> Invitation:
    """Send an open invitation again, with a new link; the old one opens nothing any more.

    Raises PermissionDenied, AlreadyColleague, or InvitationClosed if it is not open any more.
    """
    invitation = _locked_invitation(pk)
    require(actor, "members.manage_colleagues", invitation.organisation)
    _require_may_give(invitation.role, actor)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationClosed(invitation.email)
    return create_invitation(
        invitation.organisation,
        email=invitation.email,
        role=invitation.role,
        language=invitation.language,
        invited_by=actor,
    )


def invitation_of(token: str) -> Invitation | None:
    """The invitation behind a mailed link that still opens it."""
    link = find_link(token)
    if link is None or link.purpose != INVITATION:
        return None
    return Invitation.objects.open().select_related("organisation").filter(pk=link.object_id).first()


@transaction.atomic
def accept_invitation(token: str, *, name: str) -> Membership:
    """Make whoever holds the mailed link a colleague, with an account if there is none for that address yet.

    Somebody who is a colleague already keeps the role there is. Raises InvitationClosed if the link was used, revoked
    or has expired, if the account of that address was closed, or if its inviter may not give this role any more.
    """
    invitation = invitation_of(token)
    if invitation is None:
        raise InvitationClosed(name)
    Organisation.objects.select_for_update().get(pk=invitation.organisation_id)  # before the link, as revoking does
    if use_link(token) is None:
        raise InvitationClosed(name)
    _require_inviters_word(invitation)
    user = account_of(invitation.email, name=name)
    if not user.is_active:
        raise InvitationClosed(invitation.email)
    membership, _is_new = Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    follow_roles(user)
    OutboxEvent.objects.record("members.colleague_joined", membership)
    return membership


@transaction.atomic
def change_role(pk: int, *, role: str, actor: User) -> Membership:
    """Give a colleague another role. Raises PermissionDenied or LastEditor."""
    membership = _locked(pk)
    require(actor, "members.manage_colleagues", membership.organisation)
    _require_may_give(role, actor)
    _require_may_give(membership.role, actor)  # nor may everybody take a coordinator's role away
    if role not in EDITING_ROLES:
        _keep_an_editor(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    follow_roles(membership.user)
    OutboxEvent.objects.record("members.role_changed", membership)
    return membership


@transaction.atomic
def remove_colleague(pk: int, *, actor: User) -> None:
    """End a membership, one's own or a colleague's. Takes effect on that person's next request."""
    membership = _locked(pk)
    if membership.user_id != actor.pk:
        require(actor, "members.manage_colleagues", membership.organisation)
        _require_may_give(membership.role, actor)
    else:
        require(actor, "members.leave", membership)
    _keep_an_editor(membership)
    OutboxEvent.objects.record("members.colleague_left", membership)
    membership.delete()


def _locked(pk: int) -> Membership:
    """A membership with its organisation locked, so that two editors cannot remove each other at once."""
    organisation = Membership.objects.values_list("organisation", flat=True).get(pk=pk)
    Organisation.objects.select_for_update().get(pk=organisation)
    return Membership.objects.select_related("organisation", "user").get(pk=pk)


def _locked_invitation(pk: int) -> Invitation:
    """An invitation with its organisation locked: so is every change of who works for it."""
    organisation = Invitation.objects.values_list("organisation", flat=True).get(pk=pk)
    Organisation.objects.select_for_update().get(pk=organisation)
    return Invitation.objects.select_related("organisation").get(pk=pk)


def _keep_an_editor(membership: Membership) -> None:
    others = membership.organisation.memberships.editors().exclude(pk=membership.pk)
    if membership.role in EDITING_ROLES and not others.exists():
        raise LastEditor(membership.user, organisation=membership.organisation)


def _require_may_give(role: str, actor: User) -> None:
    if role == Role.COORDINATOR:
        require(actor, "members.appoint_coordinators")


def _require_inviters_word(invitation: Invitation) -> None:
    """What somebody could promise once holds no longer than the right to promise it; the network's word holds."""
    inviter = invitation.invited_by
    if inviter is None:
        return
    may_give = invitation.role != Role.COORDINATOR or can(inviter, "members.appoint_coordinators")
    if not (may_give and can(inviter, "members.manage_colleagues", invitation.organisation)):
        raise InvitationClosed(invitation.email)


def _close(invitation: Invitation) -> None:
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    revoke_links(INVITATION, invitation.pk)
