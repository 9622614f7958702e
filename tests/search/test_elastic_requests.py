"""What is asked of Elasticsearch: bounded, made of our own words, with the reader's rights in every request."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.viewer import EVERYONE, VISITOR, Viewer
from search.elastic.requests import (
    EXCERPT,
    IN_TITLE,
    IS_MINE,
    MINE,
    MOST_COUNTED,
    NAMED,
    indices,
    scope,
    search_body,
)
from search.entries import EntryKind
from search.marks import CLOSE, OPEN
from search.queries import LAST_PAGE, PAGE_SIZE
from search.terms import MOST_TERMS, question
from tests.factories.search import asked

MEMBER = Viewer((EVERYONE, "members", "organisation:7"))
LANGUAGES = ("en", "sv", "nb", "fi", "da")


def body(text="", language="en", page=1, denied=(), **fields):
    query = asked(text, language, **fields)
    return search_body(query, question(text, language), {"from": (page - 1) * query.size}, denied)


def parts(value, name):
    """Every value that stands under a key, anywhere in a body."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                yield inner
            yield from parts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner, name)


def words_asked(found):
    """What is looked for, by field."""
    return {
        (field, value["value"]) for term in parts(found, "term") for field, value in term.items() if "value" in value
    }


def test_viewer_is_part_of_every_request():
    for viewer in (VISITOR, MEMBER, Viewer(())):
        for text in ("", "battery", "BAT-01"):
            filters = body(text, viewer=viewer)["query"]["bool"]["filter"]
            assert filters[0] == {"terms": {"visible_to": list(viewer.audiences)}}


def test_day_is_part_of_every_request():
    filters = scope(asked(on=date(2026, 11, 23)), ())

    assert filters[1] == {
        "bool": {"must_not": [{"range": {"since": {"gt": "2026-11-23"}}}, {"range": {"until": {"lte": "2026-11-23"}}}]}
    }


@pytest.mark.parametrize(
    ("viewer", "walls"), [(VISITOR, ["public"]), (Viewer(()), ["public"]), (MEMBER, ["public", "members"])]
)
def test_walls_that_a_viewer_reaches(settings, viewer, walls):
    settings.ELASTICSEARCH_PREFIX = "jd"

    names = indices(asked(viewer=viewer)).split(",")

    assert names == [f"jd-{wall}-{kind}" for wall in walls for kind in EntryKind.values]


def test_what_is_denied_is_part_of_every_request():
    for text in ("", "battery", "BAT-01"):
        _seen, kept_back = body(text, denied={"page:2", "criterion:1"})["query"]["bool"]["filter"]
        assert kept_back["bool"]["must_not"][-1] == {"terms": {"key": ["criterion:1", "page:2"]}}


def test_members_are_not_shown_what_another_entry_says_better():
    _seen, kept_back = body(viewer=MEMBER)["query"]["bool"]["filter"]

    assert kept_back["bool"]["must_not"][-1] == {"terms": {"hidden_from": list(MEMBER.audiences)}}


def test_everything_is_asked_for_without_words():
    found = body("")

    assert found["query"] == {"bool": {"filter": scope(asked(), ())}}


def test_word_is_looked_for_in_each_language_by_its_stem():
    fields = words_asked(body("batteries")["query"])

    assert {("title.en", "bateri"), ("text.en", "bateri")} <= fields
    assert {field.split(".")[1] for field, _word in fields if "." in field} == set(LANGUAGES)


def test_stop_words_are_not_looked_for():
    words = {word for field, word in words_asked(body("the battery of a phone")["query"]) if field == "title.en"}

    assert words == {"bateri", "phon"}


def test_word_that_is_long_enough_may_go_on():
    prefixes = {value["value"] for prefix in parts(body("batteri", "sv"), "prefix") for value in prefix.values()}
    short = list(parts(body("par"), "prefix"))

    assert "bateri" in prefixes
    assert short == []


def test_code_comes_before_everything_else():
    should = body("BAT-01")["query"]["bool"]["should"]

    assert should[0] == {"constant_score": {"filter": {"terms": {"code": ["BAT-01"]}}, "boost": NAMED}}


def test_readers_language_and_titles_come_next_each_a_step_that_words_cannot_climb():
    should = body("battery", "sv")["query"]["bool"]["should"]

    assert [step["constant_score"]["boost"] for step in should] == [MINE, IN_TITLE]
    assert should[0]["constant_score"]["_name"] == IS_MINE
    assert NAMED > MINE + IN_TITLE


def test_reader_of_a_language_that_the_site_does_not_have_gets_no_steps():
    assert body("battery", "de")["query"]["bool"]["should"] == []


def test_criteria_weigh_more_than_pages():
    scored = body("battery")["query"]["bool"]["must"][0]["function_score"]

    assert scored["functions"] == [{"filter": {"term": {"kind": "criterion"}}, "weight": 2.0}]


def test_ticked_options_narrow_the_hits_and_the_other_facets_only():
    found = body("battery", facets={"theme": ("battery", "climate"), "level": ("2",)}, kinds=("criterion",))

    theme = {"terms": {"options": ["theme=battery", "theme=climate"]}}
    level = {"terms": {"options": ["level=2"]}}
    kind = {"terms": {"kind": ["criterion"]}}
    assert found["post_filter"]["bool"]["filter"] == [theme, level, kind]
    assert narrowed(found["aggs"]) == {
        "options": [theme, level, kind],
        "theme": [level, kind],
        "level": [theme, kind],
    }
    assert found["aggs"]["theme"]["aggs"]["values"]["terms"]["include"] == "theme=.*"
    assert found["aggs"]["kind"] == {"terms": {"field": "kind", "size": len(EntryKind)}}


def narrowed(counts):
    """The filters under which options are counted."""
    return {name: counted["filter"]["bool"]["filter"] for name, counted in counts.items() if name != "kind"}


def test_facet_without_a_value_narrows_nothing():
    assert body(facets={"theme": ()})["post_filter"] == {"bool": {"filter": []}}


def test_all_facets_are_counted_at_once_and_bounded():
    counts = body("battery")["aggs"]

    assert sorted(counts) == ["kind", "options"]
    assert counts["options"] == {"terms": {"field": "options", "size": MOST_COUNTED}}


@pytest.mark.parametrize(("page", "start"), [(1, 0), (2, PAGE_SIZE), (LAST_PAGE, PAGE_SIZE * (LAST_PAGE - 1))])
def test_page_is_a_bounded_piece_of_the_hits(page, start):
    found = body("battery", page=page)

    assert (found["from"], found["size"]) == (start, PAGE_SIZE)
    assert found["from"] < 1_000


def test_only_what_is_shown_is_read():
    assert body("battery")["_source"] == ["key", "kind", "path", "code", "version", "options", "title"]


def test_readers_text_is_shown_even_where_nothing_is_marked():
    fields = body("battery", "sv")["highlight"]["fields"]

    assert fields["text.sv"] == {
        "number_of_fragments": 1,
        "fragment_size": EXCERPT,
        "no_match_size": EXCERPT,
        "highlight_query": {"bool": {"should": [{"term": {"text.sv": "batery"}}]}},
    }
    assert "no_match_size" not in fields["text.en"]
    assert {name.split(".")[1] for name in fields} == set(LANGUAGES)


def test_only_words_are_marked_and_no_beginnings():
    fields = body("battery that", "en")["highlight"]["fields"]

    assert list(parts(fields, "prefix")) == []
    assert fields["title.en"]["highlight_query"] == {"bool": {"should": [{"term": {"title.en": "bateri"}}]}}
    assert body("")["highlight"]["fields"]["title.en"]["highlight_query"] == {"match_none": {}}


def test_marks_are_characters_that_no_text_has():
    highlight = body("battery")["highlight"]

    assert (highlight["pre_tags"], highlight["post_tags"]) == ([OPEN], [CLOSE])
    assert all(0xE000 <= ord(mark) <= 0xF8FF for mark in (OPEN, CLOSE))


FORBIDDEN = ("query_string", "simple_query_string", "wildcard", "regexp", "fuzzy", "script", "match_phrase_prefix")


@given(st.text(max_size=200), st.sampled_from([*LANGUAGES, "de"]))
def test_no_text_of_a_user_is_syntax(text, language):
    found = body(text, language)

    assert [name for name in FORBIDDEN if list(parts(found, name))] == []
    json.dumps(found)


@given(st.lists(st.sampled_from(["battery", "charger", "cable", "phone", "screen", "repair", "label"]), max_size=80))
def test_clauses_are_bounded_however_long_the_text_is(words):
    found = body(" ".join(f"{word}{place}" for place, word in enumerate(words)))

    assert len(list(parts(found["query"], "dis_max"))) <= 1 + 3 * MOST_TERMS * len(LANGUAGES)


def test_some_of_the_words_are_enough_where_not_all_have_to_be_there():
    query = asked("battery unobtainium")
    some = question("battery unobtainium", "en")
    some = type(some)(some.language, some.by_language, some.codes, is_all=False)

    found = search_body(query, some, {"from": 0}, ())

    assert 1 in set(parts(found["query"], "minimum_should_match"))
