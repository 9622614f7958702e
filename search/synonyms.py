"""Words that mean the same, as coordinators group them: read at most once a minute, looked up for every question."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.conf import settings

from search.models import SynonymGroup
from search.words import is_stop_word, words

KEPT = 60.0  # seconds for which a process remembers the groups
MOST_GROUPS = 2_000

Phrase = tuple[str, ...]  # tokens of one language, one after the other


class Span(NamedTuple):
    """Words of a text, by their number, that mean what a group means."""

    start: int
    end: int
    group: int


@dataclass(frozen=True)
class Lexicon:
    """Groups of words and phrases that mean the same, whatever their languages."""

    groups: tuple[tuple[str, ...], ...] = ()

    def spans(self, text: Sequence[Sequence[str]]) -> list[Span]:
        """Where a text has a word or phrase of a group; a longer phrase before the shorter ones in it.

        ``text`` has the tokens of the same words once for each language: the forms of a word meet in its own.
        """
        found: list[Span] = []
        taken: set[int] = set()
        for length in self._lengths:
            for start in range(max((len(tokens) for tokens in text), default=0) - length + 1):
                place = range(start, start + length)
                phrases = {tuple(tokens[start : start + length]) for tokens in text}
                groups = {group for phrase in phrases for group in self._by_phrase.get(phrase, ())}
                if groups and taken.isdisjoint(place):
                    taken.update(place)
                    found += [Span(place.start, place.stop, group) for group in sorted(groups)]
        return found

    def phrases(self, group: int, language: str) -> list[Phrase]:
        """The words of a group as a language writes them, without those that say nothing."""
        if (group, language) not in self._phrases:
            told = (_told(word, language) for word in self.groups[group])
            self._phrases[group, language] = list(dict.fromkeys(filter(None, told)))
        return self._phrases[group, language]

    @cached_property
    def _phrases(self) -> dict[tuple[int, str], list[Phrase]]:
        """What has been asked for already."""
        return {}

    @cached_property
    def _by_phrase(self) -> Mapping[Phrase, list[int]]:
        found: dict[Phrase, list[int]] = {}
        for number, group in enumerate(self.groups):
            for phrase in {phrase for word in group for phrase in _in_languages(word)}:
                found.setdefault(phrase, []).append(number)
        return found

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(phrase) for phrase in self._by_phrase}, reverse=True)


NO_SYNONYMS = Lexicon()


@dataclass
class Memo:
    """What this process remembers of the groups."""

    lexicon: Lexicon = NO_SYNONYMS
    until: float = field(default=0.0)  # on the monotonic clock

    def read(self) -> Lexicon:
        """The groups as they were at most KEPT seconds ago."""
        if time.monotonic() >= self.until:
            groups = tuple(tuple(group.listed) for group in SynonymGroup.objects.order_by("pk")[:MOST_GROUPS])
            self.keep(self.lexicon if groups == self.lexicon.groups else Lexicon(groups))
        return self.lexicon

    def keep(self, lexicon: Lexicon) -> None:
        """Remember these, as if they had been read now."""
        self.lexicon, self.until = lexicon, time.monotonic() + KEPT

    def forget(self) -> None:
        """Read the groups anew at the next question."""
        self.until = 0.0


MEMO = Memo()


def _in_languages(word: str) -> Iterator[Phrase]:
    for language, _name in settings.LANGUAGES:
        if phrase := tuple(found.token for found in words(word, language)):
            yield phrase


def _told(word: str, language: str) -> Phrase:
    found = list(words(word, language))
    told = [each for each in found if not is_stop_word(each, language)]
    return tuple(dict.fromkeys(each.token for each in told or found))
