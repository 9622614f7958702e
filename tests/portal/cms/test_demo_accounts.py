"""Accounts to try the portal with, in development only."""

import pytest

from portal.accounts.models import User
from portal.cms.demo_accounts import DEMO_ACCOUNTS, PASSWORD, NotInDevelopment, create_demo_accounts
from portal.cms.models import CityPage, MembersPage
from portal.joining.enums import State
from portal.joining.services.reviewing import approve
from portal.members.enums import Role
from portal.members.models import Membership, Organisation, ProcurementVolume
from tests.factories.accounts import totp_code
from tests.factories.cms import home_in, page_under
from tests.factories.joining import JoinRequestFactory

pytestmark = pytest.mark.django_db
OF_THE_ADMIN = [account for account in DEMO_ACCOUNTS if account.role != Role.CITY_EDITOR]


def test_demo_accounts_are_refused_where_debug_is_off(settings):
    settings.DEBUG = False

    with pytest.raises(NotInDevelopment):
        create_demo_accounts()

    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("account", OF_THE_ADMIN, ids=lambda account: account.title)
def test_demo_account_sets_up_a_second_factor_and_reaches_the_admin(client, settings, account):
    settings.DEBUG = True
    create_demo_accounts()

    client.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    set_up = client.get("/admin/")["Location"]
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    form = client.get("/accounts/2fa/totp/activate/").context["form"]
    client.post("/accounts/2fa/totp/activate/", {"code": totp_code(form.secret)})

    assert set_up == "/accounts/2fa/"
    assert client.get("/admin/").status_code == 200
    assert User.objects.get(email=account.email).is_superuser is account.is_superuser


def test_coordinators_are_no_superusers(settings):
    settings.DEBUG = True

    create_demo_accounts()

    assert list(User.objects.filter(groups__name="Coordinators").values_list("email", "is_superuser")) == [
        ("coordinator@example.org", False),
        ("second@example.org", False),
    ]


def test_two_coordinators_can_decide_together(settings):
    settings.DEBUG = True
    request = JoinRequestFactory(state=State.IN_REVIEW)
    create_demo_accounts()

    first, second = User.objects.filter(groups__name="Coordinators")
    approve(request.pk, actor=first)

    assert approve(request.pk, actor=second).is_member


def test_people_of_the_demo_work_for_fictional_organisations(settings):
    settings.DEBUG = True

    create_demo_accounts()

    rows = Membership.objects.order_by("user__email").values_list("user__email", "role", "organisation__name")
    assert list(rows) == [
        ("coordinator@example.org", Role.COORDINATOR, "Network secretariat (demo)"),
        ("editor@example.org", Role.CITY_EDITOR, "Exempelstad"),
        ("other@example.org", Role.CITY_EDITOR, "Eksempelvik"),
        ("second@example.org", Role.COORDINATOR, "Network secretariat (demo)"),
    ]
    assert set(Organisation.objects.values_list("is_fictional", flat=True)) == {True}
    assert ProcurementVolume.objects.combined("smartphones") == (0, 0)


def test_editor_of_the_demo_signs_in_to_something_to_do(client, settings):
    settings.DEBUG = True
    page_under(home_in("en"), MembersPage, title="Members", slug="members")
    create_demo_accounts()

    client.post("/accounts/login/", {"login": "editor@example.org", "password": PASSWORD})
    page = client.get("/en/me/")

    assert len(page.context["duties"]) == 5
    assert client.get("/en/me/organisations/exempelstad/page/en/").status_code == 200


def test_changed_password_survives_another_run(settings):
    settings.DEBUG = True
    create_demo_accounts()
    user = User.objects.get(email="admin@example.org")
    user.set_password("another-long-password")
    user.save()

    assert create_demo_accounts() == []
    user.refresh_from_db()
    assert user.check_password("another-long-password")


def test_demo_that_is_there_stays_as_it_has_become(settings):
    settings.DEBUG = True
    create_demo_accounts()
    Organisation.objects.filter(slug="exempelstad").update(website="https://exempelstad.example.org/")
    User.objects.get(email="editor@example.org").delete()

    [again] = create_demo_accounts()

    assert (again.email, Organisation.objects.count()) == ("editor@example.org", 3)
    assert again.memberships.get().organisation.website == "https://exempelstad.example.org/"


def test_pages_of_the_demo_cities_are_drafts(settings):
    settings.DEBUG = True
    page_under(home_in("en"), MembersPage, title="Members", slug="members")

    create_demo_accounts()

    pages = CityPage.objects.order_by("title").values_list("title", "live")
    assert list(pages) == [("Eksempelvik", False), ("Exempelstad", False)]
