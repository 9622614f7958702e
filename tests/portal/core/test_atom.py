"""What every feed shares: a moment that stays, an answer that is sent once, words that XML can carry."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from portal.core.atom import NEVER, AtomFeed, Feed, feed_response, speakable, tag_host

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NEW = datetime(2026, 9, 23, 10, tzinfo=UTC)


def feed_of(*moments, title="An entry", language="sv"):
    """A feed with an entry for each moment."""
    feed = AtomFeed(title="News", link="http://127.0.0.1:8000/", description="", language="en", feed_guid="tag:x")
    for number, moment in enumerate(moments):
        facts = {"pubdate": moment, "updateddate": moment, "language": language, "unique_id": f"tag:x:{number}"}
        feed.add_item(title=title, link="http://127.0.0.1:8000/a/", description="", **facts)
    return Feed.of(feed)


def asked(rf, feed, **headers):
    return feed_response(rf.get("/feed.atom", headers=headers), feed)


def test_feed_was_updated_with_its_newest_entry():
    feed = feed_of(NEW - timedelta(days=1), NEW, NEW - timedelta(days=2))

    assert feed.updated == NEW
    assert etree.fromstring(feed.text.encode()).findtext("a:updated", namespaces=ATOM) == NEW.isoformat()


def test_feed_without_entries_was_updated_at_one_moment_for_ever():
    assert (feed_of().updated, feed_of()) == (NEVER, feed_of())


def test_entry_says_its_own_language():
    [entry] = etree.fromstring(feed_of(NEW).text.encode()).findall("a:entry", ATOM)

    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"


def test_answer_names_its_state_and_its_moment(rf):
    answer = asked(rf, feed_of(NEW))

    assert answer["Last-Modified"] == "Wed, 23 Sep 2026 10:00:00 GMT"
    assert answer["ETag"].startswith('"')
    assert answer.content.decode() == feed_of(NEW).text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"If-Modified-Since": "Wed, 23 Sep 2026 10:00:00 GMT"}, 304),
        ({"If-Modified-Since": "Wed, 23 Sep 2026 09:59:59 GMT"}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-None-Match": '"another"'}, 200),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"another"', "If-Modified-Since": "Wed, 23 Sep 2026 10:00:00 GMT"}, 200),
    ],
)
def test_answer_is_sent_again_only_if_it_has_changed(rf, headers, status):
    answer = asked(rf, feed_of(NEW), **headers)

    assert (answer.status_code, bool(answer.content)) == (status, status == 200)


def test_state_differs_with_the_words_alone(rf):
    """A translation that lands changes a title, and no moment."""
    before, after = asked(rf, feed_of(NEW)), asked(rf, feed_of(NEW, title="En post"))

    assert before["Last-Modified"] == after["Last-Modified"]
    assert before["ETag"] != after["ETag"]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [("A\x00b\x08c", "Abc"), ("Tab\tand\nline", "Tab\tand\nline"), ("\x1b[0m", "[0m"), ("\ufffeå", "å"), ("", "")],
)
def test_what_xml_cannot_carry_is_left_out(text, spoken):
    assert speakable(text) == spoken
    etree.fromstring(f"<a>{speakable(text)}</a>")


@pytest.mark.parametrize(
    ("base", "host"), [("https://demand.example.org:8443", "demand.example.org"), ("", "localhost")]
)
def test_names_of_entries_are_those_of_the_sites_host(settings, base, host):
    settings.BASE_URL = base

    assert tag_host() == host
