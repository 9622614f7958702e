"""What the index says is shown only if the database still allows it."""

from datetime import date

import pytest

from search.finding import find
from tests.factories.cms import home_in, page_under
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import TranslationFactory, VersionFactory
from tests.factories.search import asked, deliver, entry, keys, rebuild

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def indexed():
    list(rebuild())


def test_what_is_in_force_is_shown(backend):
    version = VersionFactory()
    indexed()

    results = find(asked("battery"))

    assert (keys(results), results.total) == ([f"criterion:{version.pk}"], 1)


def test_withdrawn_criterion_vanishes_before_the_index_knows(backend):
    version, staying = VersionFactory(), VersionFactory()
    indexed()
    withdrawn(version, on=TODAY)

    results = find(asked("battery"))

    assert (keys(results), results.total) == ([f"criterion:{staying.pk}"], 1)


def test_superseded_version_vanishes_before_the_index_knows(backend):
    version = VersionFactory()
    indexed()
    followed_by(version, "1.1.0", on=TODAY)

    assert keys(find(asked("battery"))) == []


def test_entry_of_something_that_never_was_is_not_shown(backend):
    backend.index(
        [entry("criterion:999999", "A battery"), entry("page:6f1f5a3e-0000-4000-8000-000000000000", kind="page")]
    )

    results = find(asked())

    assert (results.hits, results.total) == ((), 0)


def test_unpublished_page_vanishes_before_the_index_knows(backend):
    home = home_in()
    page = page_under(home, title="Background")
    indexed()
    page.unpublish()

    assert keys(find(asked())) == [f"page:{home.translation_key}"]


def test_page_that_was_restricted_vanishes_with_all_below_it(backend):
    home = home_in()
    parent = page_under(home, title="Inside")
    page_under(parent, title="Deep inside", slug="deep")
    indexed()
    parent.view_restrictions.create(restriction_type="login")

    assert keys(find(asked("inside"))) == []


def test_page_unpublished_in_the_language_of_the_hit_vanishes(backend):
    english = page_under(home_in("en"), title="Background")
    swedish = page_under(home_in("sv"), title="Bakgrund", translation_key=english.translation_key)
    indexed()
    swedish.unpublish()

    assert keys(find(asked("bakgrund", "sv"))) == []
    deliver()
    assert keys(find(asked("bakgrund", "sv"))) == []
    assert keys(find(asked("background", "en"))) == [f"page:{english.translation_key}"]


@pytest.mark.parametrize("count", [1, 3])
def test_search_of_criteria_takes_four_queries(database, django_assert_num_queries, count):
    for _ in range(count):
        TranslationFactory()
    indexed()

    with django_assert_num_queries(4):  # what waits, the counts, the page, what is in force
        assert len(find(asked("battery")).hits) == count


@pytest.mark.parametrize("count", [1, 3])
def test_search_of_everything_takes_four_queries(database, django_assert_num_queries, count):
    home = home_in()
    for number in range(count):
        TranslationFactory()
        page_under(home, title=f"About a battery {number}", slug=f"page-{number}")
    indexed()

    with django_assert_num_queries(4):  # what waits, the counts, the page, what may be shown
        assert len(find(asked("battery")).hits) == 2 * count


def test_search_that_finds_nothing_takes_four_queries_at_most(database, django_assert_num_queries):
    VersionFactory()
    indexed()

    with django_assert_num_queries(4):  # what waits, with all words, with some, words to suggest
        find(asked("unobtainium adamantium"))
