"""Accounts to try the portal with, in development only."""

import pytest

from portal.accounts.models import User
from portal.cms.demo_accounts import DEMO_ACCOUNTS, PASSWORD, NotInDevelopment, create_demo_accounts

pytestmark = pytest.mark.django_db


def test_demo_accounts_are_refused_where_debug_is_off(settings):
    settings.DEBUG = False

    with pytest.raises(NotInDevelopment):
        create_demo_accounts()

    assert not User.objects.exists()


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.role)
def test_demo_account_signs_in_and_reaches_the_admin(client, settings, account):
    settings.DEBUG = True
    create_demo_accounts()

    client.post("/accounts/login/", {"login": account.email, "password": PASSWORD})

    assert client.get("/admin/").status_code == 200
    assert User.objects.get(email=account.email).is_superuser is account.is_superuser


def test_coordinator_is_no_superuser(settings):
    settings.DEBUG = True

    create_demo_accounts()

    assert list(User.objects.filter(groups__name="Coordinators").values_list("email", "is_superuser")) == [
        ("coordinator@example.org", False)
    ]


def test_changed_password_survives_another_run(settings):
    settings.DEBUG = True
    create_demo_accounts()
    user = User.objects.get(email="admin@example.org")
    user.set_password("another-long-password")
    user.save()

    assert create_demo_accounts() == []
    user.refresh_from_db()
    assert user.check_password("another-long-password")
