"""The way from the front page down to a page."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Named(str):
    """A label in a language of its own, such as the title of what somebody wrote."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, label: str, lang: str) -> Self:
        named = super().__new__(cls, label)
        named.lang = lang
        return named


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str  # empty for the page itself

    @property
    def lang(self) -> str:
        """The language of the label where that knows one; empty: that of the page."""
        return getattr(self.label, "lang", "")


def trail(*steps: tuple[str, str]) -> list[Crumb]:
    """The front page, then the given (label, url) pairs; the last one, the page itself, without url."""
    return [Crumb(_("Home"), f"/{get_language()}/"), *(Crumb(label, url) for label, url in steps)]
