"""Reviewers who have signed in to the admin, and the addresses of their pages."""

from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.joining.models import JoinRequest
from tests.factories.accounts import coordinator, sign_in_with_second_factor


def reviewer(client: Client, **fields: object) -> User:
    """A coordinator whose browser this is from now on."""
    user = coordinator(**fields)
    sign_in_with_second_factor(client, user)
    return user


def inbox(query: str = "") -> str:
    return reverse("joining_admin:inbox") + query


def page_of(join_request: JoinRequest) -> str:
    return reverse("joining_admin:request", args=[join_request.pk])


def step_of(join_request: JoinRequest, name: str) -> str:
    return reverse("joining_admin:step", args=[join_request.pk, name])
