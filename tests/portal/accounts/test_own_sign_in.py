"""Signing in with the identity provider of a city: a real one on the loopback."""

from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.contrib.messages import get_messages

from portal.accounts.models import User
from portal.accounts.services import account_of
from tests.factories.accounts import coordinator, totp_for
from tests.portal.accounts.conftest import EMAIL
from tests.services.identity_provider import CLIENT_ID, SECRET, running_identity_provider

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/malmo/login/"
GONE = "Your organisation’s sign-in does not answer now. Sign in with a code, or try again later."
NOT_VOUCHED = "Your organisation’s sign-in does not vouch for your e-mail address. Sign in with a code."
PERSON = {"sub": "bo-17", "email": EMAIL, "email_verified": True, "name": "Bo Berg"}


@pytest.fixture
def provider(settings):
    """Known to the portal as "City of Malmö", for addresses at example.org; its person has a verified one."""
    with running_identity_provider() as running:
        running.person = dict(PERSON)
        app = {
            "provider_id": "malmo",
            "name": "City of Malmö",
            "client_id": CLIENT_ID,
            "secret": SECRET,
            "settings": {
                "server_url": running.issuer,
                "openid_configuration_overrides": {"issuer": running.issuer},
                "domains": ["example.org"],
            },
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield running


@pytest.fixture
def member(db):
    """Has an account with the provider's address, and neither password nor role."""
    return account_of(EMAIL, name="Bo")


def through_the_provider(client, *, process="login", following=""):
    """What a browser does: to the provider, and back with its code."""
    there = client.get(LOGIN, {"process": process, "next": following})["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_sign_in_page_offers_the_provider(client, provider):
    html = client.get("/accounts/login/?next=/en/me/").content.decode()

    assert f'href="{LOGIN}?process=login&amp;next=%2Fen%2Fme%2F">City of Malmö</a>' in html


def test_sign_in_page_offers_none_where_none_is_set_up(client):
    assert b"own sign-in" not in client.get("/accounts/login/").content


def test_verified_address_opens_the_account_that_has_it(client, provider, member):
    answer = through_the_provider(client, following="/en/statement/")

    assert answer["Location"] == "/en/statement/"
    assert client.session["_auth_user_id"] == str(member.pk)
    assert list(SocialAccount.objects.values_list("user", "provider", "uid")) == [(member.pk, "malmo", "bo-17")]


def test_second_time_the_person_counts_not_the_address(client, provider, member):
    through_the_provider(client)
    client.logout()
    provider.person["email"] = "bo.married@example.org"

    through_the_provider(client)

    assert client.session["_auth_user_id"] == str(member.pk)
    assert User.objects.count() == 1


@pytest.mark.parametrize("word", [False, "false", "true", 1, None])
def test_address_that_is_not_verified_in_so_many_words_opens_nothing(client, provider, member, word):
    provider.person["email_verified"] = word

    answer = through_the_provider(client)

    assert answer["Location"] == "/accounts/login/"
    assert said(answer) == [NOT_VOUCHED]
    assert (is_signed_in(client), SocialAccount.objects.count()) == (False, 0)


def test_connected_account_stays_shut_when_the_address_is_no_longer_verified(client, provider, member):
    through_the_provider(client)
    client.logout()
    provider.person["email_verified"] = False

    through_the_provider(client)

    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "domain", ["oslo.example", "it.example.org", "notexample.org", "org", "example.org.oslo.example"]
)
def test_address_of_another_city_is_refused_and_not_connected(client, provider, domain, caplog):
    account_of(f"ann@{domain}", name="Ann")
    provider.person["email"] = f"ann@{domain}"

    answer = through_the_provider(client)

    assert (answer["Location"], said(answer)) == ("/accounts/login/", [NOT_VOUCHED])
    assert (is_signed_in(client), SocialAccount.objects.count()) == (False, 0)
    assert caplog.messages == ["the identity provider malmo named no verified address in its domains"]


def test_signed_in_person_of_another_city_is_not_connected(client, provider):
    ann = account_of("ann@oslo.example", name="Ann")
    client.force_login(ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    provider.person["email"] = "ann@oslo.example"

    answer = through_the_provider(client, process="connect")

    assert (answer["Location"], said(answer)) == ("/accounts/3rdparty/", [NOT_VOUCHED])
    assert not SocialAccount.objects.exists()


def test_connected_account_stays_shut_when_the_address_moved_to_another_domain(client, provider, member):
    through_the_provider(client)
    client.logout()
    provider.person["email"] = "bo@oslo.example"

    answer = through_the_provider(client)

    assert (answer["Location"], said(answer)) == ("/accounts/login/", [NOT_VOUCHED])
    assert not is_signed_in(client)


def test_connected_account_that_has_another_address_by_now_stays_shut(client, provider, member):
    through_the_provider(client)
    client.logout()
    EmailAddress.objects.filter(user=member).update(email="anna@oslo.example")

    answer = through_the_provider(client)

    text = f"Your organisation’s sign-in knows you as {EMAIL}, which is not the address of this account."
    assert (answer["Location"], said(answer)) == ("/accounts/login/", [text])
    assert not is_signed_in(client)


def test_capitals_in_the_domain_are_the_same_domain(client, provider, member):
    provider.person["email"] = EMAIL.replace("example.org", "Example.ORG")

    through_the_provider(client)

    assert client.session["_auth_user_id"] == str(member.pk)


def test_provider_vouches_for_each_of_its_domains(client, provider, settings):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["domains"] = ["example.org", "school.example"]
    teacher = account_of("eva@school.example", name="Eva")
    provider.person["email"] = "eva@school.example"

    through_the_provider(client)

    assert client.session["_auth_user_id"] == str(teacher.pk)


def test_unknown_address_makes_no_account(client, provider):
    answer = through_the_provider(client)

    assert "Accounts begin with an invitation" in answer.content.decode()
    assert (is_signed_in(client), User.objects.count(), SocialAccount.objects.count()) == (False, 0, 0)


def test_another_persons_data_under_a_good_token_opens_nothing(client, provider, member):
    provider.token_claims = {"sub": "somebody-else"}

    through_the_provider(client)

    assert not is_signed_in(client)


@pytest.mark.parametrize("claims", [{"iss": "https://elsewhere.example.org"}, {"aud": "another-client"}, {"exp": 1}])
def test_token_of_another_issuer_or_client_or_day_opens_nothing(client, provider, member, claims):
    provider.token_claims = claims

    answer = through_the_provider(client)

    assert "<h1>" in answer.content.decode()
    assert not is_signed_in(client)


def test_answer_that_this_browser_did_not_ask_for_opens_nothing(client, provider, member):
    there = client.get(LOGIN, {"process": "login"})["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]

    type(client)().get(back.removeprefix("http://testserver"))

    assert (is_signed_in(client), SocialAccount.objects.count()) == (False, 0)


def test_provider_gives_no_role(client, provider, member):
    provider.person |= {"groups": ["Coordinators"], "is_superuser": True}

    through_the_provider(client)

    member.refresh_from_db()
    assert (member.is_superuser, member.groups.count(), member.memberships.count()) == (False, 0, 0)


def test_second_factor_is_asked_for_all_the_same(client, provider):
    user = coordinator(email=EMAIL)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    totp_for(user)

    answer = through_the_provider(client)

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_account_that_is_switched_off_stays_shut(client, provider, member):
    member.is_active = False
    member.save()

    assert through_the_provider(client)["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)


def test_only_the_same_address_is_connected(client, provider):
    other = account_of("other@example.org", name="Other")
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = through_the_provider(client, process="connect")

    assert answer["Location"] == "/accounts/3rdparty/"
    assert said(answer) == [
        "Your organisation’s sign-in knows you as someone@example.org, which is not the address of this account."
    ]
    assert not SocialAccount.objects.exists()


def test_provider_in_the_database_is_none(client, provider):
    SocialApp.objects.create(provider="openid_connect", provider_id="evil", name="Evil", client_id="x")

    assert client.get("/accounts/oidc/evil/login/").status_code == 404
    assert b"Evil" not in client.get("/accounts/login/").content


def test_provider_that_does_not_answer_is_told_of(client, provider, member, settings):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"] = {**app["settings"], "server_url": "http://127.0.0.1:9"}  # the port that discards

    answer = client.get(LOGIN)

    assert answer["Location"] == "/accounts/login/"
    assert said(answer) == [GONE]


def test_provider_that_fails_half_way_is_told_of(client, provider, member):
    there = client.get(LOGIN)["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    provider.person = None  # its address for persons answers 400

    answer = client.get(back.removeprefix("http://testserver"))

    assert (answer["Location"], said(answer)) == ("/accounts/login/", [GONE])
    assert not is_signed_in(client)


def test_person_who_says_no_at_the_provider_is_led_back(client, provider, member):
    there = client.get(LOGIN)["Location"]
    state = dict(parse_qsl(urlsplit(there).query))["state"]

    answer = client.get(f"{LOGIN}callback/", {"error": "access_denied", "state": state}, follow=True)

    assert answer.redirect_chain == [("/accounts/3rdparty/login/cancelled/", 302)]
    assert not is_signed_in(client)
