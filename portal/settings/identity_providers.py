"""The identity providers of cities, as the operator writes them in ``OIDC_PROVIDERS``."""

import json
import re
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class IdentityProvider:
    id: str  # part of the address that the provider sends people back to
    name: str  # as the button says it: "City of Malmö"
    issuer: str  # exactly as the provider's tokens say it
    client_id: str
    secret: str
    domains: tuple[str, ...]  # of the addresses that it may vouch for, small letters; none below them


def identity_providers(text: str) -> tuple[IdentityProvider, ...]:
    """The providers in a JSON list; none for an empty text.

    Raises ImproperlyConfigured, naming the entry and the fault, but never a secret.
    """
    if not text.strip():
        return ()
    try:
        entries = json.loads(text)
    except json.JSONDecodeError as error:
        raise ImproperlyConfigured(
            f"OIDC_PROVIDERS is no JSON: {error.msg} at character {error.pos}. Write a list of objects."
        ) from None
    if not isinstance(entries, list):
        raise ImproperlyConfigured("OIDC_PROVIDERS must be a list of objects: [{…}].")
    found = tuple(_provider(number, entry) for number, entry in enumerate(entries, start=1))
    if len({provider.id for provider in found}) < len(found):
        raise ImproperlyConfigured('Two entries of OIDC_PROVIDERS have the same "id": give each its own.')
    return found


def _provider(number: int, entry: Any) -> IdentityProvider:
    wanted = [field.name for field in fields(IdentityProvider)]
    if not isinstance(entry, dict) or set(entry) != set(wanted):
        raise ImproperlyConfigured(f"Entry {number} of OIDC_PROVIDERS must have exactly: {', '.join(wanted)}.")
    for name, value in entry.items():
        if name != "domains" and (not isinstance(value, str) or not value.strip()):
            raise ImproperlyConfigured(f'Entry {number} of OIDC_PROVIDERS: "{name}" must be a text that is not empty.')
    provider = IdentityProvider(**{**entry, "domains": _domains(number, entry["domains"])})
    if not re.fullmatch(r"[a-z0-9-]+", provider.id):
        raise ImproperlyConfigured(
            f'Entry {number} of OIDC_PROVIDERS: "id" may have small letters, figures and hyphens only.'
        )
    address = urlsplit(provider.issuer)
    if not (address.scheme == "https" or (address.scheme == "http" and address.hostname in LOOPBACK)):
        raise ImproperlyConfigured(f'Entry {number} of OIDC_PROVIDERS: "issuer" must begin with https://.')
    return provider


def _domains(number: int, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ImproperlyConfigured(
            f'Entry {number} of OIDC_PROVIDERS: "domains" must be a list of e-mail domains that is not empty, '
            'such as ["malmo.example"].'
        )
    for domain in value:
        if not isinstance(domain, str) or not re.fullmatch(r"[\w-]+(\.[\w-]+)+", domain):
            raise ImproperlyConfigured(
                f'Entry {number} of OIDC_PROVIDERS: {json.dumps(domain, ensure_ascii=False)} in "domains" is no e-mail '
                "domain. Write what follows the @, such as malmo.example, without *."
            )
    return tuple(domain.lower() for domain in value)
