"""Texts of a version in a language: what is missing comes from the source, and says so."""

import pytest

from registry.models import CriterionVersion
from registry.sealed.texts import Text, languages_of, texts_in
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content, translated

pytestmark = pytest.mark.django_db


def test_text_in_the_authoritative_language_is_that_of_the_version():
    texts = texts_in(VersionFactory(), "en")

    assert (texts.title, texts.title.lang) == ("Battery that lasts", "en")
    assert texts.missing == []


def test_translated_text_says_its_language():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv")

    texts = texts_in(version, "sv")

    assert (texts.title, texts.title.lang) == ("Battery that lasts [sv]", "sv")
    assert {texts[block].lang for block in texts.original} == {"sv"}
    assert texts.missing == []


def test_text_without_a_translation_falls_back_and_says_so():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv")

    texts = texts_in(version, "fi")

    assert (texts.title, texts.title.lang) == ("Battery that lasts", "en")
    assert texts.missing == sorted(version.parsed.texts["en"])


def test_block_without_a_translation_falls_back_by_itself():
    version = VersionFactory()
    blocks = translated(version, "nb")
    del blocks["guidance"], blocks["follow_up"]
    TranslationFactory(version=version, language="nb", blocks=blocks)

    texts = texts_in(version, "nb")

    assert (texts["guidance"].lang, texts["follow_up"].lang, texts["title"].lang) == ("en", "en", "nb")
    assert texts.missing == ["follow_up", "guidance"]


def test_newest_revision_is_the_one_that_is_read_whole():
    """A later revision replaces an earlier one; it does not fill its gaps."""
    version = VersionFactory()
    TranslationFactory(version=version, language="da", revision=1)
    TranslationFactory(version=version, language="da", revision=2, blocks={"title": "Et batteri, der holder"})

    texts = texts_in(version, "da")

    assert (texts.title, texts["purpose"].lang) == ("Et batteri, der holder", "en")


def test_tenth_revision_is_newer_than_the_ninth():
    version = VersionFactory()
    for revision in (10, 9):
        TranslationFactory(version=version, revision=revision, blocks={"title": f"r{revision}"})

    assert texts_in(version, "sv").title == "r10"


def test_translation_of_another_version_is_not_read():
    version = VersionFactory()
    TranslationFactory(version=VersionFactory(criterion=version.criterion, number="1.1.0"), language="sv")

    assert texts_in(version, "sv").title.lang == "en"


def test_register_with_two_authoritative_languages_has_both_in_the_version():
    english = battery_content().texts["en"]
    body = battery_content(texts={"en": english, "sv": {**english, "title": "Batteri"}})
    version = VersionFactory(body=body)

    assert (texts_in(version, "sv").title, texts_in(version, "sv").title.lang) == ("Batteri", "sv")
    assert texts_in(version, "fi").title.lang == "en"
    assert languages_of(version) == ["en", "sv"]


def test_get_of_an_optional_block_is_none_where_the_version_has_none():
    """Whatever a translation has: a block exists if the authoritative text has it."""
    body = battery_content()
    del body.texts["en"]["guidance"]
    version = VersionFactory(body=body)
    TranslationFactory(version=version, language="sv", blocks={"guidance": "Överflödig", "title": "Batteri"})

    texts = texts_in(version, "sv")

    assert texts.get("guidance") is None
    assert texts.get("title") == "Batteri"


def test_block_that_no_version_has_is_a_key_error():
    with pytest.raises(KeyError, match=r"requirement\.9"):
        texts_in(VersionFactory(), "sv")["requirement.9"]


def test_languages_are_the_authoritative_ones_first_then_each_translation_once():
    version = VersionFactory()
    for language, revision in (("sv", 1), ("da", 1), ("sv", 2)):
        TranslationFactory(version=version, language=language, revision=revision)

    assert languages_of(version) == ["en", "da", "sv"]


@pytest.mark.parametrize("count", [1, 3])
def test_texts_of_many_versions_take_two_queries(django_assert_num_queries, count):
    for version in VersionFactory.create_batch(count):
        TranslationFactory(version=version, language="sv")

    with django_assert_num_queries(2):
        titles = [texts_in(version, "sv").title.lang for version in CriterionVersion.objects.for_cards(language="sv")]

    assert titles == ["sv"] * count


def test_text_is_a_string_that_knows_its_language():
    text = Text("Batteri", "sv")

    assert (text, text.lang, text.upper()) == ("Batteri", "sv", "BATTERI")
