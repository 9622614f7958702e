"""What was asked, by whom and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.viewer import Viewer

PAGE_SIZE = 20
LARGEST_PAGE = 50  # of those who ask for JSON
LAST_PAGE = 50  # nobody reads further; a deep page costs every engine more than the one before
LONGEST_TEXT = 200  # characters; what is longer is cut


def last_page(total: int, size: int) -> int:
    """The number of the last page that can be asked for by its number; 1 if nothing was found."""
    return min(max(1, -(-total // size)), LAST_PAGE)


class Sort(models.TextChoices):
    """What comes first."""

    RELEVANCE = "", _("Best match")
    NEWEST = "newest", _("Newest")
    MOST_USED = "used", _("Most used in tenders")


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """A value; without a viewer there is no search.

    Options of one facet are alternatives, facets narrow each other. Without text, everything is found.
    """

    viewer: Viewer
    language: str  # the reader's: what is found in it comes first
    on: date  # what is in force on this day
    text: str = ""
    like: str = ""  # the key of an entry that is not to be found itself
    like_title: str = ""  # its title, any word of which is looked for; only if the reader may see it
    goes_on: bool = False  # whether its last word is only begun, as while somebody is typing
    kinds: tuple[str, ...] = ()  # EntryKind; none: all
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1  # the first page is 1
    size: int = PAGE_SIZE  # hits of a page, LARGEST_PAGE at most
    cursor: str = (
        ""  # ``Results.next_cursor`` of the page before; it takes the place of ``page``, and goes as deep as wanted
    )
