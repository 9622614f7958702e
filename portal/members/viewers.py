"""Who somebody is as a reader: the audiences that their memberships give them."""

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User
from portal.core.viewer import EVERYONE, VISITOR, Viewer
from portal.members.enums import OrganisationKind, Role

MEMBERS = "members"


def viewer_of(user: User | AnonymousUser) -> Viewer:
    """The viewer that a user is, asked anew on every request: whoever is removed loses the audience at once.

    "members" are those of public buyers, and coordinators. A supporter's people stay out: suppliers may be among them.
    """
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    rows = user.memberships.order_by("organisation").values_list("organisation", "organisation__kind", "role")
    audiences = [EVERYONE]
    if any(kind == OrganisationKind.PUBLIC_BUYER or role == Role.COORDINATOR for _pk, kind, role in rows):
        audiences.append(MEMBERS)
    return Viewer((*audiences, *(audience_of(pk) for pk, _kind, _role in rows)))


def organisations_of(viewer: Viewer) -> list[int]:
    """The ids of the organisations whose people a viewer is one of."""
    names = (audience.partition(":") for audience in viewer.audiences)
    return [int(pk) for kind, _colon, pk in names if kind == "organisation"]


def audience_of(organisation_id: int) -> str:
    """The audience of one organisation's people."""
    return f"organisation:{organisation_id}"
