"""The count of a vote: pure arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from registry.enums import VoteChoice


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Votes by choice, against the electorate and the shares that were fixed when the vote opened."""

    electorate: int
    approve: int = 0
    reject: int = 0
    abstain: int = 0
    quorum: Fraction  # of the electorate, that has to cast a vote
    majority: Fraction  # of those that approve or reject, that has to approve

    @classmethod
    def read(cls, rules: Mapping[str, Any], votes: Mapping[str, int]) -> Self:
        """``rules`` are the details of the event that opened the vote."""
        return cls(
            electorate=len(rules["electorate"]),
            quorum=Fraction(rules["quorum"]),
            majority=Fraction(rules["majority"]),
            **{choice: votes.get(choice, 0) for choice in VoteChoice.values},
        )

    @property
    def cast(self) -> int:
        """An abstention counts towards the quorum, not towards the majority."""
        return self.approve + self.reject + self.abstain

    @property
    def has_quorum(self) -> bool:
        return self.electorate > 0 and self.cast >= self.quorum * self.electorate

    @property
    def has_majority(self) -> bool:
        return self.approve > 0 and self.approve >= self.majority * (self.approve + self.reject)

    @property
    def is_carried(self) -> bool:
        return self.has_quorum and self.has_majority

    def as_dict(self) -> dict[str, int]:
        """The numbers, for the event that closes the vote."""
        return {
            "electorate": self.electorate,
            "approve": self.approve,
            "reject": self.reject,
            "abstain": self.abstain,
        }
