"""What somebody should see to."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override

from portal.accounts.models import User
from portal.cms.models import CityPage, MembersPage
from portal.core.ambitions import Ambition
from portal.members.duties import Duty, duties_of, register_duties
from portal.members.enums import CommitmentStatus, OrganisationKind, Role
from portal.members.models import Commitment
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, totp_for
from tests.factories.cms import home_in, page_under
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db
AREA = "/en/me/organisations/example/"
SECURE = Duty("Secure your account with a passkey or an authenticator app.", "/en/me/security/")


def buyer(**facts):
    return OrganisationFactory(name="City of Example", slug="example", **facts)


def settled():
    """A buyer of which nothing is left to do, and one of its two editors."""
    organisation = buyer(figures_checked_on=localdate())
    Commitment.objects.create(organisation=organisation, ambition=Ambition.A1, status=CommitmentStatus.MET)
    city_editor(organisation)
    editor = city_editor(organisation)
    totp_for(editor)
    return organisation, editor


def test_editor_of_a_new_buyer_has_everything_to_do():
    assert duties_of(city_editor(buyer())) == [
        Duty("Look at the yearly volumes of City of Example once a year: it is time again.", f"{AREA}volumes/"),
        Duty("Say what City of Example does about the nine ambitions.", f"{AREA}commitments/"),
        Duty("Invite a second city editor for City of Example: you are the only one.", f"{AREA}colleagues/invite/"),
        SECURE,
    ]


def test_nothing_is_left_where_all_is_settled():
    _organisation, editor = settled()

    assert duties_of(editor) == []


@pytest.mark.parametrize(("days", "is_due"), [(365, False), (366, True)])
def test_figures_are_due_after_a_year(days, is_due):
    organisation, editor = settled()
    organisation.figures_checked_on = localdate() - timedelta(days=days)
    organisation.save()

    assert [duty.url for duty in duties_of(editor)] == ([f"{AREA}volumes/"] if is_due else [])


def test_member_and_supporter_have_only_their_account_to_secure():
    user = MembershipFactory(organisation=buyer()).user
    MembershipFactory(
        user=user, organisation=OrganisationFactory(kind=OrganisationKind.SUPPORTER), role=Role.CITY_EDITOR
    )

    assert duties_of(user) == duties_of(UserFactory()) == [SECURE]


def test_editor_who_cannot_sign_in_is_no_second_one():
    _organisation, editor = settled()
    User.objects.exclude(pk=editor.pk).update(is_active=False)

    assert [duty.url for duty in duties_of(editor)] == [f"{AREA}colleagues/invite/"]


def city_page(organisation, language, *, live):
    parent = page_under(home_in(language), MembersPage, slug="members", title="Members")
    return page_under(parent, CityPage, slug="example", organisation=organisation, live=live)


def test_page_is_to_be_published_while_no_language_of_it_is():
    organisation, editor = settled()
    city_page(organisation, "en", live=False)
    before = duties_of(editor)

    city_page(organisation, "sv", live=True)

    text = "Write the page of City of Example and publish it: nobody can read it yet."
    assert (before, duties_of(editor)) == ([Duty(text, f"{AREA}page/")], [])


@pytest.mark.parametrize("count", [1, 3])
def test_duties_take_seven_queries(django_assert_num_queries, count):
    user = UserFactory()
    MembershipFactory.create_batch(count, user=user, role=Role.CITY_EDITOR)

    with django_assert_num_queries(7):
        assert len(duties_of(user)) == 3 * count + 1


def test_each_app_asks_one_question(monkeypatch):
    monkeypatch.setattr("portal.members.duties._questions", {})
    register_duties("mine", lambda user, organisations: [Duty("First", "/")])
    register_duties("mine", lambda user, organisations: [Duty("Instead", "/")])

    assert duties_of(UserFactory()) == [Duty("Instead", "/")]


def test_duties_name_the_organisation_for_the_reader():
    organisation = buyer(own_name="Exempelstad")
    editor = city_editor(organisation)

    with override("sv"):
        duties = duties_of(editor)

    assert {duty.url.split("/")[1] for duty in duties} == {"sv"}
    assert sum("Exempelstad" in duty.text for duty in duties) == 3


def test_duties_are_of_ones_own_organisations_only():
    city_editor(OrganisationFactory())
    _organisation, editor = settled()

    assert duties_of(editor) == []


@pytest.mark.parametrize("role", [Role.CITY_EDITOR, Role.COORDINATOR])
def test_whoever_may_edit_has_duties(role):
    user = MembershipFactory(organisation=buyer(), role=role).user

    assert len(duties_of(user)) == 4
