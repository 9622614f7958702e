"""JSON: a version with its translations and status, a release with its members, an annex."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from registry.enums import CriterionKind, StatusKind
from registry.models import Adaptation, CriterionVersion, Release, ReleaseNote, StatusEvent, VersionTranslation
from registry.takeaway.annex import Annex, AnnexEntry
from registry.takeaway.notes import newest_notes
from registry.takeaway.raised import raised_facts
from registry.takeaway.standing import Standing, standing_of

LICENCE = "CC-BY-4.0"


def version_json(version: CriterionVersion, language: str) -> bytes:
    """One version in all its languages, with where it stands today."""
    events = list(version.events.all())
    standing = standing_of(events, on=localdate(), language=language)
    newest = {row.language: row for row in sorted(version.translations.all(), key=lambda row: row.revision)}
    return _bytes(
        {
            "citation": str(version),
            "code": version.criterion.code,
            "kind": version.criterion.kind,
            "version": str(version.number),
            "uri": settings.BASE_URL + version.get_permanent_path(),
            "content_hash": version.content_hash,
            "content_uri": f"{settings.BASE_URL}{version.get_permanent_path()}/content.json",
            "status": standing.kind,
            "status_since": standing.since.isoformat() if standing.since else None,
            "reason": _reason(events, standing),
            "errata": [erratum_json(event) for event in errata_before(events, on=localdate())],
            "base": str(version.base_version) if version.base_version else None,
            "licence": LICENCE,
            "notice": "starter draft, not legal advice",
            "content": json.loads(version.content),
            "change": version.parsed_change,
            "translations": {code: _translation(row) for code, row in sorted(newest.items())},
        }
    )


def _reason(events: Iterable[StatusEvent], standing: Standing) -> dict[str, str]:
    """Why it is deprecated or withdrawn, in all its languages; empty where no reason was given."""
    current = [e for e in events if (e.kind, e.effective_on) == (standing.kind, standing.since)]
    reason: dict[str, str] = current[-1].parsed_details.get("reason", {}) if current else {}
    return reason


def errata_before(events: Iterable[StatusEvent], *, on: date) -> list[StatusEvent]:
    """The errata in effect on a day, oldest first."""
    return [e for e in events if e.kind == StatusKind.ERRATUM and e.effective_on <= on]


def erratum_json(event: StatusEvent) -> dict[str, Any]:
    """An erratum in all its languages."""
    said = event.parsed_details
    return {
        "on": event.effective_on.isoformat(),
        "note": said.get("note", {}),
        "mended_in": said.get("mended_in") or None,
    }


def translation_json(row: VersionTranslation) -> bytes:
    """One sealed revision of a translation."""
    return _bytes({"citation": str(row), "version": str(row.version), "language": row.language, **_translation(row)})


def _translation(row: VersionTranslation) -> dict[str, Any]:
    return {
        "revision": row.revision,
        "content_hash": row.content_hash,
        "source_hash": row.source_hash,
        "texts": row.blocks,
    }


def release_json(release: Release) -> bytes:
    """A release: its manifest as it was sealed, the hash over it, and its notes, which the manifest does not hold."""
    return _bytes(
        {
            "citation": str(release),
            "uri": settings.BASE_URL + release.get_permanent_path(),
            "content_hash": release.content_hash,
            "titles": release.criteria_set.titles,
            "licence": LICENCE,
            "manifest": json.loads(release.content),
            "raised": raised_facts(release.events.all()) or None,
            "notes": {
                code: {"uri": settings.BASE_URL + row.get_permanent_path(), **_note(row)}
                for code, row in sorted(newest_notes(release).items())
            },
        }
    )


def note_json(row: ReleaseNote) -> bytes:
    """One sealed revision of the notes of a release."""
    return _bytes({"citation": str(row), "release": str(row.release), "language": row.language, **_note(row)})


def _note(row: ReleaseNote) -> dict[str, Any]:
    return {"revision": row.revision, "content_hash": row.content_hash, "texts": row.blocks}


def adaptation_json(adaptation: Adaptation, language: str) -> bytes:
    """An adaptation: its content as it was sealed, the hash over it, and where it stands today."""
    standing = standing_of(list(adaptation.events.all()), on=localdate(), language=language)
    return _bytes(
        {
            "citation": str(adaptation),
            "uri": settings.BASE_URL + adaptation.get_permanent_path(),
            "content_hash": adaptation.content_hash,
            "organisation": adaptation.organisation.name,
            "status": standing.kind,
            "status_since": standing.since.isoformat() if standing.since else None,
            "previous": str(adaptation.previous) if adaptation.previous else None,
            "base": settings.BASE_URL + adaptation.release.get_permanent_path(),
            "licence": LICENCE,
            "content": json.loads(adaptation.content),
        }
    )


def annex_json(annex: Annex) -> bytes:
    """An annex as it would be printed: groups, requirements with their values, sources."""
    return _bytes(
        {
            "title": annex.title,
            "language": annex.language,
            "licence": LICENCE,
            "notice": "starter draft, not legal advice",
            "groups": [
                {"kind": group.kind, "heading": group.heading, "criteria": [_entry(entry) for entry in group.entries]}
                for group in annex.groups
            ],
        }
    )


def _entry(entry: AnnexEntry) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "citation": entry.item.key,
        "uri": settings.BASE_URL + entry.version.get_permanent_path(),
        "content_hash": entry.version.content_hash,
        "status": entry.status,
        "title": entry.texts.title,
        "language": entry.requirement.lang,
        "requirement": entry.requirement_text,
        "values": entry.values,
        "own_values": entry.item.values,
        "proof": {proof.route.id: proof.plain for proof in entry.proof},
        "follow_up": entry.follow_up_text,
        "notes": list(entry.notes),
    }
    if entry.adapted:
        facts["adaptation"] = {
            "citation": entry.adapted.citation,
            "uri": settings.BASE_URL + entry.adapted.path,
            "altered": [each.block for each in entry.adapted.words],
        }
    if entry.version.criterion.kind == CriterionKind.AWARD:
        facts["weight_percent"] = entry.item.weight or None
    return facts


def _bytes(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
