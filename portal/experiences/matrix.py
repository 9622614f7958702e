"""The harmonisation matrix: criteria by members, and how alike their texts are. Read from faces only."""

import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from defusedcsv import csv
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from portal.core.viewer import Viewer
from portal.experiences.enums import Stage, Usage
from portal.experiences.matrix_adaptations import Mark, marks_in
from portal.experiences.models import Face, FaceCitation
from portal.members.models import Organisation
from registry.enums import CriterionKind, Theme
from registry.models import CriterionVersion, Release
from registry.sealed.numbers import VersionNumber
from registry.sealed.texts import Text, texts_in


class Likeness(models.TextChoices):
    """What a member did with a criterion in its newest tender."""

    SAME = "same", gettext_lazy("Same text")
    OTHER_VALUES = "other_values", gettext_lazy("Same text, other values")
    ADAPTED = "adapted", gettext_lazy("Adapted")
    PLANNED = "planned", gettext_lazy("Planned")
    NOT_USED = "not_used", gettext_lazy("Not used")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One criterion at one member; of one that is not used, only that."""

    likeness: Likeness
    version: str = ""  # "1.2.0"
    level: int | None = None
    year: int | None = None
    slug: str = ""  # of the experience
    title: str = ""
    language: str = ""
    mark: Mark | None = None  # of the adaptation in force, whatever was tendered


_UNUSED = Cell(likeness=Likeness.NOT_USED)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One criterion: the version of the release, and what each member did with it, in the order of the members."""

    version: CriterionVersion
    title: Text
    cells: tuple[Cell, ...]

    @property
    def code(self) -> str:
        return self.version.criterion.code

    @property
    def in_short(self) -> str:
        """ "4 of 6 members use the same text"."""
        same = sum(cell.likeness is Likeness.SAME for cell in self.cells)
        text = ngettext(
            "%(same)d of %(members)d member uses the same text",
            "%(same)d of %(members)d members use the same text",
            len(self.cells),
        )
        return text % {"same": same, "members": len(self.cells)}


@dataclass(frozen=True, kw_only=True)
class Group:
    """The rows of one theme."""

    theme: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    release: Release
    members: tuple[Organisation, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def counts(self) -> list[tuple[Likeness, int]]:
        """How many cells there are of each likeness."""
        counted = Counter(cell.likeness for row in self.rows for cell in row.cells)
        return [(likeness, counted[likeness]) for likeness in Likeness]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What of the matrix is asked for; empty: all."""

    theme: str = ""
    kind: str = ""
    country: str = ""
    with_fictional: bool = False

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "Choice":
        """From the parameters of an address; what means nothing is ignored."""
        return cls(
            theme=theme if (theme := data.get("theme", "")) in Theme.values else "",
            kind=kind if (kind := data.get("kind", "")) in CriterionKind.values else "",
            country=country if len(country := data.get("country", "").upper()) == 2 and country.isalpha() else "",
            with_fictional=data.get("fictional") == "1",
        )


def matrix_of(release: Release, viewer: Viewer, choice: Choice) -> Matrix:
    """The criteria of a release by public buyers, from what the viewer may see. Six queries; one more after a change.

    A member's newest tender with a criterion counts; a planned one only where there is no other. What a member has
    sealed as its adaptation is marked beside.
    """
    language = get_language() or settings.LANGUAGE_CODE
    members = _members(choice)
    versions = _versions(release, choice, language)
    cells = newest_cells(viewer, Face.objects.generation())
    marks = marks_in(release.criteria_set, on=localdate())
    groups: dict[str, list[Row]] = {}
    for version in versions:
        row = Row(
            version=version,
            title=texts_in(version, language).title,
            cells=tuple(_marked((version.criterion_id, member.pk), cells, marks) for member in members),
        )
        groups.setdefault(version.parsed.theme, []).append(row)
    return Matrix(
        release=release,
        members=tuple(members),
        groups=tuple(
            Group(theme=theme, label=str(Theme(theme).label), rows=tuple(rows)) for theme, rows in groups.items()
        ),
    )


def _marked(key: tuple[int, int], cells: Mapping[tuple[int, int], Cell], marks: Mapping[tuple[int, int], Mark]) -> Cell:
    cell = cells.get(key, _UNUSED)
    return replace(cell, mark=marks[key]) if key in marks else cell


def _members(choice: Choice) -> list[Organisation]:
    members = Organisation.objects.public_buyers()
    if not choice.with_fictional:
        members = members.real()
    if choice.country:
        members = members.filter(country=choice.country)
    return list(members.order_by("name"))


def _versions(release: Release, choice: Choice, language: str) -> list[CriterionVersion]:
    """The versions of the release in its order, by theme as each first comes."""
    pks = list(release.members.order_by("position").values_list("version", flat=True))
    found = CriterionVersion.objects.for_cards(language=language).in_bulk(pks)
    chosen = [
        found[pk]
        for pk in pks
        if choice.theme in ("", found[pk].parsed.theme) and choice.kind in ("", found[pk].criterion.kind)
    ]
    themes = list(dict.fromkeys(version.parsed.theme for version in chosen))
    return sorted(chosen, key=lambda version: themes.index(version.parsed.theme))


@lru_cache(maxsize=2)  # visitors, and the members who read most
def newest_cells(viewer: Viewer, generation: tuple[int, int]) -> dict[tuple[int, int], Cell]:
    """What each member did with each criterion in its newest tender, by the ids of both.

    Read once for as long as the faces are of one generation.
    """
    is_planned = Case(When(face__stage=Stage.PLANNED, then=Value(1)), default=Value(0))
    newest_first = [is_planned.asc(), F("face__year").desc(), F("face__published_at").desc(), F("position").asc()]
    place = Window(RowNumber(), partition_by=[F("criterion"), F("face__organisation")], order_by=newest_first)
    found = FaceCitation.objects.visible_to(viewer).filter(face__organisation__isnull=False)
    rows: QuerySet[Any] = found.order_by().annotate(place=place).filter(Q(place=1))
    return {(row["criterion"], row["face__organisation"]): _cell(row) for row in rows.values(*_NEEDED)}


_NUMBER = ("version__major", "version__minor", "version__patch")
_NEEDED = (
    *("criterion", "face__organisation", *_NUMBER, "level", "usage", "has_own_values"),
    *("face__stage", "face__year", "face__title", "face__language", "face__experience__slug"),
)


def _cell(row: Mapping[str, Any]) -> Cell:
    return Cell(
        likeness=_likeness(row),
        version=str(VersionNumber(*(row[name] for name in _NUMBER))),
        level=row["level"],
        year=row["face__year"],
        slug=row["face__experience__slug"],
        title=row["face__title"],
        language=row["face__language"],
    )


def _likeness(row: Mapping[str, Any]) -> Likeness:
    if row["face__stage"] == Stage.PLANNED:
        return Likeness.PLANNED
    if row["usage"] == Usage.ADAPTED:
        return Likeness.ADAPTED
    return Likeness.OTHER_VALUES if row["has_own_values"] else Likeness.SAME


def matrix_csv(matrix: Matrix) -> bytes:
    """One line a criterion and member, as UTF-8 with a byte order mark. No cell can become a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    columns = [_("Code"), _("Criterion"), _("Theme"), _("Member"), _("Country code"), _("Likeness"), _("Version")]
    writer.writerow([*columns, _("Level"), _("Year"), _("Address"), _("Adaptation"), _("Compared with the release")])
    for group in matrix.groups:
        for row in group.rows:
            for member, cell in zip(matrix.members, row.cells, strict=True):
                facts = [row.code, str(row.title), group.label, member.display_name, member.country]
                used = [cell.likeness.label, cell.version, cell.level or "", cell.year or "", _address(cell)]
                adapted = [cell.mark.citation, cell.mark.relation.label] if cell.mark else ["", ""]
                writer.writerow([*facts, *used, *adapted])
    return target.getvalue().encode("utf-8-sig")


def matrix_json(matrix: Matrix) -> bytes:
    """The same for programs: members by their slug, likeness by its code."""
    cells = [
        {
            "criterion": row.code,
            "theme": group.theme,
            "member": member.slug,
            "likeness": cell.likeness.value,
            "version": f"{row.code}@{cell.version}" if cell.version else None,
            "level": cell.level,
            "year": cell.year,
            "experience": _address(cell) or None,
            "adaptation": {"citation": cell.mark.citation, "relation": cell.mark.relation.value} if cell.mark else None,
        }
        for group in matrix.groups
        for row in group.rows
        for member, cell in zip(matrix.members, row.cells, strict=True)
    ]
    members = [{"slug": each.slug, "name": each.name, "fictional": each.is_fictional} for each in matrix.members]
    content = {"release": str(matrix.release), "members": members, "cells": cells}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _address(cell: Cell) -> str:
    """Of the experience, with the host, in the reader's language."""
    return f"{settings.BASE_URL}/{get_language()}/experiences/{cell.slug}/" if cell.slug else ""
