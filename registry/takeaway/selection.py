"""A release made ready to be chosen from: cards at a level, filters with counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from portal.core.ambitions import Ambition
from portal.core.facets import Facet, FacetOption
from registry.enums import AppliesTo, CriterionKind, Level, LifeCycleStage, Theme
from registry.models import CriterionVersion, Release
from registry.sealed.texts import Texts, texts_in
from registry.sealed.wording import as_html

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True, kw_only=True)
class Card:
    """One member of a release at the level a buyer looks for."""

    version: CriterionVersion  # with status
    texts: Texts
    level: int  # the highest it has that is not above the wanted one; its lowest where all are above
    is_ticked: bool
    requirement: SafeString
    mandatory: bool

    @property
    def levels(self) -> list[int]:
        return sorted(self.version.parsed.levels)

    @property
    def theme(self) -> str:
        return str(Theme(self.version.parsed.theme).label)

    @property
    def key(self) -> str:
        return f"{self.version}/L{self.level}"


@dataclass(frozen=True, kw_only=True)
class Selection:
    cards: tuple[Card, ...]
    facets: tuple[Facet, ...]
    total: int

    @property
    def is_filtered(self) -> bool:
        return any(option.checked for facet in self.facets for option in facet.options)


@dataclass(frozen=True)
class _FacetRule:
    name: str
    legend: "StrPromise"
    labels: "Mapping[str, StrPromise]"
    values: Callable[[CriterionVersion], Iterable[str]]


_RULES = (
    _FacetRule("kind", gettext_lazy("Kind"), dict(CriterionKind.choices), lambda version: [version.criterion.kind]),
    _FacetRule("theme", gettext_lazy("Theme"), dict(Theme.choices), lambda version: [version.parsed.theme]),
    _FacetRule(
        "stage", gettext_lazy("Life-cycle stage"), dict(LifeCycleStage.choices), lambda version: version.parsed.stages
    ),
    _FacetRule(
        "applies_to", gettext_lazy("Applies to"), dict(AppliesTo.choices), lambda version: version.parsed.applies_to
    ),
    _FacetRule("ambition", gettext_lazy("Ambition"), dict(Ambition.choices), lambda version: version.parsed.ambitions),
    _FacetRule(
        "has_level",
        gettext_lazy("Has level"),
        {str(value): label for value, label in Level.choices},
        lambda version: map(str, version.parsed.levels),
    ),
)


def select(
    release: Release, *, language: str, on: date, level: int | None, chosen: Mapping[str, Sequence[str]]
) -> Selection:
    """The members of a release that fit the chosen facet options, each at a level, in a fixed number of queries.

    ``chosen`` holds the ticked values by facet name; values that do not exist choose nothing. A ``level`` of 1 to 3
    ticks every card that has it.
    """
    members = release.members.select_related("version__criterion").order_by("position")
    mandatory = {member.version_id: member.mandatory for member in members}
    rows = CriterionVersion.objects.with_status(on=on).with_erratum_mark(on=on).for_cards(language=language)
    found = rows.in_bulk(list(mandatory))
    versions = [found[pk] for pk in mandatory]
    ticked = {rule.name: {value for value in chosen.get(rule.name, ()) if value in rule.labels} for rule in _RULES}
    values = {version.pk: {rule.name: set(rule.values(version)) for rule in _RULES} for version in versions}

    def fits(version: CriterionVersion, but: str = "") -> bool:
        return all(values[version.pk][name] & wanted for name, wanted in ticked.items() if wanted and name != but)

    facets = []
    for rule in _RULES:
        counts = Counter(
            value for version in versions if fits(version, rule.name) for value in values[version.pk][rule.name]
        )
        present = {value for version in versions for value in values[version.pk][rule.name]}
        options = (
            FacetOption(value, _option_label(rule, value), counts[value], value in ticked[rule.name])
            for value in rule.labels
            if value in present
        )
        facets.append(Facet(rule.name, str(rule.legend), tuple(options)))
    cards = tuple(_card(version, language, level, mandatory[version.pk]) for version in versions if fits(version))
    return Selection(cards=cards, facets=tuple(facets), total=len(versions))


def _option_label(rule: _FacetRule, value: str) -> str:
    label = str(rule.labels[value])
    return f"{value} {label}" if rule.name in ("ambition", "has_level") else label


def _card(version: CriterionVersion, language: str, wanted: int | None, mandatory: bool) -> Card:
    texts = texts_in(version, language)
    levels = sorted(version.parsed.levels)
    level = max((each for each in levels if each <= (wanted or levels[0])), default=levels[0])
    requirement = texts[f"requirement.{level}"]
    return Card(
        version=version,
        texts=texts,
        level=level,
        is_ticked=wanted is not None and level <= wanted,
        requirement=as_html(requirement, version.parsed.levels[level], requirement.lang),
        mandatory=mandatory,
    )
