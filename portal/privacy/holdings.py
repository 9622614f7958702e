"""What one row of the table of personal data says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum


class Erasure(Enum):
    DELETE = "deleted"
    BLANK = "emptied"  # the fields in ``blank``; the rest of the row stays
    REQUEST = "a draft is deleted, an ended request is stripped"
    WITH_REQUEST = "as its request"
    WITH_ACCOUNT = "with the account"  # the database does it when the account goes: the row, or the person in it
    BY_ORGANISATION = "by the editors of its organisation"
    BY_KEY = "by basket_erase"
    BY_TIME = "by personal_data_expire"  # nobody can be found in it


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Personal data in one model. Lookups name what is compared with an address, in any case, or with a user's key."""

    model: str
    fields: tuple[str, ...]
    of_whom: str
    purpose: str
    ground: str
    kept: timedelta | str
    erasure: Erasure
    by_email: tuple[str, ...] = ()
    by_user: tuple[str, ...] = ()
    by_text: tuple[str, ...] = ()  # of a generic relation's key, which is text
    only: Mapping[str, object] = field(default_factory=dict)
    blank: Mapping[str, object] = field(default_factory=dict)
    secret: tuple[str, ...] = ()  # never exported: it would open a door

    @property
    def kept_in_words(self) -> str:
        return f"{self.kept.days} days" if isinstance(self.kept, timedelta) else self.kept
