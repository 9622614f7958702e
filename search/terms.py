"""What a text asks for: the words to find, in each language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from search.words import NEUTRAL, Word, codes, is_stop_word, words

MOST_TERMS = 12  # words of a question that count; every one costs the database a look-up in each language
SHORTEST_BEGINNING = 6  # letters of a token, its language among them, from which longer words that begin so count too


@dataclass(frozen=True)
class Term:
    """One word to find. From some length on it also finds words that begin with it: *batteri* finds *batterihälsa*."""

    token: str  # only ASCII letters and digits: words.py

    @property
    def word(self) -> str:
        """Without its language, for an engine that keeps languages apart."""
        return self.token[len(NEUTRAL) if self.token.startswith(NEUTRAL) else 2 :]

    @property
    def may_go_on(self) -> bool:
        return len(self.token) >= SHORTEST_BEGINNING

    def fits(self, token: str) -> bool:
        return token == self.token or (self.may_go_on and token.startswith(self.token))


@dataclass(frozen=True)
class Question:
    """The terms of a text in every language; a thing is found if it has them in one of the languages."""

    language: str  # of the reader
    by_language: Mapping[str, tuple[Term, ...]]
    codes: tuple[str, ...] = ()  # of criteria: "BAT-01"
    is_all: bool = True  # whether it takes every term, or any one

    @property
    def is_empty(self) -> bool:
        return not any(self.everywhere)

    @property
    def has_many(self) -> bool:
        return any(len(terms) > 1 for terms in self.everywhere)

    @property
    def reader(self) -> tuple[Term, ...]:
        return self.terms(self.language)

    @property
    def has_neutral(self) -> bool:
        """Whether a term is the same in every language."""
        return any(term.token.startswith(NEUTRAL) for term in self.reader)

    @property
    def everywhere(self) -> list[tuple[Term, ...]]:
        """The different sets of terms of all languages."""
        return list(dict.fromkeys(self.by_language.values()))

    def terms(self, language: str) -> tuple[Term, ...]:
        return self.by_language.get(language, ())


def question(text: str, reader: str) -> Question:
    """What a reader of a language asks for, in that language and in all of the site's."""
    languages = dict.fromkeys([reader, *(code for code, _name in settings.LANGUAGES)])
    return Question(reader, {code: _terms(text, code) for code in languages}, codes(text)[:MOST_TERMS])


def _terms(text: str, language: str) -> tuple[Term, ...]:
    found = list(words(text, language))
    told = [word for word in found if not is_stop_word(word, language)]
    return tuple(Term(token) for token in list(dict.fromkeys(_tokens(told or found)))[:MOST_TERMS])


def _tokens(found: Sequence[Word]) -> list[str]:
    return [word.token for word in found]
