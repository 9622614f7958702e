"""Colleagues, as an editor meets them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.letters.models import Letter
from portal.members.enums import Role
from portal.members.models import Invitation
from portal.members.services.colleagues import invite
from tests.factories.accounts import MembershipFactory, city_editor, coordinator, sign_in_with_second_factor
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db
OWN = "/en/me/organisations/example/"
LIST = f"{OWN}colleagues/"


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example", slug="example")


@pytest.fixture
def editor(organisation):
    return city_editor(organisation)


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client


def words_of(response):
    return " ".join(response.content.decode().split())


def messages_in(response):
    return [str(message) for message in response.context["messages"]]


def open_invitation(organisation, editor, *, role=Role.MEMBER, email="new@example.org"):
    return invite(organisation.pk, email=email, role=role, language="sv", actor=editor)


def test_list_shows_name_role_and_days(editor_client, organisation):
    MembershipFactory(
        organisation=organisation,
        user__name="Matti Member",
        user__email="matti@example.org",
        user__last_login="2026-03-02T10:00:00Z",
        since="2026-02-01T10:00:00Z",
    )

    html = words_of(editor_client.get(LIST))

    assert "<strong>Matti Member</strong>" in html
    assert "matti@example.org" in html
    assert "Colleague since 1 February 2026. Last signed in on 2 March 2026." in html


def test_list_leaves_out_whoever_cannot_sign_in(editor_client, organisation):
    MembershipFactory(organisation=organisation, user__name="Gone Long", user__is_active=False)

    assert "Gone Long" not in words_of(editor_client.get(LIST))


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_ten_queries(editor_client, django_assert_num_queries, organisation, editor, count):
    MembershipFactory.create_batch(count, organisation=organisation)
    for number in range(count):
        open_invitation(organisation, editor, email=f"new-{number}@example.org")

    with django_assert_num_queries(10):
        assert len(editor_client.get(LIST).context["invitations"]) == count


def test_colleague_is_invited(editor_client, organisation):
    typed = {"email": "New@example.org", "role": "city_editor", "language": "fi"}

    response = editor_client.post(f"{LIST}invite/", typed, follow=True)

    invitation = Invitation.objects.get()
    assert response.redirect_chain == [(LIST, 302)]
    assert messages_in(response) == ["The invitation to new@example.org is on its way."]
    assert (invitation.role, invitation.language, invitation.organisation) == ("city_editor", "fi", organisation)
    assert "<strong>new@example.org</strong>, City editor" in words_of(response)


def test_colleague_who_is_there_already_is_explained_and_the_address_kept(editor_client, editor):
    typed = {"email": editor.email, "role": "member", "language": "en"}

    response = editor_client.post(f"{LIST}invite/", typed)

    assert "works for City of Example already" in response.context["form"].errors["email"][0]
    assert f'value="{editor.email}"' in words_of(response)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("make_user", "is_offered"), [(city_editor, False), (lambda own: coordinator(), True)])
def test_coordinators_role_is_offered_to_those_who_may_give_it(client, organisation, make_user, is_offered):
    sign_in_with_second_factor(client, make_user(organisation))

    assert ('value="coordinator"' in words_of(client.get(f"{LIST}invite/"))) is is_offered


def test_coordinators_role_is_not_given_by_a_forged_form(editor_client, organisation):
    member = MembershipFactory(organisation=organisation)

    invited = editor_client.post(f"{LIST}invite/", {"email": "a@b.eu", "role": "coordinator", "language": "en"})
    changed = editor_client.post(f"{LIST}{member.pk}/", {"role": "coordinator"})

    member.refresh_from_db()
    assert list(invited.context["form"].errors) == list(changed.context["form"].errors) == ["role"]
    assert member.role == Role.MEMBER
    assert not Invitation.objects.exists()


def test_invitation_is_sent_again_and_taken_back(editor_client, organisation, editor):
    first = open_invitation(organisation, editor)

    sent = editor_client.post(f"{OWN}invitations/{first.pk}/resend/", follow=True)
    second = Invitation.objects.open().get()
    taken = editor_client.post(f"{OWN}invitations/{second.pk}/revoke/", follow=True)

    assert messages_in(sent) == ["A new link to new@example.org is on its way; the old one opens nothing any more."]
    assert messages_in(taken) == ["The invitation to new@example.org is taken back."]
    assert second != first
    assert "Open invitations" not in words_of(taken)


def test_invitation_that_is_closed_is_explained(editor_client, organisation, editor):
    invitation = open_invitation(organisation, editor)
    editor_client.post(f"{OWN}invitations/{invitation.pk}/revoke/")

    response = editor_client.post(f"{OWN}invitations/{invitation.pk}/resend/", follow=True)

    assert messages_in(response)[-1].startswith("This invitation was used, taken back or has expired.")


@pytest.mark.parametrize("action", ["resend", "revoke"])
def test_invitation_of_another_organisation_is_not_found(editor_client, action):
    other = OrganisationFactory()
    invitation = open_invitation(other, city_editor(other))

    assert editor_client.post(f"{OWN}invitations/{invitation.pk}/{action}/").status_code == 404
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize(("days", "is_marked"), [(13, False), (15, True)])
def test_invitation_whose_link_is_old_is_marked(editor_client, organisation, editor, days, is_marked):
    open_invitation(organisation, editor)
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=days))

    assert (">expired</span>" in words_of(editor_client.get(LIST))) is is_marked


def test_role_is_changed(editor_client, organisation):
    member = MembershipFactory(organisation=organisation, user__name="Matti Member")
    path = f"{LIST}{member.pk}/"
    before = editor_client.get(path).context["form"]["role"].value()

    response = editor_client.post(path, {"role": "city_editor"}, follow=True)

    member.refresh_from_db()
    assert (before, member.role) == (Role.MEMBER, Role.CITY_EDITOR)
    assert messages_in(response) == ["Matti Member has the new role from now on."]


def test_last_editor_is_told_what_to_do_first(editor_client, editor):
    own = editor.memberships.get()

    changed = editor_client.post(f"{LIST}{own.pk}/", {"role": "member"})
    left = editor_client.post(f"{LIST}{own.pk}/remove/", follow=True)

    way_out = "Give another colleague the role of city editor first."
    assert changed.context["form"].errors["role"][0].endswith(way_out)
    assert messages_in(left)[-1].endswith(way_out)
    assert editor.memberships.get().role == Role.CITY_EDITOR


def test_colleague_is_removed_after_a_question(editor_client, organisation):
    member = MembershipFactory(organisation=organisation, user__name="Matti Member")
    path = f"{LIST}{member.pk}/remove/"

    asked = words_of(editor_client.get(path))
    still_there = organisation.memberships.count()
    response = editor_client.post(path, follow=True)

    assert "Matti Member loses access to the pages of City of Example at once." in asked
    assert (still_there, organisation.memberships.count()) == (2, 1)
    assert messages_in(response) == ["Matti Member no longer works for City of Example here."]


def test_member_leaves_and_comes_out_on_the_front_page(client, organisation, editor):
    member = MembershipFactory(organisation=organisation)
    client.force_login(member.user)
    path = f"{LIST}{member.pk}/remove/"

    asked = words_of(client.get(path))
    response = client.post(path, follow=True)

    assert "You lose access to the pages of City of Example at once." in asked
    assert response.redirect_chain == [("/en/me/", 302)]
    assert not member.user.memberships.exists()


def test_member_cannot_ask_about_others(client, organisation, editor):
    client.force_login(MembershipFactory(organisation=organisation).user)
    path = f"{LIST}{editor.memberships.get().pk}/"

    statuses = [client.get(path).status_code, client.get(f"{path}remove/").status_code]
    statuses += [client.post(path, {"role": "member"}).status_code, client.post(f"{path}remove/").status_code]

    assert statuses == [404] * 4
    assert editor.memberships.exists()


@pytest.mark.parametrize("page", ["", "remove/"])
def test_coordinator_is_out_of_an_editors_reach(editor_client, organisation, page):
    secretary = MembershipFactory(organisation=organisation, role=Role.COORDINATOR)
    path = f"{LIST}{secretary.pk}/{page}"

    assert [editor_client.get(path).status_code, editor_client.post(path, {"role": "member"}).status_code] == [404, 404]
    assert organisation.memberships.filter(role=Role.COORDINATOR).count() == 1


def test_colleague_of_another_organisation_is_not_found(editor_client):
    other = MembershipFactory()

    assert editor_client.get(f"{LIST}{other.pk}/").status_code == 404


def test_nobodys_mailbox_is_flooded(editor_client):
    typed = {"email": "new@example.org", "role": "member", "language": "en"}
    for _ in range(5):
        editor_client.post(f"{LIST}invite/", typed)
    invitation = Invitation.objects.open().get()

    invited = editor_client.post(f"{LIST}invite/", typed)
    resent = editor_client.post(f"{OWN}invitations/{invitation.pk}/resend/", follow=True)

    too_many = "This address has had several invitations in the last hour. Try again in 60 minutes."
    assert invited.context["form"].errors == {"email": [too_many]}
    assert messages_in(resent)[-1] == too_many
    assert Letter.objects.count() == 5
    assert editor_client.post(f"{LIST}invite/", {**typed, "email": "other@example.org"}).status_code == 302
