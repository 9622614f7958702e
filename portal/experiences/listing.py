"""The list of experiences: what is asked for, what of it a reader may see, and what each other choice would leave."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.facets import Facet, FacetOption
from portal.core.viewer import Viewer
from portal.experiences.enums import Again, ContractType, Procedure, Stage, ValueBand
from portal.experiences.models import Face, FaceCitation
from portal.members.countries import CODES, country_name
from portal.members.models import Organisation
from registry.enums import Theme
from registry.models import CriterionVersion
from registry.sealed.criterion import CODE_PATTERN
from registry.sealed.texts import texts_in

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MOST_VALUES = 30  # of one facet that an address may name
_COLUMNS = ("country", "year", "value_band", "procedure", "contract_type", "stage", "again")


@dataclass(frozen=True)
class _Facet:
    """How one facet is named. Where ``labels`` is empty, its options are found in the data and ``fits`` guards them."""

    name: str
    legend: "StrPromise"
    labels: "Mapping[str, str | StrPromise]"
    fits: str = ""

    def read(self, values: Iterable[str]) -> tuple[str, ...]:
        """The values that mean something, each once."""
        known = (each for each in values if each in self.labels or (self.fits and re.fullmatch(self.fits, each)))
        return tuple(dict.fromkeys(known))[:MOST_VALUES]


FACETS = (
    _Facet("country", _("Country"), dict.fromkeys(CODES, "")),
    _Facet("buyer", _("Buyer"), {}, r".{1,200}"),
    _Facet("year", _("Year"), {}, r"20[0-9]{2}"),
    _Facet("value_band", _("Value"), dict(ValueBand.choices)),
    _Facet("procedure", _("Procedure"), dict(Procedure.choices)),
    _Facet("contract_type", _("Type of contract"), dict(ContractType.choices)),
    _Facet("theme", _("Theme"), dict(Theme.choices)),
    _Facet("criterion", _("Criterion"), {}, CODE_PATTERN),
    _Facet("stage", _("Outcome"), dict(Stage.choices)),
    _Facet("again", _("Would they do it again?"), dict(Again.choices)),
)
SORTS: Mapping[str, tuple["StrPromise", tuple[Any, ...]]] = {
    "year": (_("Newest tender first"), ("-year", "-published_at", "pk")),
    "published": (_("Latest published first"), ("-published_at", "pk")),
    "bids": (_("Most bids first"), (F("bids").desc(nulls_last=True), "-year", "-published_at", "pk")),
}
USUAL_SORT = "year"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the address of a list asks for; ``viewer`` has no default."""

    viewer: Viewer
    chosen: Mapping[str, tuple[str, ...]]  # by facet; only those with a choice
    sort: str = USUAL_SORT

    @classmethod
    def read(cls, data: QueryDict, *, viewer: Viewer) -> Self:
        """Read plain GET parameters; what means nothing is ignored, so that any address works."""
        chosen = {facet.name: facet.read(data.getlist(facet.name)) for facet in FACETS}
        sort = data.get("sort", "")
        return cls(
            viewer=viewer,
            chosen={name: values for name, values in chosen.items() if values},
            sort=sort if sort in SORTS else USUAL_SORT,
        )

    @property
    def encoded(self) -> str:
        """ "country=SE&theme=battery", without the page."""
        sort = [("sort", self.sort)] if self.sort != USUAL_SORT else []
        return urlencode([*((name, value) for name, values in self.chosen.items() for value in values), *sort])

    def without(self, facet: str, value: str) -> "Question":
        kept = {name: tuple(each for each in values if (name, each) != (facet, value)) for name, values in self._items}
        return replace(self, chosen={name: values for name, values in kept.items() if values})

    def sorted_by(self, sort: str) -> "Question":
        return replace(self, sort=sort)

    @property
    def _items(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        return self.chosen.items()


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Listing:
    """What a question finds."""

    question: Question
    total: int  # experiences that the viewer may see at all
    found: tuple[int, ...]  # ids of faces, in order
    facets: tuple[Facet, ...]

    @property
    def is_sorted_otherwise(self) -> bool:
        """The form keeps an order that is not the usual one."""
        return self.question.sort != USUAL_SORT

    @property
    def chips(self) -> list[Link]:
        """The choices in effect, each with the address without it."""
        return [
            Link(option.label, f"?{self.question.without(facet.name, option.value).encoded}")
            for facet in self.facets
            for option in facet.options
            if option.checked
        ]

    @property
    def sorts(self) -> list[Link]:
        question = self.question
        return [
            Link(str(label), f"?{question.sorted_by(name).encoded}", name == question.sort)
            for name, (label, _order) in SORTS.items()
        ]


Members = Mapping[str, Mapping[str, set[int]]]  # by facet and value, the ids of the faces that have it


class _Labels(NamedTuple):
    """What options are called that only the data knows."""

    buyers: Mapping[str, str]
    criteria: Mapping[str, tuple[str, str]]  # code: label and its language


def list_experiences(question: Question) -> Listing:
    """Everything that fits, and the facets with their counts. Four queries; two more after a face came or went."""
    faces, members, labels = _read(question)
    fitting = {name: _with_any(members[name], values) for name, values in question.chosen.items()}
    facets = []
    for facet in FACETS:
        others = [ids for name, ids in fitting.items() if name != facet.name]
        counts = {value: len(ids.intersection(*others)) for value, ids in members[facet.name].items()}
        facets.append(_shown(facet, counts, question.chosen.get(facet.name, ()), labels))
    found = tuple(pk for pk in faces if all(pk in ids for ids in fitting.values()))
    return Listing(question, len(faces), found, tuple(facet for facet in facets if facet.options))


def _with_any(members: Mapping[str, set[int]], values: Iterable[str]) -> set[int]:
    return set().union(*(members.get(value, set()) for value in values))


def _read(question: Question) -> tuple[tuple[int, ...], Members, _Labels]:
    """All that the viewer may see, sorted, which of it has which value, and what buyers and criteria are called."""
    found = counted(question.viewer, question.sort, Face.objects.generation())
    organisations = Organisation.objects.in_bulk(list(found.by_organisation))
    buyers = {each.slug: each.display_name for each in organisations.values()} | {name: name for name in found.by_name}
    language = get_language() or settings.LANGUAGE_CODE
    versions = CriterionVersion.objects.for_cards(language=language).in_bulk(list(found.newest.values()))
    criteria, named = {}, {}
    for criterion, pk in found.newest.items():
        code, title = versions[pk].criterion.code, texts_in(versions[pk], language).title
        criteria[code] = found.by_criterion[criterion]
        named[code] = (f"{code} {title}", "" if title.lang == language else title.lang)
    by_slug = {organisations[pk].slug: ids for pk, ids in found.by_organisation.items()}
    members = {**found.by_value, "buyer": {**by_slug, **found.by_name}, "criterion": criteria}
    return found.ids, members, _Labels(buyers, named)


Ids = Mapping[int, set[int]]


class _Counted(NamedTuple):
    """The ids of faces by what they say."""

    ids: tuple[int, ...]  # all of them, in order
    by_value: Mapping[str, Mapping[str, set[int]]]  # facet: value: faces
    by_organisation: Ids
    by_name: Mapping[str, set[int]]  # of buyers that are no members
    by_criterion: Ids
    newest: Mapping[int, int]  # of each criterion the newest version that was cited


@lru_cache(maxsize=2)  # visitors, and the members who read most; a few megabytes for ten thousand experiences
def counted(viewer: Viewer, sort: str, generation: tuple[int, int]) -> _Counted:
    """What the viewer may see, read once for as long as the faces are of one generation."""
    faces = Face.objects.visible_to(viewer).order_by(*SORTS[sort][1])
    by_value: dict[str, defaultdict[str, set[int]]] = {name: defaultdict(set) for name in (*_COLUMNS, "theme")}
    by_organisation, by_name = defaultdict[int, set[int]](set), defaultdict[str, set[int]](set)
    ids = []
    columns = [by_value[name] for name in _COLUMNS]
    for pk, organisation, buyer, *values in faces.values_list("pk", "organisation", "experience__buyer", *_COLUMNS):
        ids.append(pk)
        if organisation:
            by_organisation[organisation].add(pk)
        else:
            by_name[buyer].add(pk)
        for column, value in zip(columns, values, strict=True):
            if value:
                column[str(value)].add(pk)
    by_criterion, newest_of = defaultdict[int, set[int]](set), dict[int, int]()
    cited = FaceCitation.objects.visible_to(viewer).order_by()
    for face, criterion, theme, version in cited.values_list("face", "criterion", "theme", "version"):
        by_criterion[criterion].add(face)
        by_value["theme"][theme].add(face)
        newest_of[criterion] = max(newest_of.get(criterion, 0), version)
    return _Counted(tuple(ids), by_value, by_organisation, by_name, by_criterion, newest_of)


def _shown(facet: _Facet, counts: Mapping[str, int], checked: Sequence[str], labels: _Labels) -> Facet:
    """What would leave nothing is not offered, unless it is ticked."""
    values = dict.fromkeys([*(value for value, count in counts.items() if count), *checked])
    options = [_option(facet, value, counts.get(value, 0), value in checked, labels) for value in values]
    return Facet(facet.name, str(facet.legend), tuple(sorted(options, key=lambda each: _place(facet, each))))


def _option(facet: _Facet, value: str, count: int, is_checked: bool, labels: _Labels) -> FacetOption:
    label, language = value, ""
    if facet.name == "criterion":
        label, language = labels.criteria.get(value, (value, ""))
    elif facet.name == "buyer":
        label = labels.buyers.get(value, value)
    elif facet.name == "country":
        label = country_name(value)
    elif facet.labels:
        label = str(facet.labels[value])
    return FacetOption(value, label, count, is_checked, language)


def _place(facet: _Facet, option: FacetOption) -> tuple[int, str]:
    """Where an option stands: years from the newest, buyers from the busiest, words in their own order."""
    if facet.name == "year":
        return -int(option.value), ""
    if facet.name == "buyer":
        return -option.count, option.label.casefold()
    if facet.name in ("country", "criterion"):
        return 0, option.label.casefold()
    return list(facet.labels).index(option.value), ""
