"""Who works for an organisation: invited, accepted, given a role, gone; never without an editor."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.accounts.models import User
from portal.letters.models import Letter, MailedLink
from portal.letters.sending import send_waiting
from portal.members.enums import Role
from portal.members.errors import AlreadyColleague, InvitationClosed, LastEditor
from portal.members.models import Invitation, Membership
from portal.members.services.colleagues import (
    accept_invitation,
    change_role,
    invitation_of,
    invite,
    remove_colleague,
    resend_invitation,
    revoke_invitation,
)
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.members import OrganisationFactory
from tests.races import race

pytestmark = pytest.mark.django_db
EMAIL = "colleague@example.org"


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example")


@pytest.fixture
def editor(organisation):
    return city_editor(organisation)


def invited(organisation, editor, *, email=EMAIL, role=Role.MEMBER, language="en"):
    return invite(organisation.pk, email=email, role=role, language=language, actor=editor)


def token_in_mail():
    """The token of the newest invitation, as its reader gets it."""
    send_waiting()
    return re.findall(r"/invitation/([\w-]+)/", mail.outbox[-1].body)[0]


def test_invitation_is_kept_and_mailed_in_its_language(organisation, editor):
    invitation = invited(organisation, editor, email=" Colleague@Example.org ", role=Role.CITY_EDITOR, language="fi")

    [letter] = Letter.objects.filter(kind="members.invitation")
    assert (invitation.email, invitation.role, invitation.invited_by) == (EMAIL, Role.CITY_EDITOR, editor)
    assert (letter.object_id, letter.recipient, letter.language) == (invitation.pk, EMAIL, "fi")


def test_second_invitation_to_an_address_closes_the_first(organisation, editor):
    first = invited(organisation, editor)
    old = token_in_mail()

    second = invited(organisation, editor, role=Role.CITY_EDITOR)

    assert list(Invitation.objects.open()) == [second]
    assert invitation_of(old) is None
    assert invitation_of(token_in_mail()) == second != first


def test_colleague_is_not_invited_again(organisation, editor):
    with pytest.raises(AlreadyColleague) as refusal:
        invited(organisation, editor, email=editor.email.upper())

    assert str(refusal.value) == (
        f"{editor.email} works for City of Example already. Change the role in the list of colleagues instead."
    )
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("make_actor", [UserFactory, city_editor])
def test_stranger_invites_nobody(organisation, make_actor):
    with pytest.raises(PermissionDenied):
        invited(organisation, make_actor())

    assert not Letter.objects.exists()


def test_member_without_editing_role_invites_nobody(organisation):
    member = MembershipFactory(organisation=organisation).user

    with pytest.raises(PermissionDenied):
        invited(organisation, member)


def test_editor_makes_nobody_a_coordinator(organisation, editor):
    with pytest.raises(PermissionDenied):
        invited(organisation, editor, role=Role.COORDINATOR)

    assert not Invitation.objects.exists()


@pytest.mark.parametrize("make_actor", [coordinator, lambda: UserFactory(is_superuser=True)])
def test_coordinator_and_administrator_appoint_coordinators(organisation, make_actor):
    assert invited(organisation, make_actor(), role=Role.COORDINATOR).role == Role.COORDINATOR


def test_accepting_makes_account_and_membership(organisation, editor):
    invitation = invited(organisation, editor, role=Role.CITY_EDITOR)

    membership = accept_invitation(token_in_mail(), name=" A Colleague ")

    invitation.refresh_from_db()
    assert (membership.user.email, membership.user.name) == (EMAIL, "A Colleague")
    assert (membership.organisation, membership.role) == (organisation, Role.CITY_EDITOR)
    assert not membership.user.has_usable_password()
    assert invitation.accepted_at is not None
    assert OutboxEvent.objects.filter(name="members.colleague_joined", object_id=membership.pk).count() == 1


def test_accepting_uses_the_account_that_there_is(organisation, editor):
    known = UserFactory(email=EMAIL, name="Known already")
    invited(organisation, editor)

    membership = accept_invitation(token_in_mail(), name="Another name")

    assert (membership.user, membership.user.name) == (known, "Known already")
    assert User.objects.filter(email=EMAIL).count() == 1


def test_accepting_a_coordinators_role_opens_the_admin(organisation):
    invited(organisation, coordinator(), role=Role.COORDINATOR)

    membership = accept_invitation(token_in_mail(), name="New")

    assert list(membership.user.groups.values_list("name", flat=True)) == ["Coordinators"]


def test_link_works_once(organisation, editor):
    invited(organisation, editor)
    token = token_in_mail()
    accept_invitation(token, name="First")

    with pytest.raises(InvitationClosed):
        accept_invitation(token, name="Second")

    assert User.objects.get(email=EMAIL).name == "First"


def test_link_expires_after_two_weeks(organisation, editor):
    invited(organisation, editor)
    token = token_in_mail()
    [link] = MailedLink.objects.all()
    assert timedelta(days=13) < link.expires_at - timezone.now() <= timedelta(days=14)

    MailedLink.objects.update(expires_at=timezone.now())

    with pytest.raises(InvitationClosed):
        accept_invitation(token, name="Late")
    assert not User.objects.filter(email=EMAIL).exists()


def test_link_of_another_purpose_opens_no_invitation(organisation, editor):
    invited(organisation, editor)
    token = token_in_mail()

    MailedLink.objects.update(purpose="joining.apply")

    assert invitation_of(token) is None


def test_closed_account_is_not_opened_by_an_invitation(organisation, editor):
    UserFactory(email=EMAIL, is_active=False)
    invited(organisation, editor)

    with pytest.raises(InvitationClosed):
        accept_invitation(token_in_mail(), name="Back again")

    assert not Membership.objects.filter(user__email=EMAIL).exists()
    assert MailedLink.objects.filter(used_at=None).count() == 1


def test_revoked_invitation_opens_nothing(organisation, editor):
    invitation = invited(organisation, editor)
    token = token_in_mail()

    revoke_invitation(invitation.pk, actor=editor)
    revoke_invitation(invitation.pk, actor=editor)

    assert invitation_of(token) is None
    assert not Invitation.objects.open().exists()


def test_stranger_revokes_nothing(organisation, editor):
    invitation = invited(organisation, editor)

    with pytest.raises(PermissionDenied):
        revoke_invitation(invitation.pk, actor=city_editor())

    assert list(Invitation.objects.open()) == [invitation]


def test_invitation_is_sent_again_with_a_new_link(organisation, editor):
    invitation = invited(organisation, editor, role=Role.CITY_EDITOR, language="da")
    old = token_in_mail()

    again = resend_invitation(invitation.pk, actor=editor)

    assert (again.email, again.role, again.language) == (EMAIL, Role.CITY_EDITOR, "da")
    assert (invitation_of(old), invitation_of(token_in_mail())) == (None, again)
    assert [message.to for message in mail.outbox] == [[EMAIL], [EMAIL]]


def test_closed_invitation_is_not_sent_again(organisation, editor):
    invitation = invited(organisation, editor)
    revoke_invitation(invitation.pk, actor=editor)

    with pytest.raises(InvitationClosed):
        resend_invitation(invitation.pk, actor=editor)

    assert Letter.objects.count() == 1


def test_editor_sends_no_coordinators_invitation_again(organisation, editor):
    invitation = invited(organisation, coordinator(), role=Role.COORDINATOR)

    with pytest.raises(PermissionDenied):
        resend_invitation(invitation.pk, actor=editor)


def test_role_is_changed_by_an_editor(organisation, editor):
    member = MembershipFactory(organisation=organisation)

    assert change_role(member.pk, role=Role.CITY_EDITOR, actor=editor).role == Role.CITY_EDITOR

    member.refresh_from_db()
    assert member.role == Role.CITY_EDITOR


def test_last_editor_keeps_the_role(organisation, editor):
    own = editor.memberships.get()
    MembershipFactory(organisation=organisation)

    with pytest.raises(LastEditor):
        change_role(own.pk, role=Role.MEMBER, actor=editor)

    own.refresh_from_db()
    assert own.role == Role.CITY_EDITOR


def test_editor_who_cannot_sign_in_any_more_does_not_count(organisation, editor):
    MembershipFactory(organisation=organisation, role=Role.CITY_EDITOR, user__is_active=False)

    with pytest.raises(LastEditor):
        remove_colleague(editor.memberships.get().pk, actor=editor)


def test_editor_takes_no_coordinators_role_away(organisation, editor):
    secretary = MembershipFactory(organisation=organisation, role=Role.COORDINATOR)

    with pytest.raises(PermissionDenied):
        change_role(secretary.pk, role=Role.MEMBER, actor=editor)
    with pytest.raises(PermissionDenied):
        remove_colleague(secretary.pk, actor=editor)

    assert Membership.objects.filter(role=Role.COORDINATOR).count() == 1


def test_losing_the_coordinators_role_closes_the_admin(organisation):
    leaving = coordinator()
    city_editor(leaving.memberships.get().organisation)

    change_role(leaving.memberships.get().pk, role=Role.MEMBER, actor=coordinator())

    assert not leaving.groups.exists()


def test_colleague_is_removed(organisation, editor):
    member = MembershipFactory(organisation=organisation)

    remove_colleague(member.pk, actor=editor)

    assert list(organisation.memberships.values_list("user", flat=True)) == [editor.pk]
    assert User.objects.filter(pk=member.user_id).exists()


def test_everybody_may_leave_but_the_last_editor(organisation, editor):
    member = MembershipFactory(organisation=organisation)

    remove_colleague(member.pk, actor=member.user)
    with pytest.raises(LastEditor) as refusal:
        remove_colleague(editor.memberships.get().pk, actor=editor)

    assert "Give another colleague the role of city editor first." in str(refusal.value)
    assert list(organisation.memberships.values_list("user", flat=True)) == [editor.pk]


def test_member_removes_nobody_else(organisation, editor):
    member = MembershipFactory(organisation=organisation).user

    with pytest.raises(PermissionDenied):
        remove_colleague(editor.memberships.get().pk, actor=member)


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_remove_each_other_leave_one():
    organisation = OrganisationFactory()
    first, second = (MembershipFactory(organisation=organisation, role=Role.CITY_EDITOR) for _ in range(2))

    results = race(
        lambda: remove_colleague(first.pk, actor=second.user),
        lambda: remove_colleague(second.pk, actor=first.user),
    )

    assert organisation.memberships.editors().count() == 1
    [loser] = [result for result in results if result is not None]
    assert isinstance(loser, PermissionDenied | LastEditor)


@pytest.mark.django_db(transaction=True)
def test_invitation_accepted_twice_at_once_makes_one_membership():
    organisation = OrganisationFactory()
    invited(organisation, city_editor(organisation))
    token = token_in_mail()

    results = race(*[lambda: accept_invitation(token, name="Quick")] * 2)

    assert Membership.objects.filter(user__email=EMAIL).count() == 1
    assert sorted(type(result).__name__ for result in results) == ["InvitationClosed", "Membership"]


@pytest.mark.django_db(transaction=True)
def test_invitation_revoked_and_accepted_at_once_ends_one_way():
    organisation = OrganisationFactory()
    editor = city_editor(organisation)
    invitation = invited(organisation, editor)
    token = token_in_mail()

    race(lambda: accept_invitation(token, name="Quick"), lambda: revoke_invitation(invitation.pk, actor=editor))

    invitation.refresh_from_db()
    assert (invitation.accepted_at is None) is not (invitation.revoked_at is None)
    assert Membership.objects.filter(user__email=EMAIL).exists() is (invitation.accepted_at is not None)


@pytest.mark.django_db(transaction=True)
def test_address_invited_twice_at_once_has_one_open_invitation():
    organisation = OrganisationFactory()
    editor = city_editor(organisation)

    results = race(*[lambda: invited(organisation, editor)] * 2)

    assert [type(result).__name__ for result in results] == ["Invitation"] * 2
    assert Invitation.objects.open().count() == 1
