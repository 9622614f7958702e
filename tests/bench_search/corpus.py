"""Deterministic criteria of any number: the same number gives the same texts and facets, byte for byte."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from portal.core.ambitions import Ambition
from registry.enums import AppliesTo, CriterionKind, Theme
from tests.bench_search.vocabulary import LANGUAGES, vocabulary, zipf

# How many of a hundred criteria are there in each language.
SHARES = {"en": 100, "sv": 60, "nb": 30, "fi": 30, "da": 30}
SETS = 12  # the first has most members
IN_SETS = 0.3  # of all criteria
Blocks = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Document:
    """One criterion with its only version."""

    number: int
    code: str
    kind: str
    theme: str
    levels: tuple[int, ...]
    applies_to: tuple[str, ...]
    ambitions: tuple[str, ...]
    cpv: tuple[str, ...]
    set_number: int | None
    texts: Mapping[str, Blocks]  # language: block: text; English first


def documents(count: int) -> Iterator[Document]:
    """Criteria number 0 to ``count`` - 1; the first ones of a larger corpus are those of a smaller one."""
    return (document(number) for number in range(count))


def document(number: int) -> Document:
    chance = random.Random(number)
    return Document(
        number=number,
        code=code(number),
        kind=_skewed(chance, CriterionKind.values),
        theme=_skewed(chance, Theme.values),
        levels=chance.choice(((1,), (1,), (1, 2), (1, 2, 3))),
        applies_to=_some(chance, AppliesTo.values),
        ambitions=_some(chance, Ambition.values),
        cpv=(f"30{chance.randrange(10**6):06}-{chance.randrange(10)}",),
        set_number=_skewed(chance, range(SETS)) if chance.random() < IN_SETS else None,
        texts={language: _blocks(chance, language) for language in _languages(chance)},
    )


def code(number: int) -> str:
    """ "B0012-34": a million of them."""
    return f"B{number // 100:04}-{number % 100:02}"


def _languages(chance: random.Random) -> list[str]:
    return [language for language in LANGUAGES if chance.randrange(100) < SHARES[language]]


def _blocks(chance: random.Random, language: str) -> Blocks:
    spoken = vocabulary(language)
    words = iter(spoken.draw(chance, 90))

    def sentence(least: int, most: int) -> str:
        return " ".join(next(words) for _ in range(chance.randint(least, most))).capitalize() + "."

    return {
        "title": f"{chance.choice(spoken.real).capitalize()} {sentence(2, 4).lower().rstrip('.')}",
        "subject_matter": sentence(4, 8),
        "purpose": sentence(8, 20),
        "requirement.1": f"{sentence(8, 15)} {sentence(8, 15)}",
        "proof.report": sentence(4, 10),
    }


def _skewed(chance: random.Random, options: Sequence[T]) -> T:
    """The first of the options most often."""
    return chance.choices(options, cum_weights=zipf(len(options)), k=1)[0]


def _some(chance: random.Random, options: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_skewed(chance, options) for _ in range(chance.choice((1, 1, 2)))))
