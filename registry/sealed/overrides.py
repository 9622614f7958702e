"""What a city changes in the criteria of a release: values, wording, what it leaves out. Typed, and put into effect."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.enums import Alteration, Declared
from registry.sealed.canonical import canonical
from registry.sealed.content import CriterionContent

# Blocks whose wording a city may change. Title, subject matter, the names of parameters and what law demands stay, so
# that an adapted criterion is still recognised as the one it comes from.
ALTERABLE = ("requirement", "proof", "follow_up", "purpose", "guidance")
ADDABLE = ("follow_up", "purpose", "guidance")  # where a city may write although the criterion says nothing there


@dataclass(frozen=True, kw_only=True)
class ValueSet:
    """Another value of one parameter at one level; a number is a decimal string in the parameter's unit."""

    criterion: str  # its code
    level: int
    parameter: str
    value: str
    reason: str = ""
    legal_basis: str = ""

    @property
    def key(self) -> str:
        return f"{self.criterion}/levels.{self.level}.{self.parameter}"


@dataclass(frozen=True, kw_only=True)
class BlockAltered:
    """A city's own words in one block, by language; ``effect`` is what it declares them to do (``Declared``)."""

    criterion: str
    block: str
    how: str  # Alteration
    text: Mapping[str, str]
    reason: str = ""
    legal_basis: str = ""
    effect: str = ""  # empty: nothing is declared

    def __post_init__(self) -> None:
        """Raises ValueError for words that no enum has."""
        if self.how not in Alteration.values or self.effect not in ("", *Declared.values):
            raise ValueError(f"{self.criterion}, {self.block}: {self.how!r} or {self.effect!r} is not known")

    @property
    def key(self) -> str:
        return f"{self.criterion}/texts.{self.block}"

    def further(self, content: CriterionContent) -> set[str]:
        """The languages beyond the authoritative ones of a criterion that it has words in."""
        return {language for language, text in self.text.items() if text.strip()} - content.texts.keys()

    def written(self, language: str, base: str) -> str:
        """The whole block in a language; ``base`` is what the criterion says there, empty if nothing."""
        own = self.text.get(language, "")
        if self.how == Alteration.REPLACE:
            return own or base
        return "\n\n".join(part for part in (base, own) if part)


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A criterion of the release that the city does not use."""

    criterion: str
    reason: str = ""
    legal_basis: str = ""

    @property
    def key(self) -> str:
        return self.criterion


Override = ValueSet | BlockAltered | LeftOut


@dataclass(frozen=True, kw_only=True)
class Overrides:
    """All that a city changes in one release. Empty: it uses the release as it is."""

    values: tuple[ValueSet, ...] = ()
    blocks: tuple[BlockAltered, ...] = ()
    left_out: tuple[LeftOut, ...] = field(default=())

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Overrides":
        """Read what ``as_dict`` wrote. Raises KeyError or TypeError if it is something else."""
        return cls(
            values=tuple(ValueSet(**facts) for facts in data["set"]),
            blocks=tuple(BlockAltered(**facts) for facts in data["alter"]),
            left_out=tuple(LeftOut(**facts) for facts in data["left_out"]),
        )

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON values, in the order of their keys and in normal form: equal overrides are written alike."""
        return {
            name: [json.loads(canonical(vars(each))) for each in sorted(rows, key=lambda row: row.key)]
            for name, rows in (("set", self.values), ("alter", self.blocks), ("left_out", self.left_out))
        }

    def __iter__(self) -> Iterator[Override]:
        yield from self.values
        yield from self.blocks
        yield from self.left_out

    def of(self, code: str) -> "Overrides":
        """What of it is about one criterion."""
        return Overrides.made_of(each for each in self if each.criterion == code)

    @classmethod
    def made_of(cls, each: Iterator[Override]) -> "Overrides":
        kept = list(each)
        return cls(
            values=tuple(one for one in kept if isinstance(one, ValueSet)),
            blocks=tuple(one for one in kept if isinstance(one, BlockAltered)),
            left_out=tuple(one for one in kept if isinstance(one, LeftOut)),
        )


def resolve(content: CriterionContent, overrides: Overrides) -> CriterionContent:
    """One criterion as the city uses it: its content with the values and words of ``overrides.of(code)`` in place.

    Raises KeyError where they name a level that the content has not.
    """
    levels = {level: dict(values) for level, values in content.levels.items()}
    for change in overrides.values:
        levels[change.level][change.parameter] = change.value
    texts = {language: dict(blocks) for language, blocks in content.texts.items()}
    for words in overrides.blocks:
        for language, blocks in texts.items():
            blocks[words.block] = words.written(language, blocks.get(words.block, ""))
    return replace(content, levels=levels, texts=texts)
