"""The addresses of the pages about the draft of a release, and what a browser sends from them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from registry.models import ReleaseDraft
from tests.registry.admin.pages import parsed

SETS = "/admin/releases/"


def page_of(draft: ReleaseDraft, name: str = "members", *more: object) -> str:
    return reverse(f"release-drafts:{name}", args=[draft.pk, *more])


def form_on(client: Client, address: str) -> dict[str, Any]:
    """The fields of the form of a page as the browser would send them, name: all values."""
    page = parsed(client.get(address))
    [form] = [form for form in page.xpath("//main//form[@method='post']") if form.xpath(".//*[@name='seen']")]
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def said(client: Client, draft: ReleaseDraft) -> list[str]:
    """The messages on the first page of the draft."""
    return [str(message).strip() for message in client.get(page_of(draft)).context["messages"]]
