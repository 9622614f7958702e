"""A basket made ready to be read: texts, values, findings, grouped as a tender annex."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.safestring import SafeString

from registry.enums import IN_FORCE, CriterionKind, StatusKind
from registry.models import CriterionVersion
from registry.sealed.texts import Text, Texts, texts_in
from registry.sealed.wording import as_html, as_plain, shown_value
from registry.takeaway.adapted import Adapted, adaptations_named, adapted
from registry.takeaway.basket import Basket, BasketItem
from registry.takeaway.citations import source_line
from registry.takeaway.findings import Finding, findings_of
from registry.takeaway.reading import ParameterReading, ProofReading, read_parameters, read_proof
from registry.takeaway.status_notes import errata_of, notes_on


@dataclass(frozen=True, kw_only=True)
class AnnexEntry:
    """One item with the version it pins and all that is written about it in the annex."""

    item: BasketItem
    version: CriterionVersion  # with status; its criterion and translations are loaded
    texts: Texts
    values: dict[str, str]  # of every parameter at this level, the buyer's own where given
    newer: CriterionVersion | None  # the version in force, where the pinned one is not
    adapted: Adapted | None = None  # by the city whose words are taken
    findings: tuple[Finding, ...] = ()

    @property
    def requirement(self) -> Text:
        return self.texts[f"requirement.{self.item.level}"]

    @property
    def requirement_html(self) -> SafeString:
        return as_html(self.requirement, self.values, self.requirement.lang)

    @property
    def proof(self) -> tuple[ProofReading, ...]:
        return read_proof(self.version, self.texts, self.values)

    @property
    def follow_up_html(self) -> SafeString:
        text = self.texts["follow_up"]
        return as_html(text, self.values, text.lang)

    @property
    def follow_up_text(self) -> str:
        text = self.texts["follow_up"]
        return as_plain(text, self.values, text.lang)

    @property
    def parameters(self) -> tuple[ParameterReading, ...]:
        """The fields of this item, named as the basket's form names them."""
        prefix = f"value|{self.item.key}|"
        return read_parameters(self.version, self.texts, self.values, prefix)

    @property
    def is_award(self) -> bool:
        return self.version.criterion.kind == CriterionKind.AWARD

    @property
    def is_clause(self) -> bool:
        return self.version.criterion.kind == CriterionKind.PERFORMANCE

    @property
    def shown_weight(self) -> str:
        return shown_value(self.item.weight, self.texts.wanted)

    @property
    def has_faults(self) -> bool:
        return any(finding.code == "value" for finding in self.findings)

    @property
    def levels(self) -> list[int]:
        return sorted(self.version.parsed.levels)

    @property
    def requirement_text(self) -> str:
        """The requirement with its values, as plain text in the language it has."""
        return as_plain(self.requirement, self.values, self.requirement.lang)

    @property
    def status(self) -> str:
        return self.version.status or "upcoming"

    @property
    def errata(self) -> tuple[Text, ...]:
        return errata_of(self.version, self.texts.wanted)

    @property
    def notes(self) -> tuple[Text, ...]:
        """What has to be known of its text and is not in it: an erratum, or that it should not be used any more."""
        return notes_on(self.version, self.texts.wanted)

    @property
    def source_line(self) -> str:
        """What is cited under the text: code, version, level, language, and the adaptation if there is one."""
        line = source_line(self.version, self.item.level, self.requirement.lang)
        return f"{line}; {self.adapted.citation}" if self.adapted else line


@dataclass(frozen=True, kw_only=True)
class AnnexGroup:
    kind: CriterionKind
    own_heading: str  # empty where the usual one stands
    entries: tuple[AnnexEntry, ...]

    @property
    def kind_label(self) -> str:
        return str(self.kind.label)

    @property
    def heading(self) -> str:
        return self.own_heading or self.kind_label

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(entry.item.key for entry in self.entries)


@dataclass(frozen=True, kw_only=True)
class Annex:
    """A basket in a language on a day; ``unknown`` are items whose version does not exist."""

    title: str
    language: str
    groups: tuple[AnnexGroup, ...]
    findings: tuple[Finding, ...] = ()  # about the basket as a whole
    unknown: tuple[BasketItem, ...] = field(default=())

    @property
    def entries(self) -> tuple[AnnexEntry, ...]:
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def has_faults(self) -> bool:
        """Whether a value is out of its bounds, so that the annex cannot be handed in."""
        return any(entry.has_faults for entry in self.entries)

    @property
    def newer(self) -> tuple[AnnexEntry, ...]:
        return tuple(entry for entry in self.entries if entry.newer)


def make_annex(basket: Basket, *, language: str, on: date) -> Annex:
    """Read a basket in a language as of a day, in a fixed number of queries whatever its length."""
    versions = {str(version): version for version in _pinned(basket.items, on)}
    in_force = _in_force({version.criterion_id for version in versions.values()}, on)
    known = [item for item in basket.items if _is_known(item, versions.get(item.citation))]
    pairs = [(item, versions[item.citation]) for item in known]
    found = findings_of(pairs, known_codes=in_force)
    named = adaptations_named(known)
    entries = [
        _entry(item, version, in_force, found.of_items, language, adapted(item, version, named))
        for item, version in pairs
    ]
    groups = [
        AnnexGroup(
            kind=CriterionKind(kind),
            own_heading=basket.headings.get(kind, ""),
            entries=tuple(entry for entry in entries if entry.version.criterion.kind == kind),
        )
        for kind in CriterionKind.values
    ]
    return Annex(
        title=basket.title,
        language=language,
        groups=tuple(group for group in groups if group.entries),
        findings=found.of_basket,
        unknown=tuple(item for item in basket.items if item not in known),
    )


def _pinned(items: Iterable[BasketItem], on: date) -> Iterable[CriterionVersion]:
    wanted = {item.citation for item in items}
    if not wanted:
        return []
    codes = {item.code for item in items}
    numbers = Q(pk__in=[])
    for number in {item.number for item in items}:
        major, minor, patch = number.split("-")[0].split(".")
        numbers |= Q(major=major, minor=minor, patch=patch)
    finals = (
        CriterionVersion.objects.finals().with_status(on=on).with_errata(on=on).for_cards()
    )  # no tender may ask for a candidate
    versions = finals.filter(numbers, criterion__code__in=codes)
    return [version for version in versions if str(version) in wanted]


def _in_force(criteria: set[int], on: date) -> dict[str, CriterionVersion]:
    """The newest version in force of each criterion, by code."""
    versions = CriterionVersion.objects.in_force(on=on).filter(criterion_id__in=criteria).select_related("criterion")
    newest: dict[str, CriterionVersion] = {}
    for version in versions.order_by("major", "minor", "patch"):
        newest[version.criterion.code] = version
    return newest


def _is_known(item: BasketItem, version: CriterionVersion | None) -> bool:
    return version is not None and item.level in version.parsed.levels


def _entry(
    item: BasketItem,
    version: CriterionVersion,
    in_force: dict[str, CriterionVersion],
    findings: dict[str, tuple[Finding, ...]],
    language: str,
    own: Adapted | None,
) -> AnnexEntry:
    newest = in_force.get(item.code)
    status = version.status
    is_old = status not in IN_FORCE or status == StatusKind.DEPRECATED
    texts = texts_in(version, language)
    return AnnexEntry(
        item=item,
        version=version,
        adapted=own,
        texts=own.texts(texts) if own else texts,
        values={**version.parsed.levels[item.level], **item.values},
        newer=newest if newest and is_old and newest.number > version.number else None,
        findings=findings.get(item.key, ()),
    )


def basket_of(content: str) -> Basket:
    """The basket that a shared link pins. Raises BasketError if it is none."""
    return Basket.from_dict(json.loads(content))
