"""Which audiences a reader belongs to."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.core.viewer import VISITOR
from portal.members.enums import OrganisationKind, Role
from portal.members.viewers import audience_of, viewer_of
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_visitor_reads_what_everybody_reads():
    assert viewer_of(AnonymousUser()) == VISITOR
    assert VISITOR.audiences == ("everyone",)


@pytest.mark.parametrize("superuser", [False, True])
def test_user_without_organisation_reads_as_a_visitor(superuser):
    assert viewer_of(UserFactory(is_superuser=superuser)).audiences == ("everyone",)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CITY_EDITOR])
def test_people_of_a_public_buyer_are_members(role):
    membership = MembershipFactory(role=role)

    assert viewer_of(membership.user).audiences == ("everyone", "members", f"organisation:{membership.organisation_id}")


def test_people_of_a_supporter_are_no_members():
    supporter = OrganisationFactory(kind=OrganisationKind.SUPPORTER, legal_type="")

    assert viewer_of(city_editor(supporter)).audiences == ("everyone", audience_of(supporter.pk))


def test_coordinator_is_a_member_wherever_the_secretariat_is():
    user = coordinator()
    own = user.memberships.get().organisation
    own.kind = OrganisationKind.SUPPORTER
    own.save()

    assert viewer_of(user).audiences == ("everyone", "members", audience_of(own.pk))


def test_whoever_works_for_two_belongs_to_both():
    user = UserFactory()
    first, second = (MembershipFactory(user=user).organisation for _ in range(2))

    assert viewer_of(user).audiences == ("everyone", "members", audience_of(first.pk), audience_of(second.pk))


def test_removal_takes_effect_at_once():
    membership = MembershipFactory()
    user = membership.user

    membership.delete()

    assert viewer_of(user) == VISITOR


def test_closed_account_reads_as_a_visitor():
    membership = MembershipFactory(user__is_active=False)

    assert viewer_of(membership.user) == VISITOR


@pytest.mark.parametrize("count", [1, 3])
def test_viewer_takes_one_query(django_assert_num_queries, count):
    user = UserFactory()
    MembershipFactory.create_batch(count, user=user)

    with django_assert_num_queries(1):
        assert len(viewer_of(user).audiences) == 2 + count
