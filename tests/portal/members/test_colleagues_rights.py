"""What somebody promised or holds ends with the right to it: invitations of those who lost theirs, roles that went."""

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from portal.letters.sending import send_waiting
from portal.members.coordinators import NAME
from portal.members.enums import Role
from portal.members.errors import InvitationClosed
from portal.members.models import Invitation, Membership
from portal.members.services.colleagues import accept_invitation, create_invitation, invite, revoke_invitation
from tests.factories.accounts import city_editor, coordinator
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db
EMAIL = "colleague@example.org"


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example")


def token_in_mail():
    send_waiting()
    return re.findall(r"/invitation/([\w-]+)/", mail.outbox[-1].body)[0]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CITY_EDITOR])
def test_invitation_of_an_editor_who_is_gone_opens_nothing(organisation, role):
    city_editor(organisation)
    editor = city_editor(organisation)
    invite(organisation.pk, email=EMAIL, role=role, language="en", actor=editor)
    token = token_in_mail()
    editor.memberships.all().delete()

    with pytest.raises(InvitationClosed):
        accept_invitation(token, name="New")

    assert not Membership.objects.filter(user__email=EMAIL).exists()


def test_invitation_of_a_coordinator_who_edits_only_now_makes_no_coordinator(organisation):
    inviter = coordinator()
    invite(organisation.pk, email=EMAIL, role=Role.COORDINATOR, language="en", actor=inviter)
    token = token_in_mail()
    inviter.memberships.update(role=Role.CITY_EDITOR, organisation=organisation)

    with pytest.raises(InvitationClosed):
        accept_invitation(token, name="New")


def test_invitation_of_the_network_itself_holds(organisation):
    create_invitation(organisation, email=EMAIL, role=Role.CITY_EDITOR, language="en", invited_by=None)

    assert accept_invitation(token_in_mail(), name="New").role == Role.CITY_EDITOR


def test_city_editor_neither_takes_back_nor_replaces_a_coordinators_invitation(organisation):
    invitation = invite(organisation.pk, email=EMAIL, role=Role.COORDINATOR, language="en", actor=coordinator())
    editor = city_editor(organisation)

    with pytest.raises(PermissionDenied):
        revoke_invitation(invitation.pk, actor=editor)
    with pytest.raises(PermissionDenied):
        invite(organisation.pk, email=EMAIL.upper(), role=Role.MEMBER, language="en", actor=editor)

    assert list(Invitation.objects.open()) == [invitation]


def test_coordinator_whose_organisation_is_deleted_leaves_the_group():
    user = coordinator()
    assert user.groups.filter(name=NAME).exists()

    user.memberships.get().organisation.delete()

    assert not user.groups.filter(name=NAME).exists()


def test_account_with_a_role_can_be_deleted():
    user = coordinator()

    user.delete()

    assert not Membership.objects.exists()
