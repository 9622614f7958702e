"""Where entries come from: each kind of thing has a source, and a source is all that the search knows of its models."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, cast

from django.db.models import Case, CharField, Expression, F, QuerySet, Value
from django.db.models.functions import Cast

from portal.core.viewer import Viewer
from search.entries import Entry
from search.stored import in_parts

BATCH_SIZE = 200
Ids = Mapping[str, Collection[int]]  # of changed things, by the label of their model: "registry.criterionversion"


class Source(ABC):
    """One kind of thing that can be found."""

    kind: ClassVar[str]  # EntryKind; the first part of its keys

    @abstractmethod
    def concerned(self, changed: Ids) -> set[str]:
        """The keys of entries that may read otherwise after events about these things; one too many does no harm."""

    @abstractmethod
    def batches(self) -> Iterator[Sequence[str]]:
        """The keys of everything there is, some at a time."""

    @abstractmethod
    def read(self, keys: Collection[str], *, on: date) -> list[Entry]:
        """The present state of what can be found under some of its keys, on a day or later."""

    @abstractmethod
    def allowed(self, viewer: Viewer, on: date) -> "QuerySet[Any]":
        """The rows of all entries that may be shown to a reader on a day, as ``shown`` makes them."""

    def ids(self, keys: Collection[str]) -> list[Any]:
        """What ``allowed`` calls the thing, as the database has it, of those keys that are of this kind."""
        return [int(rest) for rest in self.own(keys)]

    def own(self, keys: Collection[str]) -> list[str]:
        """What stands after the colon in those keys that are of this kind."""
        return [rest for kind, _colon, rest in (key.partition(":") for key in keys) if kind == self.kind]


NO_MARKS = Value("", output_field=CharField())
ALL_LANGUAGES = Value("", output_field=CharField())


def shown(
    rows: "QuerySet[Any]",
    kind: str,
    *,
    thing: str,
    rest: Expression | None = None,
    language: Expression | F = ALL_LANGUAGES,
    marks: Expression | Case = NO_MARKS,
) -> "QuerySet[Any]":
    """Rows as their kind, the field by which they are looked up, what stands in their keys after the colon, as text (if
    it is another than that field), the language in which they may be shown, and the ``MARKS`` of which a reader is
    told, parted by blanks; without an order."""
    rest = rest or Cast(thing, CharField())
    of = Value(kind, output_field=CharField())
    named = rows.order_by().values(thing=F(thing), kind=of, rest=rest, shown_in=language, marks=marks)
    return cast("QuerySet[Any]", named)


def in_batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many as are read at once."""
    return in_parts(keys, BATCH_SIZE)
