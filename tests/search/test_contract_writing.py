"""What every backend does with entries that come, change and go, and with any text whatever."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.entries import EntryKind
from tests.factories.search import asked, entry, found, in_languages, keys

ANY_TEXT = st.text(max_size=200) | st.text("BAT-01@.*\"'():&|!<>^~\\%_ \x00åø", max_size=40)
MARKED = re.compile(r"<mark>(.*?)</mark>")


def test_entry_takes_the_place_of_the_one_with_its_key(backend):
    backend.index([in_languages("criterion:1", {"en": "A battery", "sv": "Ett batteri"}, code="BAT-01")])

    backend.index([entry("criterion:1", "Spare parts", code="REP-01")])

    assert found(backend, "battery") == found(backend, "batteri", "sv") == found(backend, "BAT-01") == []
    assert found(backend, "spare") == found(backend, "REP-01") == found(backend) == ["criterion:1"]


def test_key_that_comes_twice_at_once_counts_as_it_came_last(backend):
    backend.index([entry("criterion:1", "A battery"), entry("criterion:1", "Spare parts")])

    assert found(backend, "spare") == found(backend) == ["criterion:1"]


def test_indexing_nothing_changes_nothing(backend):
    backend.index([entry("criterion:1", "A battery")])

    backend.index([])

    assert found(backend) == ["criterion:1"]


def test_removed_entry_is_found_no_more(backend):
    backend.index([entry("criterion:1", "A battery"), entry("criterion:2", "A battery")])

    backend.remove(["criterion:1"])

    assert found(backend, "battery") == found(backend) == ["criterion:2"]


def test_removing_what_is_not_there_is_well(backend):
    backend.index([entry("criterion:1", "A battery")])

    backend.remove(["criterion:2", "page:x"])
    backend.remove([])

    assert found(backend, "battery") == ["criterion:1"]


def test_removed_entry_can_come_back(backend):
    backend.index([entry("criterion:1", "A battery")])
    backend.remove(["criterion:1"])

    backend.index([entry("criterion:1", "A battery")])

    assert found(backend, "battery") == ["criterion:1"]


def test_keys_of_a_kind_are_told(backend):
    backend.index([entry("criterion:1"), entry("criterion:2"), entry("page:1", kind=EntryKind.PAGE)])

    assert backend.keys(EntryKind.CRITERION) == {"criterion:1", "criterion:2"}
    assert backend.keys(EntryKind.PAGE) == {"page:1"}


def test_several_hundred_entries_are_written_and_removed_at_once(backend):
    many = [entry(f"criterion:{n}", "A battery") for n in range(1200)]
    backend.index(many)
    assert backend.search(asked("battery")).total == 1200

    backend.remove([each.key for each in many[1:]])

    assert found(backend, "battery") == ["criterion:0"]


def test_a_very_long_text_can_be_indexed_and_found_by_its_beginning(backend):
    words = " ".join(f"word{n}" for n in range(60_000))

    codes = ("en", "sv", "nb", "fi", "da")
    backend.index([in_languages("page:1", dict.fromkeys(codes, "Long"), dict.fromkeys(codes, words))])

    assert found(backend, "word17") == ["page:1"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ANY_TEXT)
def test_any_text_gives_an_answer(backend, text):
    backend.index([entry("criterion:1", "A battery", code="BAT-01"), entry("page:1", "B", kind=EntryKind.PAGE)])

    results = backend.search(asked(text))

    assert len(results.hits) == results.total <= 2


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(["battery", "<b>", "&amp;", "batteries'", '"', "</mark>", "x" * 300, "\n", "é"])))
def test_what_is_shown_is_marked_and_otherwise_escaped(backend, parts):
    text = " ".join(parts)
    backend.index([entry("criterion:1", "Battery", text)])

    hit = backend.search(asked("battery")).hits[0]

    assert {word.lower() for word in MARKED.findall(hit.excerpt)} <= {"battery", "batteries"}
    assert set(re.findall(r"[<>\"']", MARKED.sub("", hit.excerpt))) == set()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60))
def test_any_title_can_be_found_by_itself_if_it_holds_a_word(backend, title):
    backend.index([entry("criterion:1", title), entry("criterion:2", "Something else entirely, page after page")])

    results = backend.search(asked(title))

    assert "criterion:1" in keys(results) or not any(character.isalnum() for character in title)
