"""Criteria are found by code and by title, in the reader's language, with all their versions."""

from datetime import date

import pytest

from portal.experiences import finding
from portal.experiences.finding import find_versions
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


def titled(code, title, **facts):
    return VersionFactory(criterion__code=code, body=battery_content(blocks={"title": title}), **facts)


def codes(text, language="en"):
    return [found.criterion.code for found in find_versions(text, language=language, on=TODAY).found]


@pytest.mark.parametrize("text", ["BAT-01", "bat-01", " bat ", "BAT-01@1.0.0", "lasts", "battery LASTS", "bat long"])
def test_criterion_is_found_by_code_and_by_words_of_its_title(text):
    titled("BAT-01", "Battery that lasts long")
    titled("CLI-01", "Climate in production")

    assert codes(text) == ["BAT-01"]


@pytest.mark.parametrize("text", ["", "   ", "zzz", "BAT-01@9.0.0", "battery climate", "%", "_"])
def test_text_that_fits_no_title_finds_nothing(text):
    titled("BAT-01", "Battery that lasts long")
    titled("CLI-01", "Climate in production")

    assert codes(text) == []


def test_word_of_another_text_than_the_title_finds_nothing():
    titled("BAT-01", "Battery that lasts long")

    assert "smartphones" in battery_content().texts["en"]["subject_matter"].lower()
    assert codes("smartphones") == []


@pytest.mark.parametrize("text", ["återvunnet", "Återvunnet", "ÅTERVUNNET", "plasten"])
def test_title_in_the_readers_language_is_found_in_any_case(text):
    version = titled("REC-01", "Recycled plastic")
    TranslationFactory(version=version, language="sv", blocks={"title": "Återvunnet i plasten"})

    assert (codes(text, "sv"), codes(text, "nb")) == (["REC-01"], [])


def test_title_without_a_translation_is_found_in_its_source():
    titled("REC-01", "Recycled plastic")

    assert codes("recycled", "fi") == ["REC-01"]


def test_all_versions_that_were_ever_in_force_are_given_newest_first():
    first = titled("BAT-01", "Battery")
    second = followed_by(first, "2.0.0")
    withdrawn(followed_by(second, "10.0.0", date(2026, 6, 1)), date(2026, 7, 1))
    VersionFactory(criterion=first.criterion, number="11.0.0-rc.1", published=None)
    VersionFactory(criterion=first.criterion, number="12.0.0", published=date(2027, 1, 1))

    [found] = find_versions("bat", language="en", on=TODAY).found

    shown = [(str(each.version.number), each.status, each.levels) for each in found.versions]
    assert shown == [
        ("10.0.0", "withdrawn", [1, 2]),
        ("2.0.0", "superseded", [1, 2]),
        ("1.0.0", "superseded", [1, 2]),
    ]


def test_newer_version_is_named_beside_an_old_one():
    first = titled("BAT-01", "Battery")
    second = followed_by(first, "2.0.0")

    [found] = find_versions("bat", language="en", on=TODAY).found

    assert [each.newer for each in found.versions] == [None, second]


@pytest.mark.parametrize(("most", "is_cut"), [(3, False), (2, True)])
def test_more_than_a_page_is_said_to_be_cut(monkeypatch, most, is_cut):
    monkeypatch.setattr(finding, "MOST_FOUND", most)
    for number in (3, 1, 2):
        titled(f"BAT-0{number}", "Battery")

    result = find_versions("battery", language="en", on=TODAY)

    assert ([each.criterion.code for each in result.found], result.is_cut) == (
        ["BAT-01", "BAT-02", "BAT-03"][:most],
        is_cut,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(django_assert_num_queries, count):
    for number in range(1, count + 1):
        followed_by(titled(f"BAT-0{number}", "Battery"), "2.0.0", body=battery_content(blocks={"title": "Battery"}))

    with django_assert_num_queries(8):
        result = find_versions("battery", language="sv", on=TODAY)

    assert len(result.found) == count
