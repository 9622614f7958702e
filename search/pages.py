"""The page of results made ready to be shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registry.enums import CriterionKind, Theme
from registry.models import CriteriaSet, Criterion
from registry.sealed.criterion import CODE_PATTERN
from registry.sealed.numbers import NUMBER_PATTERN, VersionNumber
from search.backends import Hit, Results
from search.entries import EntryKind
from search.forms import FACETS, SET, FacetField, address, parameters, without
from search.queries import LAST_PAGE, PAGE_SIZE, SearchQuery

_CITED = re.compile(rf"({CODE_PATTERN})(?:@({NUMBER_PATTERN})(?:/L[1-3])?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Card:
    """One hit with what is told of it beside the text."""

    hit: Hit
    url: str
    facts: Sequence[str]


@dataclass(frozen=True)
class FacetOption:
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    name: str
    legend: str
    options: Sequence[FacetOption]


@dataclass(frozen=True)
class SearchPage:
    """What ``search/search.html`` shows of a query and its results."""

    query: SearchQuery
    results: Results

    @cached_property
    def cards(self) -> list[Card]:
        return [Card(hit, hit.address(self.query.language), _facts(hit)) for hit in self.results.hits]

    @property
    def tabs(self) -> list[Link]:
        """Everything, then each kind: the same text without the facets, which belong to criteria."""
        text = replace(self.query, kinds=(), facets={}, page=1)
        kinds = self.results.kinds
        tabs = [Link(_("All"), address(text), sum(kinds.values()), not self.query.kinds)]
        for kind in EntryKind:
            of_kind = replace(text, kinds=(kind.value,))
            tabs.append(Link(str(kind.label), address(of_kind), kinds.get(kind, 0), self.query.kinds == (kind.value,)))
        return tabs

    @cached_property
    def fields(self) -> list[FacetField]:
        """The facets there are; the sets with their titles, once there is more than one or one is asked for."""
        is_told = SET in self.query.facets or len(self.results.facets.get(SET, ())) > 1
        sets = CriteriaSet.objects.select_related("register").order_by("slug") if is_told else ()
        titles = {criteria_set.slug: criteria_set.title for criteria_set in sets}
        return [*FACETS, FacetField(SET, gettext_lazy("Set"), titles)]

    @property
    def facets(self) -> list[Facet]:
        """The facets of what was found; an option that would leave nothing is shown only while it is ticked."""
        facets = []
        for field in self.fields:
            counts = self.results.facets.get(field.name, {})
            ticked = self.query.facets.get(field.name, ())
            options = [
                FacetOption(value, field.label(value), counts.get(value, 0), value in ticked)
                for value in field.labels
                if counts.get(value) or value in ticked
            ]
            facets.append(Facet(field.name, str(field.legend), options))
        return [facet for facet in facets if facet.options]

    @property
    def chips(self) -> list[Link]:
        """The options in effect, each with the address of the search without it."""
        return [
            Link(field.label(value), address(without(self.query, field.name, value)))
            for field in self.fields
            for value in self.query.facets.get(field.name, ())
        ]

    @property
    def is_anything_found(self) -> bool:
        """Whether the text finds something, if only without the filters."""
        return any(self.results.kinds.values())

    @property
    def page(self) -> Page[int]:
        """For the pagination: places, not hits."""
        places = range(min(self.results.total, LAST_PAGE * PAGE_SIZE))
        return Paginator(places, PAGE_SIZE).get_page(self.results.page)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What the form of the text keeps: all but the text."""
        return [(name, value) for name, value in parameters(self.query) if name != "q"]

    @property
    def encoded(self) -> str:
        return address(self.query).removeprefix("?")

    @property
    def everything_url(self) -> str:
        return address(replace(self.query, text="", kinds=(), facets={}))

    @property
    def unfiltered_url(self) -> str:
        return address(replace(self.query, kinds=(), facets={}))

    @property
    def suggestion(self) -> Link | None:
        """The search for what may have been meant."""
        text = self.results.suggestion
        return Link(text, address(replace(self.query, text=text))) if text else None

    @cached_property
    def cited(self) -> Link | None:
        """The page of a version or criterion that the text cites, if it is not the one in force that was found."""
        match = _CITED.fullmatch(self.query.text)
        if match is None:
            return None
        code, number = match[1].upper(), (match[2] or "").lower()
        in_force = next((hit.version for hit in self.results.hits if hit.code == code), "")
        if in_force and number in ("", in_force):
            return None
        criterion = Criterion.objects.filter(code=code).first()
        if criterion is None:
            return None
        if not number:
            return Link(code, criterion.get_absolute_url())
        version = criterion.versions.numbered(VersionNumber.parse(number)).first()
        return Link(str(version), version.get_absolute_url()) if version else None


def _facts(hit: Hit) -> list[str]:
    """What kind of thing a hit is, its theme and its levels, in words."""
    if hit.kind == EntryKind.PAGE:
        return [_("Page")]
    levels = ", ".join(hit.facets.get("level", ()))
    return [
        *(str(CriterionKind(kind).label) for kind in hit.facets.get("criterion_kind", ())),
        *(str(Theme(theme).label) for theme in hit.facets.get("theme", ())),
        ngettext("Level %(levels)s", "Levels %(levels)s", levels.count(",") + 1) % {"levels": levels},
    ]
