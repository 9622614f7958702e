"""An edition as one audience sees it, as a value: pages, previews, faces and exports read nothing else. A leaf."""

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class ShownValues:
    currency: str
    estimated: str  # decimal strings; empty: not said, or not shown
    awarded: str


@dataclass(frozen=True, kw_only=True)
class ShownCitation:
    """A version as it was used, with what the audience may know about how it went."""

    version_id: int
    citation: str  # "BAT-01@1.2.0"
    level: int
    values: dict[str, str]
    cited_as: str
    cited_hash: str
    usage: str
    change: str
    change_reason: str
    bidders_met: int | None
    verification: str
    verification_text: str
    relaxed: str


@dataclass(frozen=True, kw_only=True)
class ShownSupplier:
    name: str
    is_winner: bool


@dataclass(frozen=True, kw_only=True)
class ShownOutcome:
    bids: int | None
    has_few_bids: bool  # fewer than three, so that figures are kept back from the public
    price_outcome: str
    price_difference: str  # percent of the estimate, a decimal string with its sign
    challenge: str
    challenge_text: str
    again: str
    again_text: str
    suppliers: tuple[ShownSupplier, ...]


@dataclass(frozen=True, kw_only=True)
class ShownLesson:
    topic: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ShownDocument:
    pk: int
    title: str
    section: str
    content_type: str
    size: int
    language: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An edition as one audience sees it; a section that it may not see is None."""

    reference: str
    audience: str
    title: str
    language: str
    summary: str
    country: str
    nuts: str
    year: int | None
    stage: str
    procedure: str
    contract_type: str
    cpv: tuple[str, ...]
    notice: str
    lots: int | None
    duration: int | None
    extension: int | None
    source_title: str
    source_url: str
    value_band: str
    values: ShownValues | None
    criteria: tuple[ShownCitation, ...] | None
    outcome: ShownOutcome | None
    lessons: tuple[ShownLesson, ...] | None
    contact: str | None
    documents: tuple[ShownDocument, ...] = ()
    more_for_members: tuple[str, ...] = ()  # sections that members see, on the public page

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, for a face."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read what ``as_dict`` wrote."""
        return cls(
            **{
                **data,
                "cpv": tuple(data["cpv"]),
                "values": data["values"] and ShownValues(**data["values"]),
                "criteria": _several(ShownCitation, data["criteria"]),
                "outcome": data["outcome"] and _outcome(data["outcome"]),
                "lessons": _several(ShownLesson, data["lessons"]),
                "documents": _several(ShownDocument, data["documents"]),
                "more_for_members": tuple(data["more_for_members"]),
            }
        )


def _several(kind: type, rows: list[dict[str, Any]] | None) -> tuple[Any, ...] | None:
    return None if rows is None else tuple(kind(**row) for row in rows)


def _outcome(data: dict[str, Any]) -> ShownOutcome:
    return ShownOutcome(**{**data, "suppliers": tuple(ShownSupplier(**row) for row in data["suppliers"])})
