"""What somebody without account who followed a mailed link may do with tender experiences. A leaf."""

from dataclasses import dataclass
from datetime import timedelta

SUGGESTION = "experiences.suggestion"  # of mailed links, and the kind of the letter that brings one
FOLLOWED_FOR = timedelta(days=365)  # since it was made: how long a guest can follow it, and the address is kept


@dataclass(frozen=True)
class Guest:
    """An actor without account: one suggestion of their own."""

    feedback_id: int
    email: str

    def __str__(self) -> str:
        return self.email
