"""Small words tell the languages apart."""

import pytest

from tests.languages import foreign_words

SENTENCES = {
    "en": "The battery keeps the capacity that the buyer asked for, and it is not glued.",
    "sv": "Batteriet håller den kapacitet som köparen begärde, och det är inte limmat.",
    "nb": "Batteriet holder kapasiteten som kjøperen ba om, og det er ikke limt.",
    "da": "Batteriet holder den kapacitet, som køberen bad om, og det er ikke limet.",
    "fi": "Akku säilyttää kapasiteetin, jonka ostaja pyysi, ja se ei ole liimattu.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentence_in_its_own_language_is_not_foreign(language):
    assert foreign_words(SENTENCES[language], language) == set()


@pytest.mark.parametrize(("one", "other"), [("sv", "en"), ("fi", "sv"), ("da", "fi"), ("en", "nb"), ("nb", "sv")])
def test_sentence_in_two_languages_is_found(one, other):
    mixed = f"{SENTENCES[one]} {SENTENCES[other]}"

    assert foreign_words(mixed, one) != set()


def test_word_is_a_whole_word():
    assert foreign_words("Andra ofta", "sv") == set()
