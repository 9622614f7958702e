"""How Elasticsearch makes words of a text: as ``search.words`` and ``search.stems`` do, so that both backends agree.

A text is indexed as it is, so that what was found can be marked in it; a question is made into words here, in Python.
tests/search/test_elastic_analysis.py holds the two together.
"""

import re
from typing import Any

from search.stems import STEPS, Step
from search.words import JAVA_WORD, LONGEST_WORD

_ONLY_LETTERS_BEFORE = r"(?<![0-9][a-z0-9]{0,40})"
_ONLY_LETTERS_AFTER = r"(?![a-z0-9]*[0-9])"


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
        names = []
        for number, step in enumerate(steps):
            name = f"{language}_{number}"
            filters[name] = _replace(_in_words_of_letters(step), step.replacement)
            names.append(name)
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


def _replace(pattern: str, replacement: str) -> dict[str, Any]:
    return {"type": "pattern_replace", "pattern": pattern, "replacement": replacement}


def _in_words_of_letters(step: Step) -> str:
    """A step that leaves words with a digit in them as they are: codes are the same in every language."""
    if step.pattern.startswith("^"):
        return re.sub(r"^\^", "^(?=[a-z]+$)", step.pattern)
    return f"{_ONLY_LETTERS_BEFORE}(?:{step.pattern}){_ONLY_LETTERS_AFTER}"
