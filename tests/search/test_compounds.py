"""A compound counts as its last part too, in every form; what only ends alike does not."""

import pytest

from search.compounds import HEADS, MARK, head
from search.folding import fold
from search.stems import stem
from search.terms import SHORTEST_BEGINNING, question
from search.words import tokens
from tests.search.test_stems import FAMILIES

LANGUAGE_LETTERS = 2  # of a token
COMPOUNDS = [
    ("sv", "avtal", "ramavtal ramavtalet ramavtalen ramavtalens"),
    ("sv", "telefon", "mobiltelefon mobiltelefonen mobiltelefonernas"),
    ("sv", "laddare", "snabbladdare snabbladdaren snabbladdarna"),
    ("sv", "kamera", "webbkamera webbkameran webbkamerorna"),
    ("sv", "pris", "lågpris lågpriset inköpspriser"),
    ("sv", "nummer", "serienummer serienumret"),
    ("nb", "lader", "hurtiglader hurtigladeren hurtigladerne"),
    ("nb", "batteri", "reservebatteri reservebatteriet reservebatteriene"),
    ("nb", "telefon", "mobiltelefon mobiltelefonene"),
    ("nb", "avtale", "rammeavtale rammeavtalen rammeavtalene"),
    ("nb", "tjeneste", "skytjeneste skytjenesten skytjenester"),
    ("da", "lader", "hurtiglader hurtigladeren"),
    ("da", "oplader", "hurtigoplader hurtigopladeren"),
    ("da", "aftale", "rammeaftale rammeaftalen rammeaftalerne"),
    ("da", "telefon", "mobiltelefon mobiltelefonerne"),
    ("da", "skærm", "computerskærm computerskærmene"),
    ("fi", "puhelin", "matkapuhelin matkapuhelimen matkapuhelinta matkapuhelimissa älypuhelimet"),
    ("fi", "akku", "litiumakku litiumakun litiumakkua litiumakkujen"),
    ("fi", "laite", "älylaite älylaitteen mobiililaitteita"),
    ("fi", "sopimus", "puitesopimus puitesopimuksen puitesopimusta"),
    ("fi", "takuu", "yritystakuu yritystakuun"),
    ("fi", "hinta", "ostohinta ostohinnan ostohintoja"),
]


@pytest.mark.parametrize(("language", "asked_for", "written"), COMPOUNDS)
def test_compound_fits_its_last_part_in_every_form(language, asked_for, written):
    (term,) = question(asked_for, language).terms(language)

    missed = [word for word in written.split() if not any(map(term.fits, tokens(word, language).split()))]

    assert missed == []


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("sv", "avtal"),
        ("sv", "avtalsfrågor"),
        ("sv", "olaga"),
        ("sv", "kunskap"),
        ("sv", "utklädd"),
        ("nb", "sjokolade"),
        ("nb", "dagbladet"),
        ("da", "oplader"),
        ("da", "printplader"),
        ("da", "overflader"),
        ("nb", "ukeblader"),
        ("fi", "louhinta"),
        ("da", "forlader"),
        ("da", "efterlade"),
        ("fi", "vaatimus"),
        ("fi", "kesäkuussa"),
        ("en", "smartphone"),
        ("de", "rahmenvertrag"),
    ],
)
def test_word_that_is_no_compound_of_a_head_is_one_word(language, word):
    assert len(tokens(word, language).split()) == 1


def test_the_longest_head_counts():
    assert tokens("hurtigopladeren", "da") == "dahurtigopladerq daoplader0"
    assert head(stem("yritystakuu", "fi"), "fi") == "takuu0"


def test_what_is_the_same_in_every_language_has_no_head():
    assert tokens("4gtelefon", "sv") == "x4gtelefon"


@pytest.mark.parametrize("language", list(HEADS))
def test_head_is_long_enough_to_be_found_and_to_be_known_by(language):
    assert min(map(len, HEADS[language])) >= 4
    assert min(map(len, HEADS[language].values())) + LANGUAGE_LETTERS >= SHORTEST_BEGINNING
    assert 40 <= len(HEADS[language]) <= 80


@pytest.mark.parametrize("language", list(HEADS))
def test_all_forms_of_a_head_count_at_the_end_of_a_word(language):
    missed = [
        form
        for each, family in FAMILIES
        for form in family.split()
        if each == language and (of := stem(fold(form), language)) in HEADS[language].values()
        if head(stem(f"suoma{fold(form)}", language), language) != of + MARK
    ]

    assert missed == []
