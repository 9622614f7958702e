"""Filters as people tick them: one kind of object for every list of the site."""

from collections.abc import Sequence
from dataclasses import dataclass

FIRST = 7  # options that stand before "More choices"


@dataclass(frozen=True)
class FacetOption:
    value: str
    label: str
    count: int  # of what would be left if this option were the only one ticked in its facet
    checked: bool
    lang: str = ""  # of the label, where it is not the reader's


@dataclass(frozen=True)
class Facet:
    name: str
    legend: str
    options: Sequence[FacetOption]
    shown: int = FIRST

    @property
    def first(self) -> list[FacetOption]:
        """The options to be seen at once: what is ticked is always among them."""
        return [*self.options[: self.shown], *(option for option in self.options[self.shown :] if option.checked)]

    @property
    def more(self) -> list[FacetOption]:
        return [option for option in self.options[self.shown :] if not option.checked]
