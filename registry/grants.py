"""What somebody who followed a mailed link may do in the registry. A leaf."""

from dataclasses import dataclass
from datetime import timedelta

# Purposes of mailed links.
VOTE = "registry.vote"  # about an elector
COMMENT = "registry.comment"  # about a comment
MARKET = "registry.market"  # about a market answer
VOTE_LIFETIME = timedelta(days=14)
PROOF_LIFETIME = timedelta(days=2)  # of an address; a comment that was never proved goes after it


@dataclass(frozen=True)
class Voter:
    """An actor without account: one vote of one member, once."""

    elector_id: int
    email: str

    def __str__(self) -> str:
        return self.email
