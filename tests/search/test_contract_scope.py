"""What every backend shows to whom: languages, audiences, days, kinds, facets and pages."""

from datetime import date

import pytest

from portal.core.viewer import EVERYONE, Viewer
from search.entries import EntryKind
from search.queries import LAST_PAGE, PAGE_SIZE
from tests.factories.search import asked, entry, found, in_languages, keys

TITLES = {"en": "Conditions", "sv": "Garanti"}
TEXTS = {"en": "A garanti in English.", "sv": "Lång garanti."}


def test_readers_language_comes_first_and_others_say_which_they_are(backend):
    backend.index(
        [
            entry("criterion:1", "Garanti garanti", language="da"),
            entry("criterion:2", "Villkor", "Med en garanti.", language="sv"),
        ]
    )

    hits = backend.search(asked("garanti", "sv")).hits

    assert [(hit.key, hit.language) for hit in hits] == [("criterion:2", "sv"), ("criterion:1", "da")]


def test_entry_found_in_several_languages_is_one_hit_in_the_readers(backend):
    backend.index([in_languages("criterion:1", TITLES, TEXTS)])

    results = backend.search(asked("garanti", "sv"))

    assert [(hit.language, hit.title, hit.excerpt) for hit in results.hits] == [
        ("sv", "<mark>Garanti</mark>", "Lång <mark>garanti</mark>.")
    ]
    assert results.total == 1


@pytest.mark.parametrize("text", ["BAT-01", "800", "IP68"])
def test_what_is_the_same_in_every_language_is_found_in_another_than_the_readers(backend, text):
    backend.index([entry("criterion:1", "Akku 800 IP68", language="fi", code="BAT-01")])
    backend.index([entry("criterion:2", "Batteri 800 IP68", "BAT-01 " * 9, language="sv")])

    hits = backend.search(asked(text, "sv")).hits

    assert {hit.key: hit.language for hit in hits} == {"criterion:1": "fi", "criterion:2": "sv"}
    assert hits[0].key == ("criterion:1" if text == "BAT-01" else "criterion:2")


def test_entry_found_in_another_language_is_shown_in_that(backend):
    backend.index([in_languages("criterion:1", TITLES, TEXTS)])

    hit = backend.search(asked("lång", "en")).hits[0]

    assert (hit.language, hit.title) == ("sv", "Garanti")


def test_everything_is_shown_in_the_readers_language_where_it_has_it(backend):
    backend.index([in_languages("criterion:1", TITLES, TEXTS), entry("criterion:2", "Takuu", language="fi")])

    assert [hit.language for hit in backend.search(asked("", "sv")).hits] == ["sv", "fi"]


def test_language_that_nobody_reads_here_is_found_all_the_same(backend):
    backend.index([entry("criterion:1", "A battery")])

    assert found(backend, "battery", "de") == ["criterion:1"]


def test_visitor_finds_only_what_everyone_may_see(backend):
    backend.index(
        [
            entry("criterion:1", "A battery"),
            entry("criterion:2", "A battery", visible_to=("organisation:7",)),
            entry("criterion:3", "A battery", visible_to=("organisation:7", EVERYONE)),
        ]
    )

    results = backend.search(asked("battery"))

    assert (set(keys(results)), results.total) == ({"criterion:1", "criterion:3"}, 2)


def test_member_finds_what_the_organisation_may_see(backend):
    backend.index([entry(f"criterion:{n}", "A battery", visible_to=(f"organisation:{n}",)) for n in (7, 71)])

    assert found(backend, "battery", viewer=Viewer(("organisation:7",))) == ["criterion:7"]


def test_viewer_of_no_audience_finds_nothing(backend):
    backend.index([entry("criterion:1", "A battery")])

    results = backend.search(asked("battery", viewer=Viewer(())))

    assert (results.total, results.kinds, results.suggestion) == (0, {}, "")


def test_suggestion_holds_no_word_that_the_viewer_may_not_see(backend):
    backend.index([entry("criterion:1", "Confidential", visible_to=("organisation:7",)), entry("criterion:2", "Open")])

    assert backend.search(asked("confidentail")).suggestion == ""


@pytest.mark.parametrize(
    ("since", "until", "is_found"),
    [
        (None, None, True),
        (date(2026, 11, 23), None, True),
        (date(2026, 11, 24), None, False),
        (None, date(2026, 11, 24), True),
        (None, date(2026, 11, 23), False),
        (date(2026, 2, 2), date(2027, 2, 2), True),
    ],
)
def test_entry_is_found_from_its_first_day_to_the_one_before_its_last(backend, since, until, is_found):
    backend.index([entry("criterion:1", "A battery", since=since, until=until)])

    assert found(backend, "battery", on=date(2026, 11, 23)) == (["criterion:1"] if is_found else [])


def test_kind_narrows_what_is_found_but_not_the_counts_of_kinds(backend):
    backend.index(
        [
            entry("criterion:1", "A battery"),
            entry("page:1", "A page of batteries", kind=EntryKind.PAGE),
            entry("page:2", "A page", kind=EntryKind.PAGE),
        ]
    )

    results = backend.search(asked("battery", kinds=("page",)))

    assert (keys(results), results.total, results.kinds) == (["page:1"], 1, {"criterion": 1, "page": 1})


def facetted(backend):
    facets = {
        "criterion:1": {"theme": ("battery",), "level": ("1", "2")},
        "criterion:2": {"theme": ("battery",), "level": ("1",)},
        "criterion:3": {"theme": ("climate",), "level": ("1", "2", "3")},
    }
    backend.index([entry(key, "A battery", facets=own) for key, own in facets.items()])
    backend.index([entry("page:1", "A page of batteries", kind=EntryKind.PAGE)])


def test_facets_are_counted(backend):
    facetted(backend)

    results = backend.search(asked("battery"))

    assert results.facets == {"theme": {"battery": 2, "climate": 1}, "level": {"1": 3, "2": 2, "3": 1}}


def test_options_of_a_facet_are_alternatives(backend):
    facetted(backend)

    found_keys = found(backend, "battery", facets={"theme": ("battery", "climate")})

    assert sorted(found_keys) == ["criterion:1", "criterion:2", "criterion:3"]


def test_facets_narrow_each_other(backend):
    facetted(backend)

    assert found(backend, "battery", facets={"theme": ("battery",), "level": ("2", "3")}) == ["criterion:1"]


def test_counts_of_a_facet_ignore_what_is_ticked_in_it_but_not_in_others(backend):
    facetted(backend)

    results = backend.search(asked("battery", facets={"theme": ("battery",)}))

    assert results.facets == {"theme": {"battery": 2, "climate": 1}, "level": {"1": 2, "2": 1}}
    assert (results.total, results.kinds) == (2, {"criterion": 3, "page": 1})


def test_option_is_not_found_in_a_longer_one(backend):
    backend.index([entry("criterion:1", "A", facets={"set": ("smartphones-old",)})])

    assert found(backend, facets={"set": ("smartphones",)}) == []


def test_facets_narrow_everything_too(backend):
    facetted(backend)

    assert found(backend, facets={"level": ("3",)}) == ["criterion:3"]


def test_hit_tells_what_it_is(backend):
    facets = {"theme": ("battery",), "level": ("1", "2")}
    backend.index([entry("criterion:1", "A", code="BAT-01", version="1.2.0", path="/criterion/bat-01/", facets=facets)])

    hit = backend.search(asked()).hits[0]

    assert (hit.kind, hit.code, hit.version, hit.path) == ("criterion", "BAT-01", "1.2.0", "/criterion/bat-01/")
    assert hit.facets == facets


def test_address_is_under_the_readers_language_except_for_pages_of_text(backend):
    backend.index([entry("criterion:1", "Garanti", language="sv", path="/criterion/war-01/")])
    backend.index([entry("page:1", "Garanti", language="sv", path="/about/", kind=EntryKind.PAGE)])

    hits = backend.search(asked("garanti", "en")).hits

    assert [hit.address("en") for hit in hits] == ["/en/criterion/war-01/", "/sv/about/"]


def test_pages_part_what_is_found(backend):
    backend.index([entry(f"criterion:{n}", "A battery") for n in range(PAGE_SIZE * 2 + 1)])

    pages = [found(backend, "battery", page=page) for page in (1, 2, 3)]

    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 1]
    assert len({key for page in pages for key in page}) == PAGE_SIZE * 2 + 1


@pytest.mark.parametrize("page", [2, LAST_PAGE, 10**9])
def test_page_after_the_last_is_the_last(backend, page):
    backend.index([entry(f"criterion:{n}", "A battery") for n in range(3)])

    results = backend.search(asked("battery", page=page))

    assert (len(results.hits), results.page) == (3, 1)


def test_page_before_the_first_is_the_first(backend):
    backend.index([entry("criterion:1", "A battery")])

    assert backend.search(asked("battery", page=-4)).page == 1
