"""Elasticsearch makes the same words of a text as Python does, so that both backends find the same."""

import re
import string

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.settings.env import BASE_DIR
from search.compounds import HEADS
from search.elastic.analysis import analyzer
from search.elastic.client import send
from search.elastic.documents import alias
from search.stems import IRREGULAR
from search.words import NEUTRAL, tokens
from tests.search.test_stems import FAMILIES

LANGUAGES = ["en", "sv", "nb", "fi", "da"]
LETTERS = string.ascii_letters + "".join(char for char in map(chr, range(0xC0, 0x180)) if char not in "×÷ŉ")
WORD = st.text(LETTERS, min_size=1, max_size=20) | st.text(string.ascii_lowercase, min_size=1, max_size=45)
FIGURES = st.sampled_from(["BAT-01", "bat01", "BAT-01@1.2.0/L2", "IP68", "1,000", "1 000", "80 %", "32250000-0", "5G"])
LAST_PARTS = st.sampled_from([forms for _language, family in FAMILIES for forms in family.split()] + ["0", "q", "_"])
COMPOUND = st.tuples(st.text(string.ascii_letters, max_size=5), LAST_PARTS).map("".join)
TEXT = st.lists(WORD | FIGURES | COMPOUND, max_size=12).map(" ".join)


def analyzed(text, language):
    body = {"analyzer": analyzer(language), "text": text}
    return send("POST", f"/{alias('public', 'criterion')}/_analyze", body)["tokens"]


def elastic_words(text, language):
    return [token["token"] for token in analyzed(text, language)]


def python_words(text, language):
    return [token[1:] if token.startswith(NEUTRAL) else token[2:] for token in tokens(text, language).split()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_of_words_have_the_same_stems(elasticsearch, language):
    text = " ".join(forms for each, forms in FAMILIES if each == language)

    assert elastic_words(text, language) == python_words(text, language)


@pytest.mark.parametrize("language", list(HEADS))
def test_compounds_count_as_the_same_heads(elasticsearch, language):
    text = " ".join(f"ramo{form}" for each, forms in FAMILIES if each == language for form in forms.split())

    assert elastic_words(text, language) == python_words(text, language)
    assert "0 " in tokens(text, language)


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [("sv", "Nya ramavtalet 5G", [(0, 0), (1, 4), (1, 4), (2, 15)]), ("fi", "Litiumakut", [(0, 0), (0, 0)])],
)
def test_head_stands_where_its_compound_does(elasticsearch, language, text, places):
    assert [(token["position"], token["start_offset"]) for token in analyzed(text, language)] == places


@pytest.mark.parametrize("language", LANGUAGES)
def test_listed_forms_have_the_same_stems(elasticsearch, language):
    text = " ".join(IRREGULAR[language])

    assert elastic_words(text, language) == python_words(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_starter_register_has_the_same_words(elasticsearch, language):
    files = sorted((BASE_DIR / "registry" / "starter" / "2026-02").rglob("*.yaml"))
    texts = [re.sub(r"\s+", " ", path.read_text(encoding="utf-8")) for path in files]

    assert [elastic_words(text, language) for text in texts] == [python_words(text, language) for text in texts]


@pytest.mark.parametrize("language", LANGUAGES)
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXT)
def test_any_text_has_the_same_words(elasticsearch, language, text):
    assert elastic_words(text, language) == python_words(text, language)


def test_each_language_of_the_site_has_an_analyzer():
    assert [analyzer(code) for code, _name in settings.LANGUAGES] == [f"words_{code}" for code in LANGUAGES]
