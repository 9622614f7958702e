"""allauth's forms in the look of the site."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)

from portal.front.forms import Designed


class DesignedAccountForm(Designed):
    """Without placeholders: they repeat the label, and vanish while one writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class DesignedLoginForm(DesignedAccountForm, LoginForm): ...


class DesignedResetPasswordForm(DesignedAccountForm, ResetPasswordForm): ...


class DesignedResetPasswordKeyForm(DesignedAccountForm, ResetPasswordKeyForm): ...


class DesignedChangePasswordForm(DesignedAccountForm, ChangePasswordForm): ...


class DesignedReauthenticateForm(DesignedAccountForm, ReauthenticateForm): ...


class DesignedAddEmailForm(DesignedAccountForm, AddEmailForm): ...
