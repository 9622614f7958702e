"""The count of a vote: pure arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
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
    def votes_needed(self) -> int:
        """For the quorum."""
        return ceil(self.quorum * self.electorate)

    @property
    def approvals_needed(self) -> int:
        """For the majority of those who have approved or rejected so far."""
        return max(1, ceil(self.majority * (self.approve + self.reject)))

    @property
    def has_quorum(self) -> bool:
        return self.electorate > 0 and self.cast >= self.votes_needed

    @property
    def has_majority(self) -> bool:
        return self.approve >= self.approvals_needed

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
