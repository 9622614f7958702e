"""People who sign in, with the roles they have."""

import factory
from factory.django import DjangoModelFactory

from portal.accounts.models import User
from portal.members.coordinators import follow_roles
from portal.members.enums import Role
from portal.members.models import Membership
from tests.factories.members import OrganisationFactory


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@example.org")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.MEMBER


def coordinator(**fields: object) -> User:
    """Somebody of the network's secretariat, in the coordinators' group."""
    user = UserFactory.create(**fields)
    MembershipFactory(user=user, role=Role.COORDINATOR)
    follow_roles(user)
    return user


def city_editor(organisation: object = None) -> User:
    """Somebody who edits for an organisation, a new one if none is given."""
    given = {"organisation": organisation} if organisation else {}
    return MembershipFactory.create(role=Role.CITY_EDITOR, **given).user
