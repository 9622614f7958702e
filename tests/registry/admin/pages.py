"""Reading a page as a coordinator does."""

from typing import Any

from lxml.html import HtmlElement, fromstring


def parsed(answer: Any) -> HtmlElement:
    return fromstring(answer.content.decode())


def texts_of(page: HtmlElement, path: str) -> list[str]:
    """The words of all elements at an XPath, with single spaces."""
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def alerts_of(answer: Any) -> list[str]:
    return texts_of(parsed(answer), "//*[@role='alert']")


def messages_of(answer: Any) -> list[str]:
    """What the next page says on top."""
    return [str(message).strip() for message in answer.context["messages"]]
