"""Guests' forms and pages, as the tests of them send and read them."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories.guarded import guards
from tests.registry.views.pages import parsed, words

VERSION = "/en/criterion/bat-01/1.2.0/"
SUGGEST, SENT = f"{VERSION}suggest/", f"{VERSION}suggest/sent/"
TYPED = {"kind": "law", "text": "The law has moved.", "language": "sv", "name": "Anna", "email": "anna@example.org"}


def send(client: Client, *, to: str = SUGGEST, **changed: str) -> Any:
    """Send the form, filled in but for what is changed."""
    return client.post(to, {**guards("experiences.suggestion"), **TYPED, **changed})


def own_page(token: str) -> str:
    """The path of a mailed link."""
    return reverse("suggestions:own", args=[token])


def main_of(response: HttpResponse) -> str:
    """What the page says."""
    return words(parsed(response).xpath("//main")[0])
