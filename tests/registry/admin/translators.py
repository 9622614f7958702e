"""The addresses of the pages about translations, and what a browser sends from the editor."""

from typing import Any

from django.test import Client
from django.urls import reverse

from registry.admin.translating.forms import kept_name
from registry.models import TranslationDraft
from tests.registry.admin.pages import parsed, texts_of


def page(name: str, *more: object, query: str = "") -> str:
    return reverse(f"translations-admin:{name}", args=[*more]) + query


def page_of(draft: TranslationDraft, name: str = "read") -> str:
    return page(name, draft.pk)


def typed(draft: TranslationDraft, *, do: str = "save", kept: tuple[str, ...] = (), **blocks: str) -> dict[str, Any]:
    """What is sent with some words typed over; __ stands for the point in the name of a block."""
    words = {**draft.blocks, **{block.replace("__", "."): text for block, text in blocks.items()}}
    ticks = {kept_name(block): "on" for block in kept}
    return {**words, **ticks, "seen": draft.lock_version, "do": do}


def said(client: Client, answer: Any) -> list[str]:
    """The messages on the page that an answer leads to."""
    led_to = client.get(answer["Location"], follow=True)
    return [str(message).strip() for message in led_to.context["messages"]]


def rows_of(answer: Any) -> list[str]:
    """The words of each version in the list."""
    return texts_of(parsed(answer), "//ul[@class='jd-list']/li")


def errors_of(answer: Any) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in answer.context["form"].errors.items()}
