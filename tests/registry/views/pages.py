"""Reading a page as a reader does."""

from typing import Any

from django.http import HttpResponse
from lxml.html import HtmlElement, fromstring


def parsed(response: HttpResponse) -> HtmlElement:
    """The page as a tree."""
    tree: HtmlElement = fromstring(response.content.decode())
    return tree


def words(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(element.text_content().split())


def all_words(response: HttpResponse, xpath: str) -> list[str]:
    """The text of every element that a path finds."""
    return [words(element) for element in parsed(response).xpath(xpath)]


def messages_of(response: HttpResponse) -> list[str]:
    """What the page says about the step that led to it."""
    return all_words(response, "//div[contains(@class, 'messages')]/div")


def form_of(response: HttpResponse, xpath: str = "//main//form[@method='post']") -> dict[str, Any]:
    """The fields of the first form that a path finds, as a browser would send them without a button."""
    [form, *_] = parsed(response).xpath(xpath)
    return dict(form.form_values())
