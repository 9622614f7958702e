"""One of every role, and one of every thing that somebody can do something to."""

from enum import Enum
from typing import Any

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User
from portal.joining.enums import State, Task
from portal.joining.models import JoinRequest, Recusal
from portal.members.models import Membership, Organisation
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.joining import JoinRequestFactory, applicant_of
from tests.factories.members import OrganisationFactory


class Role(Enum):
    VISITOR = "visitor"
    APPLICANT = "applicant"
    HELPER = "helper of one task"
    OTHER_APPLICANT = "other applicant"
    MEMBER = "member"
    CITY_EDITOR = "city editor"
    EDITOR_ELSEWHERE = "editor of another city"
    COORDINATOR = "coordinator"
    RECUSED_COORDINATOR = "recused coordinator"
    ADMINISTRATOR = "administrator"
    DEACTIVATED_COORDINATOR = "deactivated coordinator"


class Thing(Enum):
    NOTHING = "nothing"
    DRAFT = "draft"
    SENT = "sent request"
    IN_REVIEW = "request in review"
    ASKED = "request with a question"
    APPROVED = "approved request"
    WITHDRAWN_DRAFT = "request that was withdrawn before it was sent"
    OWN_ORGANISATION = "own organisation"
    OTHER_ORGANISATION = "other organisation"
    OWN_MEMBERSHIP = "own membership"
    OWN_ACCOUNT = "own account"


REQUESTS: dict[Thing, dict[str, Any]] = {
    Thing.DRAFT: {"state": State.DRAFT},
    Thing.SENT: {"state": State.SUBMITTED},
    Thing.IN_REVIEW: {"state": State.IN_REVIEW},
    Thing.ASKED: {"state": State.MORE_INFORMATION_NEEDED},
    Thing.APPROVED: {"state": State.APPROVED},
    Thing.WITHDRAWN_DRAFT: {"state": State.WITHDRAWN, "submission": 0},
}


class World:
    """The people around one organisation, and around one request at a time."""

    def __init__(self) -> None:
        self.own: Organisation = OrganisationFactory.create()
        self.other: Organisation = OrganisationFactory.create()
        self.requests: dict[Thing, JoinRequest] = {
            thing: JoinRequestFactory.create(answers=False, **fields) for thing, fields in REQUESTS.items()
        }
        self.stranger: JoinRequest = JoinRequestFactory.create(answers=False)
        self.users: dict[Role, User] = {
            Role.MEMBER: MembershipFactory.create(organisation=self.own).user,
            Role.CITY_EDITOR: city_editor(self.own),
            Role.EDITOR_ELSEWHERE: city_editor(self.other),
            Role.COORDINATOR: coordinator(),
            Role.RECUSED_COORDINATOR: coordinator(),
            Role.ADMINISTRATOR: UserFactory.create(is_superuser=True, is_staff=True),
            Role.DEACTIVATED_COORDINATOR: coordinator(is_active=False),
        }
        recused = self.users[Role.RECUSED_COORDINATOR]
        Recusal.objects.bulk_create(Recusal(join_request=row, reviewer=recused) for row in self.requests.values())

    def actor(self, role: Role, thing: Thing) -> Any:
        """Who acts: applicants and helpers are those of the request that is acted on, if it is one."""
        request = self.requests.get(thing, self.requests[Thing.DRAFT])
        mailed = {
            Role.APPLICANT: applicant_of(request),
            Role.HELPER: applicant_of(request, Task.VOLUMES),
            Role.OTHER_APPLICANT: applicant_of(self.stranger),
            Role.VISITOR: AnonymousUser(),
        }
        return mailed[role] if role in mailed else self.users[role]

    def thing(self, thing: Thing) -> Any:
        others = {
            Thing.NOTHING: None,
            Thing.OWN_ORGANISATION: self.own,
            Thing.OTHER_ORGANISATION: self.other,
            Thing.OWN_ACCOUNT: self.users[Role.CITY_EDITOR],
        }
        if thing is Thing.OWN_MEMBERSHIP:
            return Membership.objects.get(user=self.users[Role.CITY_EDITOR])
        return self.requests[thing] if thing in self.requests else others[thing]
