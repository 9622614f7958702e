"""Coordinators who have signed in to the admin, and the addresses of the pages about drafts."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from registry.models import Draft
from tests.factories.accounts import sign_in_with_second_factor
from tests.factories.drafts import secretary


def drafter(client: Client, **fields: object) -> User:
    """A coordinator whose browser this is from now on."""
    user = secretary(**fields)
    sign_in_with_second_factor(client, user)
    return user


def page_of(draft: Draft, name: str = "edit", *more: object) -> str:
    return reverse(f"drafts-admin:{name}", args=[draft.pk, *more])


def listing(query: str = "") -> str:
    return reverse("drafts-admin:list") + query


def start() -> str:
    return reverse("drafts-admin:start")


def several() -> str:
    """The page on which several are abandoned together."""
    return reverse("drafts-admin:abandon-several")


def preview_of(draft: Draft) -> str:
    return reverse("registry:draft-preview", args=[draft.pk])


def registry_tables_asked(client: Client, address: str) -> list[str]:
    """From which tables of the registry a page reads, once a query; the frame around it asks others."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    tables = [re.search(r'FROM "(\w+)"', query["sql"]) for query in asked.captured_queries]
    return [table[1] for table in tables if table and table[1].startswith("registry_")]
