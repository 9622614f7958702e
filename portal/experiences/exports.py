"""Experiences to take away: as a table for people, as JSON for programs. Only what a viewer may see of each."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from defusedcsv import csv
from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.core.viewer import Viewer
from portal.experiences.enums import (
    Again,
    Audience,
    Challenge,
    ContractType,
    PriceOutcome,
    Procedure,
    Stage,
    Usage,
    ValueBand,
)
from portal.experiences.models import Face
from portal.experiences.shown import Shown, ShownCitation
from portal.members.countries import country_name

BATCH_SIZE = 200  # experiences in memory at a time
Cell = Callable[[Face, Shown], Any]


def experiences_csv(faces: Sequence[int], viewer: Viewer) -> Iterator[bytes]:
    """One row an experience, in the order of ``faces``, with its words in the reader's language.

    UTF-8 with a byte order mark, which spreadsheets look for. No cell can become a formula.
    """
    language = get_language()
    yield safe_lines([[heading for heading, _cell in _columns()]]).encode("utf-8-sig")
    for batch in _batches(faces, viewer):
        with override(language):
            cells = [cell for _heading, cell in _columns()]
            yield safe_lines([_row(face, cells) for face in batch]).encode()


def experiences_json(faces: Sequence[int], viewer: Viewer) -> Iterator[bytes]:
    """All of them in one document, in the order of ``faces``."""
    language, mark = get_language(), b""
    yield b'{"experiences": ['
    for batch in _batches(faces, viewer):
        with override(language):
            texts = [json.dumps(as_json(face), ensure_ascii=False).encode() for face in batch]
        yield mark + b"\n" + b",\n".join(texts)
        mark = b","
    yield b"\n]}\n"


def experience_json(face: Face) -> bytes:
    """One experience as its audience sees it."""
    return (json.dumps(as_json(face), ensure_ascii=False, indent=2) + "\n").encode()


def as_json(face: Face) -> dict[str, Any]:
    """Plain JSON values of a face, with addresses in the place of internal numbers."""
    experience, content = face.experience, dict(face.content)
    return {
        "reference": experience.reference,
        "url": settings.BASE_URL + experience.get_absolute_url(),
        "buyer": experience.buyer_name,
        "is_fictional": experience.is_fictional,
        "is_from_public_sources": experience.organisation_id is None,
        "published_at": face.published_at.isoformat(),
        **content,
        "criteria": content["criteria"] and [_citation(row) for row in content["criteria"]],
        "documents": [_document(row, experience.slug) for row in content["documents"]],
    }


def _citation(row: dict[str, Any]) -> dict[str, Any]:
    code, _at, number = row["citation"].partition("@")
    path = reverse("permanent:version", args=[code.lower(), number])
    return {"uri": settings.BASE_URL + path, **{name: value for name, value in row.items() if name != "version_id"}}


def _document(row: dict[str, Any], slug: str) -> dict[str, Any]:
    path = reverse("experiences:document", args=[slug, row["pk"]])
    return {"url": settings.BASE_URL + path, **{name: value for name, value in row.items() if name != "pk"}}


def _batches(faces: Sequence[int], viewer: Viewer) -> Iterator[list[Face]]:
    """Access is asked once more with each batch: a long answer does not outlive it."""
    for start in range(0, len(faces), BATCH_SIZE):
        ids = faces[start : start + BATCH_SIZE]
        rows = Face.objects.visible_to(viewer).select_related("experience__organisation").in_bulk(list(ids))
        yield [rows[pk] for pk in ids if pk in rows]


def safe_lines(rows: list[list[Any]]) -> str:
    """Rows as CSV in which no cell is a formula.

    White space around a text goes first: a spreadsheet looks past it to the sign that begins a formula.
    """
    target = io.StringIO(newline="")
    csv.writer(target).writerows([cell.strip() if isinstance(cell, str) else cell for cell in row] for row in rows)
    return target.getvalue()


def _row(face: Face, cells: list[Cell]) -> list[Any]:
    shown = Shown.from_dict(face.content)
    return [cell(face, shown) for cell in cells]


def _columns() -> list[tuple[str, Cell]]:
    """Headings with what stands below them."""
    return [  # one line a column: the function is as long as the table is wide
        (_("Reference"), lambda face, shown: shown.reference),
        (_("Title"), lambda face, shown: shown.title),
        (_("Language"), lambda face, shown: shown.language),
        (_("Buyer"), lambda face, shown: face.experience.buyer_name),
        (_("Fictional"), lambda face, shown: _yes(face.experience.is_fictional)),
        (_("Summarised from public sources"), lambda face, shown: _yes(face.experience.organisation_id is None)),
        (_("Country code"), lambda face, shown: shown.country),
        (_("Country"), lambda face, shown: country_name(shown.country)),
        (_("NUTS code"), lambda face, shown: shown.nuts),
        (_("Year"), lambda face, shown: shown.year),
        (_("Stage"), lambda face, shown: _label(Stage, shown.stage)),
        (_("Procedure"), lambda face, shown: _label(Procedure, shown.procedure)),
        (_("Type of contract"), lambda face, shown: _label(ContractType, shown.contract_type)),
        ("CPV", lambda face, shown: "; ".join(shown.cpv)),
        (_("Notice in TED"), lambda face, shown: shown.notice),
        (_("Lots"), lambda face, shown: shown.lots),
        (_("Duration in months"), lambda face, shown: shown.duration),
        (_("Value band"), lambda face, shown: _label(ValueBand, shown.value_band)),
        (_("Currency"), lambda face, shown: shown.values.currency if shown.values else ""),
        (_("Estimated value"), lambda face, shown: shown.values.estimated if shown.values else ""),
        (_("Awarded value"), lambda face, shown: shown.values.awarded if shown.values else ""),
        (_("Number of bids"), lambda face, shown: shown.outcome.bids if shown.outcome else None),
        (
            _("Price against the estimate"),
            lambda face, shown: _label(PriceOutcome, shown.outcome.price_outcome) if shown.outcome else "",
        ),
        (
            _("Difference in percent"),
            lambda face, shown: shown.outcome.price_difference.removeprefix("+") if shown.outcome else "",
        ),
        (
            _("Questions or challenges"),
            lambda face, shown: _label(Challenge, shown.outcome.challenge) if shown.outcome else "",
        ),
        (
            _("Would they do it again?"),
            lambda face, shown: _label(Again, shown.outcome.again) if shown.outcome else "",
        ),
        (_("Criteria used as they are"), lambda face, shown: _cited(shown, Usage.KEPT)),
        (_("Criteria adapted"), lambda face, shown: _cited(shown, Usage.ADAPTED)),
        (_("Summary"), lambda face, shown: shown.summary),
        (_("Public source"), lambda face, shown: shown.source_url or shown.source_title),
        (_("Seen by"), lambda face, shown: str(Audience(face.audience).label)),
        (_("Address"), lambda face, shown: settings.BASE_URL + face.experience.get_absolute_url()),
    ]


def _cited(shown: Shown, usage: Usage) -> str:
    """ "BAT-01@1.2.0/L2; CLI-01@1.0.0/L1"."""
    rows: Sequence[ShownCitation] = shown.criteria or ()
    return "; ".join(f"{row.citation}/L{row.level}" for row in rows if row.usage == usage)


def _yes(holds: bool) -> str:
    return _("yes") if holds else _("no")


def _label(words: type[TextChoices], value: str) -> str:
    return str(words(value).label) if value else ""
