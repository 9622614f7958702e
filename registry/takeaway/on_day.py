"""What was in force on a day: of a criterion, or of all members of a set's release of that day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from registry.models import CriteriaSet, Criterion, CriterionVersion, Release
from registry.sealed.texts import Text, texts_in


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """A member of a release as it stood on a day."""

    pinned: CriterionVersion  # with status of that day
    title: Text
    in_force: CriterionVersion | None  # of the same criterion on that day; None: nothing was

    @property
    def is_pinned_in_force(self) -> bool:
        return self.in_force is not None and self.in_force.pk == self.pinned.pk


def version_on(criterion: Criterion, day: date) -> CriterionVersion | None:
    """The newest version that was in force; with ``status`` and ``status_since``."""
    return criterion.versions.in_force(on=day).newest_first().first()


def release_on(criteria_set: CriteriaSet, day: date) -> Release | None:
    """The newest release that was published by then."""
    release: Release | None = criteria_set.releases.published(on=day).newest_first().first()
    if release:
        release.criteria_set = criteria_set
    return release


def rows_on(release: Release, day: date, *, language: str) -> list[DayRow]:
    """Its members in their order, in three queries."""
    pks = list(release.members.order_by("position").values_list("version", flat=True))
    pinned = CriterionVersion.objects.with_status(on=day).for_cards(language=language).in_bulk(pks)
    criteria = [version.criterion_id for version in pinned.values()]
    in_force = CriterionVersion.objects.in_force(on=day).filter(criterion__in=criteria).select_related("criterion")
    newest = {v.criterion_id: v for v in in_force.order_by("major", "minor", "patch").defer("content")}
    return [
        DayRow(
            pinned=pinned[pk],
            title=texts_in(pinned[pk], language).title,
            in_force=newest.get(pinned[pk].criterion_id),
        )
        for pk in pks
    ]


def version_document(criterion: Criterion, day: date) -> dict[str, Any]:
    """For programs; ``version`` is null where nothing was in force."""
    version = version_on(criterion, day)
    return {"criterion": criterion.code, "day": day.isoformat(), "version": _version(version)}


def set_document(criteria_set: CriteriaSet, day: date, *, language: str) -> dict[str, Any]:
    """For programs; ``release`` is null before the first one."""
    release = release_on(criteria_set, day)
    rows = rows_on(release, day, language=language) if release else []
    return {
        "set": criteria_set.slug,
        "day": day.isoformat(),
        "release": {"citation": str(release), "uri": _uri(release)} if release else None,
        "members": [
            {"pinned": _version(row.pinned), "in_force": _version(row.in_force) if row.in_force else None}
            for row in rows
        ],
    }


def _version(version: CriterionVersion | None) -> dict[str, Any] | None:
    if version is None:
        return None
    since = version.status_since.isoformat() if version.status_since else None
    return {"citation": str(version), "uri": _uri(version), "status": version.status, "status_since": since}


def _uri(thing: CriterionVersion | Release) -> str:
    return settings.BASE_URL + thing.get_permanent_path()
