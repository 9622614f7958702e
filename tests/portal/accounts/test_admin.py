"""Accounts in the Wagtail admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from portal.accounts.models import User
from tests.factories.accounts import UserFactory, city_editor, coordinator, sign_in_with_second_factor

pytestmark = pytest.mark.django_db
INDEX = "wagtailusers_users:index"


@pytest.fixture
def administrator(client):
    user = UserFactory.create(is_superuser=True, name="Ada Admin", email="ada@example.org")
    sign_in_with_second_factor(client, user)
    return user


def edit(user):
    return reverse("wagtailusers_users:edit", args=[user.pk])


def test_administrator_finds_an_account(client, administrator):
    UserFactory(name="Bo Berg", email="bo@example.org")

    found = client.get(reverse(INDEX), {"q": "bo@example.org"}).content.decode()
    by_name = client.get(reverse(INDEX), {"ordering": "name"})

    assert ("Bo Berg" in found, "Ada Admin</" in found) == (True, False)
    assert by_name.status_code == 200


def test_administrator_renames_an_account_and_puts_it_into_a_group(client, administrator):
    user, group = UserFactory(name="Bo"), Group.objects.create(name="Writers")
    form = client.get(edit(user))

    answer = client.post(edit(user), {"name": "Bo Berg", "is_active": "on", "groups": [group.pk]})

    user.refresh_from_db()
    assert (form.status_code, answer.status_code) == (200, 302)
    assert (user.name, user.is_active, list(user.groups.all())) == ("Bo Berg", True, [group])


def test_account_that_is_switched_off_is_out_at_once(client, administrator, django_user_model):
    user = coordinator()
    theirs = type(client)()
    sign_in_with_second_factor(theirs, user)
    before = theirs.get("/admin/").status_code

    client.post(edit(user), {"name": user.name})

    assert (before, theirs.get("/admin/")["Location"]) == (200, "/accounts/login/?next=/admin/")


def test_address_and_password_are_not_changed_by_others(client, administrator):
    user = UserFactory(email="bo@example.org")
    password = user.password

    client.post(
        edit(user), {"name": "Bo", "is_active": "on", "email": "x@example.org", "password1": "x", "password2": "x"}
    )

    user.refresh_from_db()
    assert (user.email, user.password) == ("bo@example.org", password)
    assert "password" not in client.get(edit(user)).content.decode().lower()


def test_administrator_cannot_lock_herself_out(client, administrator):
    client.post(edit(administrator), {"name": "Ada"})

    administrator.refresh_from_db()
    assert (administrator.name, administrator.is_active, administrator.is_superuser) == ("Ada", True, True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_makes_an_account_by_hand(client, administrator, method):
    answer = getattr(client, method)(reverse("wagtailusers_users:add"), {"email": "new@example.org", "name": "New"})

    assert answer["Location"] == "/admin/"
    assert list(User.objects.values_list("email", flat=True)) == ["ada@example.org"]
    assert reverse("wagtailusers_users:add") not in client.get(reverse(INDEX)).content.decode()


def test_permission_to_change_accounts_gives_no_rights_to_others_than_administrators(client):
    user = coordinator()
    user.user_permissions.add(*Permission.objects.filter(content_type__app_label="accounts"))
    sign_in_with_second_factor(client, user)

    answer = client.post(edit(user), {"name": "Me", "is_active": "on", "is_superuser": "on"})

    user.refresh_from_db()
    assert answer["Location"] == "/admin/"
    assert user.is_superuser is False


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_accounts_takes_the_same_queries(client, administrator, django_assert_num_queries, count):
    UserFactory.create_batch(count)
    client.get(reverse(INDEX))

    with django_assert_num_queries(13):
        client.get(reverse(INDEX))


def test_own_settings_change_the_name_and_never_the_address(client, administrator):
    address = reverse("wagtailadmin_account")
    page = client.get(address)
    forms = [panel.get_form() for panels in page.context["panels_by_tab"].values() for panel in panels]
    filled = {form.add_prefix(name): form[name].value() or "" for form in forms for name in form.fields}

    answer = client.post(address, {**filled, "name-name": "Ada A.", "name_email-email": "x@example.org"})

    administrator.refresh_from_db()
    assert [name for name in filled if "name" in name or "email" in name] == ["name-name"]
    assert answer["Location"] == address
    assert (administrator.name, administrator.email) == ("Ada A.", "ada@example.org")


def test_own_settings_are_for_those_who_may_enter(client):
    client.force_login(city_editor(), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/admin/account/").status_code == 403
