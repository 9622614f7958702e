"""A search as a feed: stable, the newest first, of what everyone finds."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from search.models import IndexedEntry
from tests.factories.accounts import UserFactory
from tests.factories.registry import VersionFactory
from tests.factories.search import rebuild

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _batteries(database):
    for number in (1, 2, 3):
        VersionFactory(criterion__code=f"BAT-0{number}")
    list(rebuild())
    for entry in IndexedEntry.objects.exclude(code=""):
        moment = datetime(2026, 3, int(entry.code[-1]), tzinfo=UTC)
        IndexedEntry.objects.filter(pk=entry.pk).update(updated=moment)


def texts(response, path):
    root = etree.fromstring(response.content)
    return [str(found.text if hasattr(found, "text") else found) for found in root.xpath(path, namespaces=ATOM)]


def test_feed_has_the_newest_hits_first_each_with_its_own_name(client):
    response = client.get("/en/search/feed/?q=battery")

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert texts(response, "//a:entry/a:title") == [f"BAT-0{n} Battery that lasts" for n in (3, 2, 1)]
    keys = IndexedEntry.objects.exclude(code="").order_by("-updated").values_list("key", flat=True)
    assert texts(response, "//a:entry/a:id") == [f"tag:127.0.0.1,2026:{key}" for key in keys]
    assert texts(response, "/a:feed/a:updated") == ["2026-03-03T00:00:00+00:00"]
    assert texts(response, "/a:feed/a:link[@rel='self']/@href") == ["http://127.0.0.1:8000/en/search/feed/?q=battery"]


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_feed_that_has_not_changed_is_not_sent_again(client, header):
    first = client.get("/en/search/feed/?q=battery")
    asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]

    again = client.get("/en/search/feed/?q=battery", headers={asked: first[header]})

    assert (again.status_code, again.content) == (304, b"")


def test_feed_of_nothing_is_always_the_same(client):
    first, second = (client.get("/en/search/feed/?q=zzz") for _time in range(2))

    assert first["ETag"] == second["ETag"]
    assert texts(first, "//a:entry") == []


def test_feed_is_the_same_for_whoever_asks(client):
    visitors = client.get("/en/search/feed/?q=battery").content
    client.force_login(UserFactory())

    assert client.get("/en/search/feed/?q=battery").content == visitors


def test_page_leads_to_its_feed(client):
    page = client.get("/en/search/?q=battery&kind=criterion").content.decode()

    assert page.count("/en/search/feed/?q=battery&amp;kind=criterion") == 2
