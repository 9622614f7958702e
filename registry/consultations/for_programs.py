"""A consultation for programs: which text, from when to when, what was said and answered. No address is in it."""

import json
from typing import Any

from django.conf import settings

from registry.consultations.reading import Consultation, MarketRow, Said
from registry.enums import Readiness


def consultation_json(consultation: Consultation) -> str:
    """The same in every language but for the texts that its readers see in their own."""
    version, base, final = consultation.version, consultation.base, consultation.final
    values = {
        "schema": "consultation/1",
        "version": str(version),
        "content_hash": version.content_hash,
        "base": str(base) if base else None,
        "text": f"{settings.BASE_URL}{version.get_permanent_path()}.json",
        "page": settings.BASE_URL + consultation.url,
        "status": consultation.standing.kind,
        "open_since": consultation.since.isoformat(),
        "open_at_least_until": consultation.until.isoformat(),
        "takes_comments": consultation.is_open,
        "status_since": consultation.changed_on.isoformat(),
        "adopted_as": str(final) if final else None,
        "comments": [
            _comment(each)
            for block in [consultation.whole, *consultation.blocks]
            for each in sorted(block.said, key=lambda said: said.comment.pk)
        ],
        "suppliers": {str(row.level.value): _market(row) for row in consultation.market},
    }
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def _comment(said: Said) -> dict[str, Any]:
    comment = said.comment
    return {
        "id": comment.pk,
        "block": comment.block or None,
        "made_on": str(comment.candidate.version.number),
        "organisation": comment.organisation.name if comment.organisation else None,
        "name": comment.name or None,
        "language": comment.language,
        "text": comment.text,
        "written_on": comment.written_at.date().isoformat(),
        "disposition": comment.disposition or None,
        "answer": comment.answer or None,
    }


def _market(row: MarketRow) -> dict[str, int]:
    return {readiness.value: count for readiness, (_label, count) in zip(Readiness, row.counts, strict=True)}
