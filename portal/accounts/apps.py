"""Accounts: who signs in."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from portal.accounts.second_factor import remember_first_factor  # app ready

        authenticator_added.connect(remember_first_factor)


class AdminUsersConfig(WagtailUsersAppConfig):
    """Wagtail's list of accounts, for a user with one name and no password set by others."""

    user_viewset = "portal.accounts.admin.AccountViewSet"
