"""Signing in: allauth's settings, in one place."""

from portal.settings.env import ENV

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies  # rate limits count per address behind so many proxies

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Joint Demand: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True  # one address each: the new one replaces the old once it is verified
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_COOKIE_AGE = 14 * 24 * 60 * 60  # seconds: shorter than a visitor's basket is kept
ACCOUNT_SESSION_REMEMBER = True  # so long, and no box to ask
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # seconds
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # seconds: mail of a city may be slow
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.DesignedLoginForm",
    "request_login_code": "portal.accounts.forms.DesignedRequestLoginCodeForm",
    "confirm_login_code": "portal.accounts.forms.DesignedConfirmLoginCodeForm",
    "reset_password": "portal.accounts.forms.DesignedResetPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.DesignedResetPasswordKeyForm",
    "change_password": "portal.accounts.forms.DesignedChangePasswordForm",
    "set_password": "portal.accounts.forms.DesignedSetPasswordForm",
    "reauthenticate": "portal.accounts.forms.DesignedReauthenticateForm",
    "add_email": "portal.accounts.forms.DesignedAddEmailForm",
    "change_email": "portal.accounts.forms.DesignedChangeEmailForm",
}

MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Joint Demand"
MFA_TOTP_TOLERANCE = 0  # a code is remembered as used for one period only: with more, it could be used again after that
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up alone; without it whoever has a factor could not change the address
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.DesignedAuthenticateForm",
    "reauthenticate": "portal.accounts.forms.DesignedSecondFactorForm",
    "activate_totp": "portal.accounts.forms.DesignedActivateTOTPForm",
    "add_webauthn": "portal.accounts.forms.DesignedAddWebAuthnForm",
    "edit_webauthn": "portal.accounts.forms.DesignedEditWebAuthnForm",
}

SOCIALACCOUNT_ADAPTER = "portal.accounts.own_sign_in.OwnSignInAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the adapter asks that the provider verified the address
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link instead of a form: no form may post to another host. What is connected must have the account's own address.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": provider.id,
                "name": provider.name,
                "client_id": provider.client_id,
                "secret": provider.secret,
                "settings": {
                    "server_url": provider.issuer.rstrip("/"),
                    # the issuer is the operator's word, not that of whatever answers there
                    "openid_configuration_overrides": {"issuer": provider.issuer},
                    "domains": list(provider.domains),  # read by the adapter
                },
            }
            for provider in ENV.oidc_providers
        ],
    }
}
