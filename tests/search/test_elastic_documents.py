"""What Elasticsearch keeps of an entry, and in which index."""

from datetime import date

import pytest

from portal.core.viewer import EVERYONE
from search.compounds import HEADS
from search.elastic.analysis import analysis, analyzer
from search.elastic.documents import (
    LONGEST_PREFIX,
    MOST_CHARACTERS,
    SHORTEST_PREFIX,
    alias,
    all_aliases,
    document,
    index_settings,
    mapping,
    wall_of,
)
from search.stems import LAST_PARTS, STEPS
from search.terms import SHORTEST_BEGINNING
from tests.factories.search import entry, in_languages

LANGUAGES = ("en", "sv", "nb", "fi", "da")


def test_document_has_what_is_found_shown_and_counted():
    given = in_languages(
        "criterion:1",
        {"en": "A battery", "sv": "Ett batteri"},
        {"en": "It lasts.", "sv": "Det håller."},
        code="BAT-01",
        version="1.2.0",
        codes=("32250000-0",),
        facets={"theme": ("battery",), "level": ("1", "2")},
        since=date(2026, 2, 2),
        path="/criterion/bat-01/",
    )

    assert document(given) == {
        "key": "criterion:1",
        "kind": "criterion",
        "position": "bat-01",
        "path": "/criterion/bat-01/",
        "code": "BAT-01",
        "version": "1.2.0",
        "codes": ["BAT-01", "32250000-0"],
        "foreign": [],
        "visible_to": ["everyone"],
        "hidden_from": [],
        "used": 0,
        "digest": "",
        "since": "2026-02-02",
        "until": None,
        "updated": "2026-02-02T00:00:00+00:00",
        "options": ["level=1", "level=2", "theme=battery"],
        "title": {"en": "A battery", "sv": "Ett batteri"},
        "text": {"en": "It lasts.", "sv": "Det håller."},
    }


def test_language_that_the_site_does_not_have_is_left_out():
    found = document(in_languages("page:1", {"en": "A page", "de": "Eine Seite"}, {"de": "Text"}))

    assert (found["title"], found["text"]) == ({"en": "A page"}, {})


def test_very_long_text_is_cut():
    found = document(entry("page:1", "Long", "a" * (MOST_CHARACTERS + 1)))

    assert len(found["text"]["en"]) == MOST_CHARACTERS


def test_entry_without_a_code_stands_by_its_title():
    assert document(entry("page:1", "Ännu en sida"))["position"] == "ännu en sida"


@pytest.mark.parametrize("word", ["Батарея", "μπαταρία", "電池", "½", "ﬁ"])
def test_words_beyond_the_latin_letters_of_europe_are_kept_as_we_write_them(word):
    found = document(entry("page:1", f"{word} and a battery"))["foreign"]

    assert len(found) == 1
    assert found[0].isascii()


def test_words_of_the_five_languages_need_no_such_help():
    texts = {"sv": "Återtagning av småprylar", "nb": "Bærekraftig kjøp", "fi": "Käyttöikä", "da": "Opladere på lager"}

    assert document(in_languages("page:1", texts, texts))["foreign"] == []


@pytest.mark.parametrize(
    ("visible_to", "wall"),
    [
        ((EVERYONE,), "public"),
        (("organisation:7", EVERYONE), "public"),
        (("members",), "members"),
        (("organisation:7",), "members"),
        ((), "members"),
    ],
)
def test_only_what_everyone_may_see_is_in_the_public_index(visible_to, wall):
    assert wall_of(entry("criterion:1", visible_to=visible_to)) == wall


def test_each_wall_has_an_alias_of_each_kind(settings):
    settings.ELASTICSEARCH_PREFIX = "jd"

    assert alias("public", "page") == "jd-public-page"
    assert all_aliases() == [
        *("jd-public-criterion", "jd-public-experience", "jd-public-member", "jd-public-page"),
        *("jd-members-criterion", "jd-members-experience", "jd-members-member", "jd-members-page"),
    ]


def test_mapping_takes_no_field_that_it_does_not_know():
    found = mapping()
    nested = [found["properties"][name] for name in ("title", "text")]

    assert {part["dynamic"] for part in (found, *nested)} == {"strict"}


def test_every_field_of_a_document_is_in_the_mapping():
    assert sorted(document(entry("criterion:1"))) == sorted(mapping()["properties"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_own_words(language):
    field = mapping()["properties"]["text"]["properties"][language]

    assert field["analyzer"] == analyzer(language) == f"words_{language}"
    assert field["index_options"] == "offsets"


def test_beginnings_are_kept_for_the_lengths_that_are_asked_for():
    field = mapping()["properties"]["title"]["properties"]["en"]

    assert field["index_prefixes"] == {"min_chars": SHORTEST_PREFIX, "max_chars": LONGEST_PREFIX}
    assert SHORTEST_BEGINNING - 2 == SHORTEST_PREFIX  # a token begins with its language


def test_language_without_steps_folds_only():
    assert analyzer("de") == "words"


def test_analysis_does_each_step_of_each_language_in_its_order():
    found = analysis()

    for language, steps in STEPS.items():
        names = [name for name in found["analyzer"][f"words_{language}"]["filter"] if name.startswith(f"{language}_")]
        kept = dict.fromkeys(LAST_PARTS[language].values())
        before, after = [f"{language}_irregular", *(f"{language}_{part}" for part in kept)], [f"{language}_done"]
        assert names[: len(before)] == before
        stepwise = names[len(before) :][: len(steps)]
        assert stepwise == [f"{language}_{place}" for place in range(len(steps))]
        assert [found["filter"][name]["replacement"] for name in stepwise] == [step.replacement for step in steps]
        assert names[len(before) + len(steps) :] == after + [f"{language}_heads"] * (language in HEADS)


def test_index_is_refreshed_by_the_sync_alone():
    assert index_settings()["index"]["refresh_interval"] == "-1"
