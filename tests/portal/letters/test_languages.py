"""Every letter there is, in every language: nothing of the English one is left, and each keeps its places and links."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from portal.letters.kinds import _kinds, written
from portal.settings.env import BASE_DIR

FOLDER = BASE_DIR / "templates" / "letters"
LANGUAGES = ("sv", "nb", "fi", "da")
# A stand-in for all that a letter may be filled with; digits and codes are the same in every language.
FACTS = {
    "reference": "JD-22222222",
    "version": "BAT-01@1.1.0-rc.1",
    "title": "Exempeltelefoner",
    "organisation": "Exempelköping",
    "organisations": [],
    "asker": "a@example.org",
    "task": "17",
    "reason": "18",
    "country": "19",
    "document": "20",
    "inviter": "Ada",
    "role": "21",
    "days": 7,
    "count": 2,
    "citation": "BAT-01@2.0.0",
    "old": "1.0.0",
    "adaptation": "exempel/telefoner@1.0.0",
    "changes": "https://example.org/changes/",
    "summary": "22",
    "compare": "https://example.org/compare/",
    "text": "https://example.org/text/",
    "checked_on": None,
    "link": "https://example.org/link/",
    "start": "https://example.org/start/",
    "email": "b@example.org",
    "words": "30",
    "search": "https://example.org/search/",
    "questions": [],
    "unsubscribe": "https://example.org/stop/",
    "can_be_changed": True,
    "is_public_buyer": True,
}
WORDS = re.compile(r"[^\W\d_]{2,}(?:[ ,.:;’'-]+[^\W\d_]{2,}){2,}")  # three words in a row


def kind_of(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix("")).replace("/", ".")


KINDS = [kind_of(path) for path in sorted(FOLDER.rglob("*.txt")) if not path.name.startswith("_")]


def lines_in(language: str, kind: str, **changes: object) -> set[str]:
    """The lines of a letter, subject included, that have words in them."""
    with override(language):
        words = written(kind, {**FACTS, **changes})
    return {line for line in [words.subject, *words.body.splitlines()] if WORDS.search(line)}


def test_every_template_is_a_letter_that_can_be_sent():
    assert sorted(_kinds) == KINDS


@pytest.mark.parametrize("changes", [{}, {"is_public_buyer": False, "inviter": "", "can_be_changed": False}], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_letter_has_no_english_line_in_another_language(kind, language, changes):
    english = lines_in("en", kind, **changes)

    assert len(english) > 1
    assert lines_in(language, kind, **changes) & english == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_letter_says_the_same_places_in_every_language(kind, language):
    """What an English letter is filled with stands in each of its translations too."""
    values = [str(value) for value in FACTS.values() if isinstance(value, str) and value]

    with override("en"):
        english = written(kind, FACTS)
    with override(language):
        other = written(kind, FACTS)

    said = {value for value in values if value in f"{english.subject}\n{english.body}"}
    assert {value for value in said if value not in f"{other.subject}\n{other.body}"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_subject_is_one_short_line(kind, language):
    with override(language):
        subject = written(kind, FACTS).subject

    assert 5 < len(subject) <= 120
