"""What was asked, by whom and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.core.viewer import Viewer

PAGE_SIZE = 20
LAST_PAGE = 50  # nobody reads further; a deep page costs every engine more than the one before
LONGEST_TEXT = 200  # characters; what is longer is cut


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """A value; without a viewer there is no search.

    Options of one facet are alternatives, facets narrow each other. Without text, everything is found.
    """

    viewer: Viewer
    language: str  # the reader's: what is found in it comes first
    on: date  # what is in force on this day
    text: str = ""
    kinds: tuple[str, ...] = ()  # EntryKind; none: all
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1  # the first page is 1
