"""The page of results made ready to be shown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from portal.core.facets import Facet, FacetOption
from portal.core.markup import filled
from portal.experiences.enums import Stage
from portal.members.countries import country_name
from portal.members.enums import OrganisationKind
from registry.enums import CriterionKind, StatusKind, Theme
from registry.models import Criterion
from registry.sealed.criterion import CODE_PATTERN
from registry.sealed.numbers import NUMBER_PATTERN, VersionNumber
from search.backends import Hit, Results
from search.entries import EntryKind
from search.faces import Origin
from search.forms import BUYER, FACETS, SET, FacetField, address, parameters, without
from search.labels import buyer_names, set_titles
from search.places import place
from search.queries import LAST_PAGE, PAGE_SIZE, SearchQuery, Sort

KEPT_WORDS = 1_024  # what is said of criteria of one kind, theme and levels, in one language
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
    lang: str  # of its texts, where it is not the reader's
    url: str
    more_url: str  # of a search for more like it
    facts: SafeString  # each in a span: said of every hit, a loop of the template takes longer than the rest of a card
    notes: Sequence["Note"] = ()


@dataclass(frozen=True)
class Note:
    """What a reader has to know of a hit, as a tag."""

    label: str
    color: str


@dataclass(frozen=True)
class SearchPage:
    """What ``search/search.html`` shows of a query and its results."""

    query: SearchQuery
    results: Results

    @cached_property
    def cards(self) -> list[Card]:
        language, search = self.query.language, place("search")
        return [
            Card(
                hit,
                lang=hit.language if hit.language != language else "",
                url=hit.address(language),
                more_url=f"{search}?like={quote(hit.key, safe=':')}",
                facts=_FACTS[EntryKind(hit.kind)](hit),
                notes=_notes(hit),
            )
            for hit in self.results.hits
        ]

    @cached_property
    def tabs(self) -> list[Link]:
        """Everything, then each kind: the same text without the facets, which belong to some kinds."""
        text = replace(self.query, kinds=(), facets={}, page=1)
        kinds = self.results.kinds
        tabs = [Link(_("All"), address(text), sum(kinds.values()), not self.query.kinds)]
        for kind in EntryKind:
            of_kind = replace(text, kinds=(kind.value,))
            tabs.append(Link(str(kind.label), address(of_kind), kinds.get(kind, 0), self.query.kinds == (kind.value,)))
        return tabs

    @cached_property
    def sorts(self) -> list[Link]:
        """The orders to choose from; only criteria are used more or less. Empty where there is nothing to order."""
        if self.results.total < 2:
            return []
        has_criteria = self.results.kinds.get(EntryKind.CRITERION) and EntryKind.CRITERION in (
            self.query.kinds or EntryKind.values
        )
        orders = [sort for sort in Sort if sort is not Sort.MOST_USED or has_criteria or sort is self.query.sort]
        first = replace(self.query, page=1)
        return [
            Link(str(sort.label), address(replace(first, sort=sort)), current=sort is first.sort) for sort in orders
        ]

    @cached_property
    def fields(self) -> list[FacetField]:
        """The facets to offer, in words: what is in effect, what several kinds share, and the rest of a chosen kind.

        The sets only once there is more than one.
        """
        there = {name for name, counts in self.results.facets.items() if name != SET or len(counts) > 1}
        fitting = {field.name for field in FACETS if field.is_shared or self.query.kinds}
        offered = there & fitting | self.query.facets.keys()
        named = {SET: set_titles, BUYER: buyer_names}
        return [
            replace(field, labels=named[field.name]()) if field.name in named else field
            for field in FACETS
            if field.name in offered
        ]

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets of what was found; an option that would leave nothing is shown only while it is ticked."""
        facets = []
        for field in self.fields:
            counts = self.results.facets.get(field.name, {})
            ticked = self.query.facets.get(field.name, ())
            options = [
                FacetOption(value, field.label(value), counts.get(value, 0), value in ticked)
                for value in field.shown(counts, ticked)
            ]
            facets.append(Facet(field.name, str(field.legend), options))
        return [facet for facet in facets if facet.options]

    @cached_property
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

    @cached_property
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
            return Link(code, criterion.get_absolute_url()) if criterion.versions.finals().exists() else None
        version = criterion.versions.numbered(VersionNumber.parse(number)).first()
        return Link(str(version), version.get_absolute_url()) if version else None


def _spans(facts: Iterable[str]) -> SafeString:
    return SafeString(" ".join(filled("<span>{}</span>", fact) for fact in facts))


def _criterion_facts(hit: Hit) -> SafeString:
    """What kind of criterion it is, its theme and its levels, in words."""
    kinds, themes, levels = (hit.facets.get(name, ()) for name in ("criterion_kind", "theme", "level"))
    return _criterion_words(kinds, themes, levels, get_language())


@lru_cache(KEPT_WORDS)
def _criterion_words(
    kinds: tuple[str, ...], themes: tuple[str, ...], levels: tuple[str, ...], _language: str | None
) -> SafeString:
    named = [*(str(CriterionKind(kind).label) for kind in kinds), *(str(Theme(theme).label) for theme in themes)]
    told = ngettext("Level %(levels)s", "Levels %(levels)s", len(levels)) % {"levels": ", ".join(levels)}
    return _spans([*named, told])


def _experience_facts(hit: Hit) -> SafeString:
    """Whose tender, where, when, and how far it is."""
    return _spans(
        [
            _("Tender experience"),
            *(buyer_names().get(buyer, buyer) for buyer in hit.facets.get("buyer", ())),
            *map(country_name, hit.facets.get("country", ())),
            *hit.facets.get("year", ()),
            *(str(Stage(stage).label) for stage in hit.facets.get("stage", ())),
        ]
    )


def _member_facts(hit: Hit) -> SafeString:
    kinds = (str(OrganisationKind(kind).label) for kind in hit.facets.get("member_kind", ()))
    return _spans([*kinds, *map(country_name, hit.facets.get("country", ()))])


def _page_facts(hit: Hit) -> SafeString:
    return _spans([_("Page")])


_FACTS = {
    EntryKind.CRITERION: _criterion_facts,
    EntryKind.EXPERIENCE: _experience_facts,
    EntryKind.MEMBER: _member_facts,
    EntryKind.PAGE: _page_facts,
}
_COLORS = {Origin.MEMBERS: "brand1", Origin.FICTIONAL: "warning", Origin.PUBLIC_SOURCES: "info"}


_WARNINGS = {StatusKind.DEPRECATED: gettext_lazy("Deprecated"), StatusKind.ERRATUM: gettext_lazy("Erratum")}


def _notes(hit: Hit) -> list[Note]:
    origins = hit.facets.get("origin", ())
    return [
        *(Note(str(origin.label), _COLORS[origin]) for origin in Origin if origins and origin in origins),
        *(Note(str(_WARNINGS[StatusKind(mark)]), "warning") for mark in hit.marks),
    ]
