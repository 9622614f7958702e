"""What a member's page tells besides its words: facts, volumes, and how far it is with each ambition."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse

from portal.core.ambitions import Ambition
from portal.core.languages import language_name
from portal.members.enums import CommitmentStatus
from portal.members.models import Commitment, Organisation
from portal.members.services.founders import founder_slugs

COLORS = {
    CommitmentStatus.PLANNED: "neutral",
    CommitmentStatus.UNDER_WAY: "info",
    CommitmentStatus.MET: "success",
    CommitmentStatus.NOT_FOLLOWED: "warning",
}


@dataclass(frozen=True)
class AmbitionRow:
    """One of the nine ambitions, and what the member has said about it, if anything."""

    ambition: Ambition
    commitment: Commitment | None

    @property
    def color(self) -> str:
        """Of the tag with the status, whose word says the same."""
        return COLORS[CommitmentStatus(self.commitment.status)] if self.commitment else "neutral"

    @property
    def criteria_url(self) -> str:
        """The criteria that serve it."""
        return f"{reverse('registry:set', args=['smartphones'])}?ambition={self.ambition.value}"


def facts_of(organisation: Organisation) -> dict[str, Any]:
    """What ``cms/city_page.html`` takes besides the page. Two queries: volumes, commitments."""
    rows = _ambitions(organisation)
    said = [row.commitment.status for row in rows if row.commitment]
    return {
        "organisation": organisation,
        "is_founder": organisation.slug in founder_slugs(),
        "languages": [language_name(code) for code in organisation.languages],
        "volumes": list(organisation.volumes.order_by("category", F("year").asc(nulls_first=True))),
        "ambitions": rows,
        "met": said.count(CommitmentStatus.MET),
        "under_way": said.count(CommitmentStatus.UNDER_WAY),
        "has_commitments": bool(said),
    }


def _ambitions(organisation: Organisation) -> list[AmbitionRow]:
    known = {commitment.ambition: commitment for commitment in organisation.commitments.all()}
    return [AmbitionRow(ambition, known.get(ambition)) for ambition in Ambition]
