"""The way from the front page down to a page."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str  # empty for the page itself


def trail(*steps: tuple[str, str]) -> list[Crumb]:
    """The front page, then the given (label, url) pairs; the last one, the page itself, without url."""
    return [Crumb(_("Home"), f"/{get_language()}/"), *(Crumb(label, url) for label, url in steps)]
