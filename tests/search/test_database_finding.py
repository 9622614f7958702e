"""The first page of frequent words is read without ranking everything: it is the same page."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.asking import question_of
from search.database import writing
from search.database.finding import MANY, Search
from search.queries import Sort
from search.synonyms import MEMO, Lexicon
from tests.factories.search import asked, in_languages

WORDS = {
    "en": ["battery", "batteries", "repair", "repairable", "phone", "the", "data"],
    "sv": ["batteri", "laga", "telefon", "data"],
}
SIZE = 5


def _entry(number):
    chance = random.Random(number)
    languages = chance.choice((["en"], ["sv"], ["en", "sv"]))
    titles, texts = (
        {code: " ".join(chance.choices(WORDS[code], k=count)) for code in languages}
        for count in (2, chance.randint(3, 9))
    )
    kind = chance.choice(("criterion", "page"))
    return in_languages(f"{kind}:{number}", titles, texts, kind=kind, facets={"theme": [chance.choice("ab")]})


@pytest.fixture
def entries(db):
    writing.write([_entry(number) for number in range(60)])


def pages(query):
    """The keys of the first page: as it is read where much is found, and with everything ranked."""
    return [
        [row["key"] for row in Search(query, question_of(query), ()).read(0, found=found)] for found in (MANY, MANY - 1)
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    text=st.lists(st.sampled_from([*WORDS["en"], *WORDS["sv"], "BAT-01", "2030"]), min_size=1, max_size=2).map(
        " ".join
    ),
    language=st.sampled_from(["en", "sv", "fi"]),
    facets=st.sampled_from([{}, {"theme": ("a",)}]),
    sort=st.sampled_from(Sort),
    has_synonyms=st.booleans(),
)
def test_first_page_is_that_of_everything_ranked(entries, text, language, facets, sort, has_synonyms):
    MEMO.keep(Lexicon((("battery", "batteri", "phone"),) if has_synonyms else ()))
    query = asked(text, language, facets=facets, sort=sort, size=SIZE)

    short, full = pages(query)

    assert short == full


def test_frequent_word_is_read_from_the_titles_alone(entries, django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        Search(query := asked("battery", size=SIZE), question_of(query), ()).read(0, found=MANY)

    assert "anywhere" not in captured[0]["sql"]
    assert len(pages(query)[0]) == SIZE


def test_rest_is_ranked_if_the_titles_do_not_fill_a_page(entries, django_assert_num_queries):
    query = asked("battery", size=50)

    with django_assert_num_queries(2):
        Search(query, question_of(query), ()).read(0, found=MANY)


@pytest.mark.parametrize("text", ["", "battery", "BAT-01"])
def test_what_is_counted_is_what_can_be_read(entries, text):
    query = asked(text, size=50)
    search = Search(query, question_of(query), ())

    counted = sum(group.found for group in search.count())

    read = {row["key"] for offset in (0, 50) for row in search.read(offset, found=MANY)}
    assert counted == len(read)


def test_denied_entry_is_neither_counted_nor_read(entries):
    query = asked("", size=50)
    everything, without = (Search(query, question_of(query), denied) for denied in ((), ("criterion:0", "page:0")))

    assert sum(group.found for group in without.count()) == sum(group.found for group in everything.count()) - 1
    assert {row["key"] for row in without.read(0, found=MANY)}.isdisjoint({"criterion:0", "page:0"})
