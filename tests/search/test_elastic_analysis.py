"""Elasticsearch makes the same words of a text as Python does, so that both backends find the same."""

import re
import string

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.settings.env import BASE_DIR
from search.elastic.analysis import analyzer
from search.elastic.client import send
from search.elastic.documents import alias
from search.words import NEUTRAL, words
from tests.search.test_stems import FAMILIES

LANGUAGES = ["en", "sv", "nb", "fi", "da"]
LETTERS = string.ascii_letters + "".join(char for char in map(chr, range(0xC0, 0x180)) if char not in "×÷ŉ")
WORD = st.text(LETTERS, min_size=1, max_size=20) | st.text(string.ascii_lowercase, min_size=1, max_size=45)
FIGURES = st.sampled_from(["BAT-01", "bat01", "BAT-01@1.2.0/L2", "IP68", "1,000", "1 000", "80 %", "32250000-0", "5G"])
TEXT = st.lists(WORD | FIGURES, max_size=12).map(" ".join)


def elastic_words(text, language):
    body = {"analyzer": analyzer(language), "text": text}
    answer = send("POST", f"/{alias('public', 'criterion')}/_analyze", body)
    return [token["token"] for token in answer["tokens"]]


def python_words(text, language):
    return [
        token[1:] if token.startswith(NEUTRAL) and any(map(str.isdigit, token)) else token[2:]
        for token in (word.token for word in words(text, language))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_of_words_have_the_same_stems(elasticsearch, language):
    text = " ".join(FAMILIES[language])

    assert elastic_words(text, language) == python_words(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_starter_register_has_the_same_words(elasticsearch, language):
    files = sorted((BASE_DIR / "registry" / "starter" / "2026-02").rglob("*.yaml"))
    text = " ".join(re.sub(r"\s+", " ", path.read_text(encoding="utf-8")) for path in files[:12])

    assert elastic_words(text, language) == python_words(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXT)
def test_any_text_has_the_same_words(elasticsearch, language, text):
    assert elastic_words(text, language) == python_words(text, language)


def test_each_language_of_the_site_has_an_analyzer():
    assert [analyzer(code) for code, _name in settings.LANGUAGES] == [f"words_{code}" for code in LANGUAGES]
