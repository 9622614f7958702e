"""What the operator writes in OIDC_PROVIDERS, and what is said about a mistake."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.identity_providers import IdentityProvider, identity_providers

GOOD = {
    "id": "malmo",
    "name": "City of Malmö",
    "issuer": "https://login.malmo.example/",
    "client_id": "joint-demand",
    "secret": "very-secret",
    "domains": ["malmo.example", "edu.malmo.example"],
}


def written(*entries):
    return json.dumps(entries)


def without(name):
    return {key: value for key, value in GOOD.items() if key != name}


@pytest.mark.parametrize("text", ["", "  ", "[]"])
def test_nothing_written_is_no_provider(text):
    assert identity_providers(text) == ()


def test_providers_are_read_as_written():
    assert identity_providers(written(GOOD, {**GOOD, "id": "oslo"})) == (
        IdentityProvider(**{**GOOD, "domains": ("malmo.example", "edu.malmo.example")}),
        IdentityProvider(**{**GOOD, "id": "oslo", "domains": ("malmo.example", "edu.malmo.example")}),
    )


def test_domains_are_read_in_small_letters():
    [provider] = identity_providers(written({**GOOD, "domains": ["Malmo.EXAMPLE", "Malmö.example"]}))

    assert provider.domains == ("malmo.example", "malmö.example")


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9000", "http://localhost", "https://login.example.org/realms/x"])
def test_issuer_may_be_encrypted_or_on_this_machine(issuer):
    assert identity_providers(written({**GOOD, "issuer": issuer}))[0].issuer == issuer


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[{]", "OIDC_PROVIDERS is no JSON: Expecting property name enclosed in double quotes at character 2."),
        (json.dumps(GOOD), "OIDC_PROVIDERS must be a list of objects"),
        (
            written("malmo"),
            "Entry 1 of OIDC_PROVIDERS must have exactly: id, name, issuer, client_id, secret, domains.",
        ),
        (written(GOOD, without("issuer")), "Entry 2 of OIDC_PROVIDERS must have exactly"),
        (written({**GOOD, "realm": "x"}), "Entry 1 of OIDC_PROVIDERS must have exactly"),
        (written({**GOOD, "secret": ""}), 'Entry 1 of OIDC_PROVIDERS: "secret" must be a text that is not empty.'),
        (written({**GOOD, "client_id": 7}), '"client_id" must be a text'),
        (written({**GOOD, "id": "Malmö/x"}), '"id" may have small letters, figures and hyphens only.'),
        (written({**GOOD, "issuer": "http://login.example.org"}), '"issuer" must begin with https://.'),
        (written(GOOD, GOOD), 'Two entries of OIDC_PROVIDERS have the same "id": give each its own.'),
    ],
)
def test_mistake_is_named_without_the_secret(text, fault):
    with pytest.raises(ImproperlyConfigured) as stopped:
        identity_providers(text)

    assert fault in str(stopped.value)
    assert "very-secret" not in str(stopped.value)


def test_provider_without_domains_is_refused():
    with pytest.raises(ImproperlyConfigured) as stopped:
        identity_providers(written(GOOD, without("domains")))

    assert str(stopped.value) == (
        "Entry 2 of OIDC_PROVIDERS must have exactly: id, name, issuer, client_id, secret, domains."
    )


@pytest.mark.parametrize("domains", [[], "malmo.example", None, {"malmo.example": True}])
def test_domains_must_be_a_list_with_something_in_it(domains):
    with pytest.raises(ImproperlyConfigured) as stopped:
        identity_providers(written(GOOD, {**GOOD, "domains": domains}))

    assert str(stopped.value) == (
        'Entry 2 of OIDC_PROVIDERS: "domains" must be a list of e-mail domains that is not empty, '
        'such as ["malmo.example"].'
    )


@pytest.mark.parametrize(
    ("domain", "shown"),
    [
        ("*.malmo.example", '"*.malmo.example"'),
        ("*", '"*"'),
        ("@malmo.example", '"@malmo.example"'),
        (".malmo.example", '".malmo.example"'),
        ("malmo.example ", '"malmo.example "'),
        ("malmo", '"malmo"'),
        ("", '""'),
        (7, "7"),
    ],
)
def test_domain_that_is_none_is_named(domain, shown):
    with pytest.raises(ImproperlyConfigured) as stopped:
        identity_providers(written({**GOOD, "domains": ["malmo.example", domain]}))

    assert str(stopped.value) == (
        f'Entry 1 of OIDC_PROVIDERS: {shown} in "domains" is no e-mail domain. '
        "Write what follows the @, such as malmo.example, without *."
    )
