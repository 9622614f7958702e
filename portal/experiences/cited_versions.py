"""Versions that a record cites, made ready to be shown: their texts, how they stand today, what has come after them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.enums import IN_FORCE, StatusKind
from registry.models import CriterionVersion
from registry.sealed.texts import Text, Texts, texts_in


@dataclass(frozen=True, kw_only=True)
class CitedVersion:
    """One version in a reader's language on a day."""

    version: CriterionVersion  # with status; its criterion and translations are loaded
    texts: Texts
    newer: CriterionVersion | None  # the version in force, where this one is not

    @property
    def title(self) -> Text:
        return self.texts.title

    @property
    def status(self) -> str:
        return self.version.status or ""

    @property
    def levels(self) -> list[int]:
        return sorted(self.version.parsed.levels)


def cited_versions(ids: Iterable[int], *, language: str, on: date) -> dict[int, CitedVersion]:
    """These versions by their ids, in three queries however many there are; unknown ids are left out."""
    rows = _read(set(ids), language, on)
    newest = _in_force({version.criterion_id for version in rows.values()}, on) if rows else {}
    return {
        pk: CitedVersion(
            version=version,
            texts=texts_in(version, language),
            newer=_newer(version, newest.get(version.criterion_id)),
        )
        for pk, version in rows.items()
    }


def _read(ids: set[int], language: str, on: date) -> dict[int, CriterionVersion]:
    versions = CriterionVersion.objects.with_status(on=on).with_erratum_mark(on=on)
    return versions.for_cards(language=language).in_bulk(ids)


def _in_force(criteria: set[int], on: date) -> dict[int, CriterionVersion]:
    """The newest version in force of each criterion."""
    versions = CriterionVersion.objects.in_force(on=on).filter(criterion__in=criteria).select_related("criterion")
    return {version.criterion_id: version for version in versions.order_by("major", "minor", "patch")}


def _newer(version: CriterionVersion, newest: CriterionVersion | None) -> CriterionVersion | None:
    is_old = version.status not in IN_FORCE or version.status == StatusKind.DEPRECATED
    return newest if newest and is_old and newest.number > version.number else None
