"""A deterministic log of what people ask: frequent words most often, in five languages, some of them misspelt."""

import random
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from portal.core.viewer import VISITOR
from registry.enums import Theme
from search.forms import read_query
from search.queries import SearchQuery
from tests.bench_search.corpus import code
from tests.bench_search.vocabulary import vocabulary, zipf

SEED = 20_260_202
# Of a hundred questions.
LANGUAGES = {"en": 50, "sv": 20, "nb": 10, "fi": 10, "da": 10}
KINDS = {"word": 52, "two words": 20, "faceted": 15, "code": 8, "misspelt": 5}
ASKED_FROM = 12  # rank of the most frequent word that is asked for
_RANKS = zipf(5_000)


@dataclass(frozen=True)
class Asked:
    language: str
    parameters: str  # of an address: "q=battery&theme=battery"

    def query(self, on: date) -> SearchQuery:
        """As the views read it."""
        return read_query(QueryDict(self.parameters), viewer=VISITOR, language=self.language, on=on)

    def path(self, pattern: str) -> str:
        return f"{pattern.format(language=self.language)}?{self.parameters}"


def questions(count: int, documents: int, *, seed: int = SEED) -> list[Asked]:
    """The first ``count`` questions to a corpus of so many documents."""
    chance = random.Random(seed)
    return [_asked(chance, documents) for _ in range(count)]


def _asked(chance: random.Random, documents: int) -> Asked:
    (language,) = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))
    (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
    text = _word(chance, language)
    facets: list[tuple[str, str]] = []
    if kind == "two words":
        text += f" {_word(chance, language)}"
    elif kind == "code":
        text = code(chance.randrange(documents))
    elif kind == "misspelt":
        text = _misspelt(chance, chance.choice([word for word in vocabulary(language).real if len(word) > 5]))
    elif kind == "faceted":
        facets = [("theme", theme) for theme in chance.sample(Theme.values[:6], chance.choice((1, 2)))]
        facets += [("level", "2")] if chance.random() < 0.3 else []
    return Asked(language, urlencode([("q", text), *facets]))


def _word(chance: random.Random, language: str) -> str:
    (rank,) = chance.choices(range(len(_RANKS)), cum_weights=_RANKS)
    return vocabulary(language).words[ASKED_FROM + rank]


def _misspelt(chance: random.Random, word: str) -> str:
    """One letter in the middle left out."""
    place = chance.randrange(2, len(word) - 1)
    return word[:place] + word[place + 1 :]
