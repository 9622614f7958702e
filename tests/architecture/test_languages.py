"""No sentence of the interface is in two languages, and none forgets that there may be only one of a thing."""

import re

import pytest
from babel.messages.catalog import Catalog

from tests.architecture.test_translations import LANGUAGES, ROOT, catalogue, forms, texts
from tests.languages import foreign_words

VALUE = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>")
COUNTED = re.compile(r"%\(count\)[sd] \w")
# The number is always larger than one, or the word behind it is not counted.
NOT_COUNTED = {
    "%(things)s and %(count)d more",
    "has %(count)s characters and may have %(most)s: shorten it.",
    "With %(count)s characters this is too long for %(term)s of eForms, which takes %(most)s.",
}
NAMES = ("City of Malmö",)


def keys(found: Catalog) -> set[tuple[object, tuple[str, ...]]]:
    return {(message.context, forms(message.id)) for message in texts(found)}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_catalogue_has_the_same_texts(language):
    assert keys(catalogue(ROOT, language)) == keys(catalogue(ROOT, LANGUAGES[0]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_has_words_of_another_language(language):
    mixed = {}
    for message in texts(catalogue(ROOT, language)):
        for text in forms(message.string):
            plain = VALUE.sub(" ", text)
            for name in NAMES:
                plain = plain.replace(name, "")
            if found := foreign_words(plain, language):
                mixed[text] = sorted(found)

    assert mixed == {}


def test_no_text_counts_a_thing_without_its_plural():
    """ "%(count)s city" needs ``ngettext``; "Cities: %(count)s" does not."""
    single = {message.id for message in texts(catalogue(ROOT, LANGUAGES[0])) if isinstance(message.id, str)}

    assert {text for text in single if COUNTED.search(text)} == NOT_COUNTED
