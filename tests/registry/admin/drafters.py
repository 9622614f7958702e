"""Coordinators who have signed in to the admin, and the addresses of the pages about drafts."""

from django.test import Client
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


def preview_of(draft: Draft) -> str:
    return reverse("registry:draft-preview", args=[draft.pk])
