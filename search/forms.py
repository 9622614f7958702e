"""What people send to the search: plain GET parameters. What means nothing is ignored, so that any address works."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.core.ambitions import Ambition
from portal.core.viewer import Viewer
from registry.enums import AppliesTo, CriterionKind, Level, Theme
from search.entries import EntryKind
from search.queries import LARGEST_PAGE, LAST_PAGE, LONGEST_TEXT, PAGE_SIZE, SearchQuery

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

SET = "set"  # a facet whose options are not known beforehand: the slugs of the sets
MOST_SETS = 10
LONGEST_CURSOR = 2_000
_KEY = re.compile(r"[a-z]{1,20}:[-a-zA-Z0-9]{1,50}")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,50}")


@dataclass(frozen=True)
class FacetField:
    """A facet as people tick it; its labels in the order in which they are shown."""

    name: str
    legend: "StrPromise"
    labels: "Mapping[str, str | StrPromise]"
    shows_value: bool = False  # "2 Advanced", "A4 Longer lifespan"

    def label(self, value: str) -> str:
        """An option in words; as it stands if nobody knows it."""
        label = str(self.labels.get(value, value))
        return f"{value} {label}" if self.shows_value else label


FACETS = (
    FacetField("theme", _("Theme"), dict(Theme.choices)),
    FacetField("criterion_kind", _("Kind"), dict(CriterionKind.choices)),
    FacetField("level", _("Level"), {str(value): label for value, label in Level.choices}, shows_value=True),
    FacetField("applies_to", _("Applies to"), dict(AppliesTo.choices)),
    FacetField("ambition", _("Ambition"), dict(Ambition.choices), shows_value=True),
)


def read_query(data: QueryDict, *, viewer: Viewer, language: str, on: date) -> SearchQuery:
    """The search that an address asks for."""
    ticked = {field.name: set(data.getlist(field.name)) for field in FACETS}
    chosen = {field.name: tuple(value for value in field.labels if value in ticked[field.name]) for field in FACETS}
    sets = [slug for slug in dict.fromkeys(data.getlist(SET)) if _SLUG.fullmatch(slug)]
    page = data.get("page", "")
    text = " ".join(data.get("q", "").split())[:LONGEST_TEXT].strip()
    return SearchQuery(
        viewer=viewer,
        language=language,
        on=on,
        text=text,
        like=key if not text and _KEY.fullmatch(key := data.get("like", "")) else "",
        kinds=tuple(kind for kind in EntryKind.values if kind in data.getlist("kind")),
        facets={name: values for name, values in {**chosen, SET: tuple(sets[:MOST_SETS])}.items() if values},
        page=min(int(page), LAST_PAGE) if page.isdecimal() and len(page) < 6 else 1,
    )


def read_portion(query: SearchQuery, data: QueryDict) -> SearchQuery:
    """The same search with the size and the place that a program asks for."""
    size = data.get("size", "")
    most = min(max(int(size), 1), LARGEST_PAGE) if size.isdecimal() and len(size) < 6 else PAGE_SIZE
    return replace(query, size=most, cursor=data.get("cursor", "")[:LONGEST_CURSOR])


def is_cut(data: QueryDict) -> bool:
    """Whether the text was longer than what is searched for."""
    return len(" ".join(data.get("q", "").split())) > LONGEST_TEXT


def parameters(query: SearchQuery) -> list[tuple[str, str]]:
    """The search as parameters of an address, without its page."""
    chosen = [(name, value) for name, values in query.facets.items() for value in values]
    kinds = [("kind", kind) for kind in query.kinds]
    text = [("q", query.text)] if query.text else []
    like = [("like", query.like)] if query.like else []
    return [*text, *like, *kinds, *chosen]


def address(query: SearchQuery) -> str:
    """ "?q=battery&kind=criterion", to follow from any page of the search."""
    return f"?{urlencode(parameters(query))}"


def without(query: SearchQuery, facet: str, value: str) -> SearchQuery:
    """The same search without one option."""
    kept = {name: tuple(v for v in values if (name, v) != (facet, value)) for name, values in query.facets.items()}
    return replace(query, facets={name: values for name, values in kept.items() if values})
