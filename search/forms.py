"""What people send to the search: plain GET parameters. What means nothing is ignored, so that any address works."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from portal.core.ambitions import Ambition
from portal.core.viewer import Viewer
from portal.experiences.enums import Again, ContractType, Procedure, Stage, ValueBand
from portal.members.countries import CODES, country_name
from portal.members.enums import OrganisationKind
from registry.enums import AppliesTo, CriterionKind, Level, Theme
from search.entries import EntryKind
from search.queries import LARGEST_PAGE, LAST_PAGE, LONGEST_TEXT, PAGE_SIZE, SearchQuery, Sort

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

SET, BUYER = "set", "buyer"  # facets that the database names: by their slugs, and by their names in English
MOST_VALUES = 10  # that an address may name of a facet whose options are not known beforehand
LONGEST_CURSOR = 2_000
_KEY = re.compile(r"[a-z]{1,20}:[-.a-zA-Z0-9]{1,60}")
_country = lazy(country_name, str)


class Order(Enum):
    """In which the options of a facet stand."""

    GIVEN = auto()  # by their labels, as those are given
    NAME = auto()
    NEWEST = auto()  # years
    MOST = auto()  # of what there is most


@dataclass(frozen=True)
class FacetField:
    """A facet as people tick it. Where ``labels`` do not say what there is, the data does, and ``fits`` guards it."""

    name: str
    legend: "StrPromise"
    labels: "Mapping[str, str | StrPromise]" = field(default_factory=dict)
    shows_value: bool = False  # "2 Advanced", "A4 Longer lifespan"
    fits: str = ""  # a regular expression
    order: Order = Order.GIVEN
    is_shared: bool = False  # by several kinds of things; the others show once their kind is chosen

    def read(self, values: Iterable[str]) -> tuple[str, ...]:
        """The values that mean something, each once, in the order of the labels."""
        ticked = dict.fromkeys(values)
        if self.fits:
            return tuple(value for value in ticked if re.fullmatch(self.fits, value))[:MOST_VALUES]
        return tuple(value for value in self.labels if value in ticked)

    def label(self, value: str) -> str:
        """An option in words; as it stands if nobody knows it."""
        label = str(self.labels.get(value, value))
        return f"{value} {label}" if self.shows_value else label

    def shown(self, counts: Mapping[str, int], ticked: Collection[str]) -> list[str]:
        """The options to offer, in order: what would leave nothing only while it is ticked."""
        values = [value for value in {**counts, **dict.fromkeys(ticked, 0)} if counts.get(value) or value in ticked]
        return sorted(values, key=lambda value: self._place(value, counts.get(value, 0)))

    def _place(self, value: str, count: int) -> tuple[int, str]:
        if self.order is Order.GIVEN and value in self.labels:
            return (list(self.labels).index(value), "")
        if self.order is Order.NEWEST:
            return (-int(value), "")
        first = {Order.MOST: -count, Order.NAME: 0, Order.GIVEN: len(self.labels)}[self.order]
        return (first, self.label(value).casefold())


FACETS = (
    FacetField("theme", _("Theme"), dict(Theme.choices), is_shared=True),
    FacetField("criterion_kind", _("Kind"), dict(CriterionKind.choices)),
    FacetField("level", _("Level"), {str(value): label for value, label in Level.choices}, shows_value=True),
    FacetField("applies_to", _("Applies to"), dict(AppliesTo.choices)),
    FacetField("ambition", _("Ambition"), dict(Ambition.choices), shows_value=True),
    FacetField(SET, _("Set"), fits=r"[-a-zA-Z0-9_]{1,50}"),
    FacetField("country", _("Country"), {code: _country(code) for code in CODES}, order=Order.NAME, is_shared=True),
    FacetField(BUYER, _("Buyer"), fits=r"[^|\x00-\x1f]{1,200}", order=Order.MOST),
    FacetField("member_kind", _("Kind of member"), dict(OrganisationKind.choices)),
    FacetField("year", _("Year"), fits=r"20[0-9]{2}", order=Order.NEWEST),
    FacetField("value_band", _("Value"), dict(ValueBand.choices)),
    FacetField("procedure", _("Procedure"), dict(Procedure.choices)),
    FacetField("contract_type", _("Type of contract"), dict(ContractType.choices)),
    FacetField("stage", _("Outcome"), dict(Stage.choices)),
    FacetField("again", _("Would they do it again?"), dict(Again.choices)),
)


def read_query(data: QueryDict, *, viewer: Viewer, language: str, on: date) -> SearchQuery:
    """The search that an address asks for."""
    chosen = {facet.name: facet.read(data.getlist(facet.name)) for facet in FACETS if facet.name in data}
    page = data.get("page", "")
    text = " ".join(data.get("q", "").split())[:LONGEST_TEXT].strip()
    return SearchQuery(
        viewer=viewer,
        language=language,
        on=on,
        text=text,
        like=key if not text and _KEY.fullmatch(key := data.get("like", "")) else "",
        kinds=tuple(kind for kind in EntryKind.values if kind in data.getlist("kind")),
        facets={name: values for name, values in chosen.items() if values},
        sort=Sort(sort) if (sort := data.get("sort", "")) in Sort else Sort.RELEVANCE,
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
    sort = [("sort", query.sort.value)] if query.sort else []
    return [*text, *like, *kinds, *chosen, *sort]


def address(query: SearchQuery) -> str:
    """ "?q=battery&kind=criterion", to follow from any page of the search."""
    return f"?{urlencode(parameters(query))}"


def without(query: SearchQuery, facet: str, value: str) -> SearchQuery:
    """The same search without one option."""
    kept = {name: tuple(v for v in values if (name, v) != (facet, value)) for name, values in query.facets.items()}
    return replace(query, facets={name: values for name, values in kept.items() if values})
