"""Accounts in the Wagtail admin: looked up, renamed, put into groups and switched off, never made by hand.

And one's own settings there, with the one name that a user has here.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views.users import UserViewSet

from portal.accounts.models import User


class AccountForm(forms.ModelForm[User]):
    """Neither address nor password: both belong to the person, who changes them after proving it."""

    class Meta:
        model = User
        fields = ("name", "is_active", "is_superuser", "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:  # nobody locks themselves out
            del self.fields["is_active"], self.fields["is_superuser"]


class OnlyAdministrators(ModelPermissionPolicy):
    """Groups are rights, so only superusers change accounts. An account begins with an invitation, never here."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in {"view", "change"} and user.is_active and user.is_superuser


class AccountViewSet(UserViewSet):
    permission_policy = OnlyAdministrators(User)
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[AccountForm]:
        return AccountForm


class OwnNameForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name",)


class OwnNamePanel(BaseSettingsPanel):
    name = "name"
    title = _("Name")
    order = 100
    form_class = OwnNameForm


class OwnSettingsView(AccountView):
    """Wagtail's own, which would ask for a first and a last name."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        panels = [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
        return [OwnNamePanel(self.request, self.request.user, panels[0].profile), *panels]


own_settings = require_admin_access(OwnSettingsView.as_view())
