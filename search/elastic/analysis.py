"""How Elasticsearch makes words of a text: as ``search.words`` and ``search.stems`` do, so that both backends agree.

A text is indexed as it is, so that what was found can be marked in it; a question is made into words here, in Python.
tests/search/test_elastic_analysis.py holds the two together.
"""

import re
from collections.abc import Iterable
from typing import Any

from search.compounds import HEADS, MARK
from search.stems import IRREGULAR, LAST_PARTS, SHORTEST_FIRST_PART, STEPS, Step
from search.words import JAVA_WORD, LONGEST_WORD

_ONLY_LETTERS_BEFORE = r"(?<![0-9][a-z0-9]{0,40})"
_ONLY_LETTERS_AFTER = r"(?![a-z0-9]*[0-9_])"
_PART = "_part"  # ends the names of filters that only another filter calls
_DONE = "_"  # after a stem that no step may change


def analyzer(language: str) -> str:
    """The name of the analyzer of a language; one without steps only folds."""
    return f"words_{language}" if language in STEPS else "words"


def analysis() -> dict[str, Any]:
    """The settings of an index for it."""
    filters: dict[str, Any] = {
        "without_version": _replace("@.*", ""),
        "plain": _replace("[^a-z0-9]", ""),
        "not_too_long": {"type": "truncate", "length": LONGEST_WORD},
        "not_empty": {"type": "length", "min": 1},
    }
    common = ["lowercase", "without_version", "asciifolding", "plain", "not_too_long"]
    analyzers: dict[str, Any] = {
        "words": {"type": "custom", "tokenizer": "words", "filter": [*common, "not_empty"]},
    }
    for language, steps in STEPS.items():
        stemming = _stemming(language, steps) | _compounds(language)
        filters |= stemming
        names = [name for name in stemming if not name.endswith(_PART)]
        analyzers[f"words_{language}"] = {
            "type": "custom",
            "tokenizer": "words",
            "filter": [*common, *names, "not_empty"],
        }
    return {
        "tokenizer": {"words": {"type": "pattern", "pattern": JAVA_WORD, "group": 0}},
        "filter": filters,
        "analyzer": analyzers,
    }


def _stemming(language: str, steps: Iterable[Step]) -> dict[str, Any]:
    """The filters that make stems of words, in their order."""
    rules = [f"{form} => {stem}{_DONE}" for form, stem in IRREGULAR[language].items()]
    found: dict[str, Any] = {f"{language}_irregular": {"type": "stemmer_override", "rules": rules}}
    last_parts = LAST_PARTS[language]
    for kept in dict.fromkeys(last_parts.values()):
        forms = [form for form, part in last_parts.items() if part == kept]
        found[f"{language}_{kept}"] = _replace(_at_the_end(forms), f"$1{kept}")
    for number, step in enumerate(steps):
        found[f"{language}_{number}"] = _replace(_in_words_of_letters(step), step.replacement)
    return found | {f"{language}_done": _replace(_DONE, "")}


def _compounds(language: str) -> dict[str, Any]:
    """The filter that adds the head to a compound, in the same place, after the parts that it is made of."""
    if language not in HEADS:
        return {}
    parts = {f"{language}_head{_PART}": _replace(_at_the_end(HEADS[language]), f"$2{MARK}")}
    for end, stem in HEADS[language].items():
        if end != stem:
            parts[f"{language}_{end}{_PART}"] = _replace(f"^{end}{MARK}$", f"{stem}{MARK}")
    return parts | {f"{language}_heads": {"type": "multiplexer", "filters": [", ".join(parts)]}}


def _at_the_end(parts: Iterable[str]) -> str:
    """What matches a compound: its first part and the longest of some last parts are the groups."""
    return rf"^([a-z]{{{SHORTEST_FIRST_PART},}}?)({'|'.join(parts)})$"


def _replace(pattern: str, replacement: str) -> dict[str, Any]:
    return {"type": "pattern_replace", "pattern": pattern, "replacement": replacement}


def _in_words_of_letters(step: Step) -> str:
    """A step that leaves words with a digit in them as they are: codes are the same in every language."""
    if step.pattern.startswith("^"):
        return re.sub(r"^\^", "^(?=[a-z]+$)", step.pattern)
    return f"{_ONLY_LETTERS_BEFORE}(?:{step.pattern}){_ONLY_LETTERS_AFTER}"
