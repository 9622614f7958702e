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
        IdentityProvider(**GOOD),
        IdentityProvider(**{**GOOD, "id": "oslo"}),
    )


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9000", "http://localhost", "https://login.example.org/realms/x"])
def test_issuer_may_be_encrypted_or_on_this_machine(issuer):
    assert identity_providers(written({**GOOD, "issuer": issuer}))[0].issuer == issuer


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[{]", "OIDC_PROVIDERS is no JSON: Expecting property name enclosed in double quotes at character 2."),
        (json.dumps(GOOD), "OIDC_PROVIDERS must be a list of objects"),
        (written("malmo"), "Entry 1 of OIDC_PROVIDERS must have exactly: id, name, issuer, client_id, secret."),
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
