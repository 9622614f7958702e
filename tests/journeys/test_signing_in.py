"""Signing in as people do: with a code from a mail, an app on the phone, a passkey of the device."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from portal.accounts.services import account_of, address_verified
from tests.browser import follow
from tests.factories.accounts import coordinator, totp_code
from tests.journeys.test_accessibility import faults_of

EMAIL, PASSWORD = "someone@example.org", "a-long-password-of-hers"
ADMIN = re.compile(r"^http://[^/]+/admin/$")
DASHBOARD = "Dashboard - Wagtail"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def editor():
    """A coordinator with a password and no second factor yet."""
    user = coordinator(email=EMAIL, name="Someone")
    user.set_password(PASSWORD)
    user.save()
    address_verified(user)
    return user


@pytest.fixture
def _endless_period(settings):
    """The code on the phone does not change between reading and sending it."""
    settings.MFA_TOTP_PERIOD = 10**10


@pytest.fixture
def device(page):
    """A fingerprint reader that always knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_in_with_password(page):
    page.get_by_text("With a password").click()
    page.locator("#id_login").fill(EMAIL)
    page.locator("#id_password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in with the password"))


def confirm_password(page):
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Confirm"))


def sign_out(page):
    page.goto("/accounts/logout/")
    follow(page.get_by_role("main").get_by_role("button", name="Sign out"))


def test_member_signs_in_with_a_code(page):
    account_of(EMAIL, name="Someone")
    page.goto("/accounts/login/?next=/en/statement/")
    page.get_by_label("E-mail address").first.fill(EMAIL)
    follow(page.get_by_role("button", name="Send me a code"))
    page.get_by_label("Code").fill(re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[0].body, re.MULTILINE)[0])

    follow(page.get_by_role("button", name="Confirm"))

    expect(page).to_have_url(re.compile("^http://[^/]+/en/statement/$"))
    expect(page.get_by_role("status").first).to_have_text("Successfully signed in as Someone.")


def test_member_signs_in_without_script(page_without_script):
    page = page_without_script
    account_of(EMAIL, name="Someone")
    page.goto("/accounts/login/?next=/en/statement/")
    hidden = page.get_by_text("With a passkey").is_hidden()
    page.get_by_label("E-mail address").first.fill(EMAIL)
    follow(page.get_by_role("button", name="Send me a code"))
    page.get_by_label("Code").fill(re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[0].body, re.MULTILINE)[0])

    follow(page.get_by_role("button", name="Confirm"))

    expect(page).to_have_url(re.compile("/en/statement/$"))
    assert hidden


@pytest.mark.usefixtures("_endless_period")
def test_coordinator_signs_in_with_an_app_on_the_phone(page, editor):
    page.goto("/admin/")
    sign_in_with_password(page)
    follow(page.get_by_role("link", name="Activate"))
    confirm_password(page)
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(totp_code(secret))
    follow(page.get_by_role("button", name="Activate"))
    follow(page.get_by_role("link", name="Go on to where you were going"))
    expect(page).to_have_title(DASHBOARD)

    sign_out(page)
    page.goto("/accounts/login/?next=/admin/")
    sign_in_with_password(page)
    page.get_by_label("Code").fill(totp_code(secret))
    follow(page.get_by_role("button", name="Sign In"))

    expect(page).to_have_url(ADMIN)
    expect(page).to_have_title(DASHBOARD)


def test_coordinator_signs_in_with_a_passkey_alone(page, editor, device):
    page.goto("/admin/")
    sign_in_with_password(page)
    follow(page.get_by_role("link", name="Add", exact=True))
    confirm_password(page)
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)

    page.goto("/accounts/login/?next=/admin/")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page).to_have_url(ADMIN)
    expect(page).to_have_title(DASHBOARD)


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_an_account_has_a_fault(page, editor, device, watch, width):
    watch.allow("401")
    page.set_viewport_size({"width": width, "height": 900})
    open_to_all = ["", "code/", "../password/reset/", "../signup/", "../3rdparty/login/error/"]
    found = {path: faults_of(page, f"/accounts/login/{path}") for path in open_to_all}
    page.goto("/accounts/login/")
    sign_in_with_password(page)
    found["set-up"] = faults_of(page, "/accounts/2fa/")
    page.goto("/accounts/2fa/totp/activate/")
    found["confirm"] = faults_of(page, page.url)
    confirm_password(page)
    for path in ["2fa/totp/activate/", "2fa/webauthn/add/", "email/", "password/change/", "sessions/", "3rdparty/"]:
        found[path] = faults_of(page, f"/accounts/{path}")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    for path in ["recovery-codes/", "recovery-codes/generate/", "webauthn/", ""]:
        found[f"2fa/{path}"] = faults_of(page, f"/accounts/2fa/{path}")

    assert {path: faults for path, faults in found.items() if faults} == {}
