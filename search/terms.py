"""What a text asks for: the words to find, in each language, and others that mean the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from django.conf import settings

from search.synonyms import Lexicon, Phrase, Span
from search.words import NEUTRAL, Word, codes, is_stop_word, words

MOST_ALTERNATIVES = 60  # of a question, in all languages together
MOST_TERMS = 12  # words of a question that count; every one costs the database a look-up in each language
SHORTEST_BEGINNING = 6  # letters of a token, its language among them, from which longer words that begin so count too


@dataclass(frozen=True)
class Term:
    """One word to find. From some length on it also finds words that begin with it: *batteri* finds *batterihälsa*."""

    token: str  # only ASCII letters and digits: words.py
    goes_on: bool = False  # whether it is only begun, as while somebody is typing
    others: "tuple[tuple[Term, ...], ...]" = ()  # what else finds it: a synonym each, all of its words

    @property
    def word(self) -> str:
        """Without its language, for an engine that keeps languages apart."""
        return self.token[len(NEUTRAL) if self.token.startswith(NEUTRAL) else 2 :]

    @property
    def may_go_on(self) -> bool:
        return self.goes_on or len(self.token) >= SHORTEST_BEGINNING

    @property
    def typed(self) -> "Term":
        """Without its synonyms."""
        return Term(self.token, self.goes_on)

    def fits(self, token: str) -> bool:
        if token == self.token or (self.may_go_on and token.startswith(self.token)):
            return True
        return any(word.fits(token) for phrase in self.others for word in phrase)


def _begun(term: Term) -> Term:
    code = Term(NEUTRAL + term.word, goes_on=True)
    return Term(term.token, goes_on=True, others=() if code.token == term.token else ((code,),))


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
    def reader_typed(self) -> tuple[Term, ...]:
        """The reader's terms without their synonyms."""
        return tuple(term.typed for term in self.reader)

    @property
    def begun(self) -> "Question":
        """The same with the last term of each language going on, as a word or as a code."""
        found = {code: terms for code, terms in self.by_language.items() if terms}
        return replace(self, by_language={code: (*terms[:-1], _begun(terms[-1])) for code, terms in found.items()})

    @property
    def is_widened(self) -> bool:
        """Whether there are synonyms."""
        return any(term.others for terms in self.by_language.values() for term in terms)

    @property
    def typed(self) -> "Question":
        """The same without synonyms."""
        terms = {code: tuple(term.typed for term in terms) for code, terms in self.by_language.items()}
        return replace(self, by_language=terms)

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


def question(text: str, reader: str, lexicon: Lexicon | None = None) -> Question:
    """What a reader of a language asks for, in that language and in all of the site's."""
    languages = dict.fromkeys([reader, *(code for code, _name in settings.LANGUAGES)])
    found = {code: list(words(text, code)) for code in languages}
    terms = {code: _terms(found[code], code) for code in languages}
    if lexicon and (spans := lexicon.spans([[word.token for word in each] for each in found.values()])):
        most = MOST_ALTERNATIVES // len(languages)
        terms = {code: _widened(terms[code], found[code], code, lexicon, spans, most) for code in languages}
    return Question(reader, terms, codes(text)[:MOST_TERMS])


def synonyms_in(text: str, lexicon: Lexicon) -> list[str]:
    """What the words of a text mean the same as, as it is written in their groups."""
    found = [[word.token for word in words(text, code)] for code, _name in settings.LANGUAGES]
    groups = dict.fromkeys(span.group for span in lexicon.spans(found))
    return [word for group in groups for word in lexicon.groups[group] if word.casefold() not in text.casefold()]


def _terms(found: Sequence[Word], language: str) -> tuple[Term, ...]:
    told = [word for word in found if not is_stop_word(word, language)]
    return tuple(Term(token) for token in list(dict.fromkeys(_tokens(told or found)))[:MOST_TERMS])


def _tokens(found: Sequence[Word]) -> list[str]:
    return [word.token for word in found]


def _widened(
    terms: tuple[Term, ...], text: Sequence[Word], language: str, lexicon: Lexicon, spans: Sequence[Span], most: int
) -> tuple[Term, ...]:
    """The terms with the other words of the groups that they belong to, as many of each group as of the others.

    Each word of a phrase gets the synonyms of the whole: they stand for it.
    """
    asked = {term.token for term in terms}
    of_spans = [[(span, phrase) for phrase in lexicon.phrases(span.group, language)] for span in spans]
    others: dict[str, list[Phrase]] = {}
    for span, phrase in _in_turn(of_spans):
        own = _tokens(text[span.start : span.end])
        places = [token for token in dict.fromkeys(own) if token in asked and (token,) != phrase]
        if not places or set(phrase) <= set(own) or len(places) * len(phrase) > most:
            continue
        most -= len(places) * len(phrase)
        for token in places:
            others.setdefault(token, []).append(phrase)
    return tuple(
        replace(term, others=tuple(tuple(map(Term, phrase)) for phrase in others.get(term.token, ()))) for term in terms
    )


def _in_turn(of_spans: Sequence[Sequence[tuple[Span, Phrase]]]) -> Iterator[tuple[Span, Phrase]]:
    """The first of each, then the second of each, and so on."""
    return (each for each in chain.from_iterable(zip_longest(*of_spans)) if each is not None)
