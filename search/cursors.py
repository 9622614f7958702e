"""Where a long list goes on: a signed text, so that nobody can ask an engine for what it never offered."""

from dataclasses import dataclass
from typing import Any, Self

from django.core import signing

SALT = "search.cursor"


@dataclass(frozen=True)
class Cursor:
    seen: int  # how many hits came before; all that the database needs
    after: tuple[Any, ...] = ()  # the sort values of the last of them, as the engine gave them

    def written(self) -> str:
        return signing.dumps([self.seen, list(self.after)], salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for what is no cursor of ours."""
        if not text:
            return None
        try:
            seen, after = signing.loads(text, salt=SALT)
        except signing.BadSignature:
            return None
        return cls(seen, tuple(after))
