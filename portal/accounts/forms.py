"""allauth's forms in the look of the site."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from portal.front.forms import Designed


class DesignedAccountForm(Designed):
    """The site's word for an address. No placeholders: they repeat the label, and vanish while one writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in ("email", "login"):
                field.label = _("E-mail address")


class DesignedLoginForm(DesignedAccountForm, account.LoginForm): ...


class DesignedRequestLoginCodeForm(DesignedAccountForm, account.RequestLoginCodeForm): ...


class DesignedConfirmLoginCodeForm(DesignedAccountForm, account.ConfirmLoginCodeForm): ...


class DesignedResetPasswordForm(DesignedAccountForm, account.ResetPasswordForm): ...


class DesignedResetPasswordKeyForm(DesignedAccountForm, account.ResetPasswordKeyForm): ...


class DesignedChangePasswordForm(DesignedAccountForm, account.ChangePasswordForm): ...


class DesignedSetPasswordForm(DesignedAccountForm, account.SetPasswordForm): ...


class DesignedReauthenticateForm(DesignedAccountForm, account.ReauthenticateForm): ...


class DesignedAddEmailForm(DesignedAccountForm, account.AddEmailForm): ...


class DesignedChangeEmailForm(DesignedAccountForm, account.ChangeEmailForm): ...


class DesignedAuthenticateForm(DesignedAccountForm, factor.AuthenticateForm): ...


class DesignedSecondFactorForm(DesignedAccountForm, factor.ReauthenticateForm): ...


class DesignedActivateTOTPForm(DesignedAccountForm, ActivateTOTPForm): ...


class DesignedAddWebAuthnForm(DesignedAccountForm, AddWebAuthnForm):
    """A passkey unless one says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key, so that you can tell keys apart")
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = _("Sign in with this key alone")
        passwordless.help_text = _(
            "The device then asks for your fingerprint, face or PIN. No code or password is needed."
        )


class DesignedEditWebAuthnForm(DesignedAccountForm, EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
