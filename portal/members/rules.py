"""Who may do what with organisations. An actor is a user, or somebody who follows a mailed link."""

from typing import TYPE_CHECKING

import rules

from portal.members.enums import EDITING_ROLES, Role

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.members.models import Membership, Organisation


@rules.predicate
def is_signed_in(actor: "User") -> bool:
    return bool(getattr(actor, "is_authenticated", False) and getattr(actor, "is_active", False))


@rules.predicate
def is_coordinator(actor: "User") -> bool:
    return is_signed_in(actor) and actor.memberships.filter(role=Role.COORDINATOR).exists()


@rules.predicate
def is_administrator(actor: "User") -> bool:
    """Keeps the installation running: appoints the first coordinators, decides nothing."""
    return is_signed_in(actor) and actor.is_superuser


@rules.predicate
def belongs_to(actor: "User", organisation: "Organisation | None" = None) -> bool:
    return (
        is_signed_in(actor)
        and organisation is not None
        and actor.memberships.filter(organisation=organisation).exists()
    )


@rules.predicate
def edits(actor: "User", organisation: "Organisation | None" = None) -> bool:
    return (
        is_signed_in(actor)
        and organisation is not None
        and actor.memberships.filter(organisation=organisation, role__in=EDITING_ROLES).exists()
    )


@rules.predicate
def is_own(actor: "User", membership: "Membership | None" = None) -> bool:
    return is_signed_in(actor) and membership is not None and membership.user_id == actor.pk


@rules.predicate
def is_self(actor: "User", user: "User | None" = None) -> bool:
    return is_signed_in(actor) and user is not None and user.pk == actor.pk


rules.add_perm("members.enter", is_signed_in)  # the members' area; what is in it depends on memberships
rules.add_perm("members.see_organisation", belongs_to | is_coordinator)
rules.add_perm("members.change_figures", edits | is_coordinator)  # profile, volumes, commitments
rules.add_perm("members.change_page", edits | is_coordinator)  # the texts of the city's page
rules.add_perm("members.see_colleagues", belongs_to | is_coordinator | is_administrator)
rules.add_perm("members.manage_colleagues", edits | is_coordinator | is_administrator)
rules.add_perm("members.appoint_coordinators", is_coordinator | is_administrator)
rules.add_perm("members.leave", is_own)
rules.add_perm("members.choose_notifications", is_self)
