"""Stemming is judged by families: the forms of one word have one stem, and words that only look alike have not."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folding import fold
from search.stems import _FAMILIES, _LAST_PARTS, LAST_PARTS, _families, _forms, stem
from tests.search import families

FAMILIES = [
    (language, family) for language, lines in families.FAMILIES.items() for family in lines.strip().splitlines()
]
STRANGERS = {
    "en": "phone price repair battery charger update worker audit mineral policy device proof",
    "sv": "batteri telefon laddare enhet krav reservdel cykel garanti mineral skärm kontrakt säkerhet",
    "nb": "batteri telefon lader enhet krav reservedel syklus garanti mineral skjerm kontrakt nøkkel",
    "da": "batteri telefon oplader enhed krav reservedel cyklus garanti mineral skærm kontrakt nøgle",
    "fi": "akku puhelin laite laturi vaatimus varaosa takuu korjaus mineraali tuote sopimus ehto sykli",
}


LOOK_ALIKES = [
    ("en", "person perform"),
    ("en", "use usb"),
    ("en", "mine minimum"),
    ("en", "tender tent"),
    ("sv", "by byta"),
    ("sv", "år årlig"),
    ("sv", "lag lager"),
    ("sv", "pris princip"),
    ("sv", "laddare ladda"),
    ("nb", "by bytte"),
    ("nb", "del delta"),
    ("nb", "lader ladet"),
    ("nb", "kommune kommunikasjon"),
    ("da", "by bytte"),
    ("da", "lader forlader"),
    ("da", "oplader lader"),
    ("fi", "kunta kunto"),
    ("fi", "hinta hinaus"),
    ("fi", "maa mai"),
    ("fi", "laki laina"),
    ("fi", "lapsi lasi"),
    ("fi", "laite laituri"),
    ("fi", "takuu takki"),
    ("fi", "tehdas tehdä"),
    ("fi", "vuosi vuokra"),
    ("fi", "kunnan kunnia"),
    ("fi", "akku akateeminen"),
]


@pytest.mark.parametrize(("language", "family"), FAMILIES)
def test_forms_of_a_word_have_one_stem(language, family):
    assert len({stem(fold(form), language) for form in family.split()}) == 1


@pytest.mark.parametrize(("language", "words"), LOOK_ALIKES)
def test_words_that_only_look_alike_stay_apart(language, words):
    one, other = words.split()

    assert stem(fold(one), language) != stem(fold(other), language)


def test_every_language_is_judged_by_many_families():
    assert min(Counter(language for language, _forms in FAMILIES).values()) >= 70


@pytest.mark.parametrize("language", ["en", "sv", "nb", "da", "fi"])
def test_no_form_is_listed_in_two_families(language):
    listed = [family for table in (_FAMILIES, _LAST_PARTS) for family in _families(table, language)]
    forms = [form for family in listed for form in _forms(family, language)]

    assert [form for form, count in Counter(forms).items() if count > 1] == []


@pytest.mark.parametrize("language", list(LAST_PARTS))
def test_no_earlier_last_part_ends_a_later_one(language):
    """Elasticsearch tries one family after the other, Python the longest form first: so they agree."""
    forms = list(LAST_PARTS[language].items())
    wrong = [
        (form, later)
        for place, (form, kept) in enumerate(forms)
        for later, other in forms[place:]
        if kept != other and later != form and later.endswith(form)
    ]

    assert wrong == []


@pytest.mark.parametrize(("language", "words"), STRANGERS.items())
def test_different_words_have_different_stems(language, words):
    stems = {stem(fold(word), language) for word in words.split()}

    assert len(stems) == len(words.split())


@pytest.mark.parametrize(("language", "words"), STRANGERS.items())
def test_stem_keeps_at_least_three_letters_of_a_word(language, words):
    assert min(len(stem(fold(word), language)) for word in words.split()) >= 3


def test_language_without_rules_keeps_its_words():
    assert stem("batterien", "de") == "batterien"


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20), st.sampled_from(["en", "sv", "nb", "da", "fi"]))
def test_any_word_has_a_stem_of_letters(word, language):
    assert re.fullmatch("[a-z]*", stem(word, language))
    assert bool(stem(word, language)) == bool(word)
