"""Questions in five languages about the starter register, with the criteria that must come first, in any order.

``judgements.csv`` is the list: every backend is judged by it. It grows with every question that was answered badly.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from portal.settings.env import BASE_DIR
from registry.services.importing import import_folder
from tests.factories.search import asked, rebuild

STARTER = BASE_DIR / "registry" / "starter"
FOLDERS = ("2026-02", "2026-09")
JUDGEMENTS = Path(__file__).with_name("judgements.csv")


def judgements():
    with JUDGEMENTS.open(encoding="utf-8", newline="") as lines:
        return [(row["language"], row["question"], row["first"].split()) for row in csv.DictReader(lines)]


@pytest.fixture
def starter(backend):
    """A backend with the starter register, as a fresh installation has it."""
    for folder in FOLDERS:
        import_folder(STARTER / folder)
    list(rebuild())
    return backend


def test_judged_criteria_come_first(starter):
    wrong = {}
    for language, question, first in judgements():
        hits = starter.search(asked(question, language)).hits[: len(first)]
        if {hit.code for hit in hits} != set(first) or {hit.language for hit in hits} != {language}:
            wrong[language, question] = [(hit.code, hit.language) for hit in hits]

    assert wrong == {}


def test_every_criterion_is_found_first_by_its_title_in_every_language(starter):
    everything = [hit for page in (1, 2) for hit in starter.search(asked(page=page)).hits]
    wrong = {}
    for code in {hit.code for hit in everything}:
        for language in ("en", "sv", "nb", "fi", "da"):
            (title,) = [hit.title for hit in starter.search(asked(code, language)).hits if hit.code == code]
            hits = starter.search(asked(title, language)).hits
            if hits[0].code != code:
                wrong[code, language] = (title, hits[0].code)

    assert wrong == {}


def test_every_language_is_judged():
    counts = Counter(language for language, _question, _first in judgements())

    assert sorted(counts) == ["da", "en", "fi", "nb", "sv"]
    assert min(counts.values()) >= 8
