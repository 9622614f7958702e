"""The addresses of the feeds, and the pages that lead to them."""

import pytest
from lxml import etree

from tests.factories.registry import CriteriaSetFactory, CriterionFactory, ReleaseFactory, VersionFactory
from tests.registry.views.pages import parsed

pytestmark = pytest.mark.django_db
ALTERNATE = "//head/link[@rel='alternate'][@type='application/atom+xml']/@href"
FOLLOW = "//main//a[@type='application/atom+xml']/@href"
FEEDS = ["/en/criteria/feed.atom", "/en/criteria/smartphones/feed.atom", "/en/criterion/bat-01/feed.atom"]


@pytest.fixture
def release():
    return ReleaseFactory(members=[VersionFactory(criterion__code="BAT-01")])


def count(response):
    return len(etree.fromstring(response.content).findall("{http://www.w3.org/2005/Atom}entry"))


@pytest.mark.parametrize(("address", "entries"), [(FEEDS[0], 2), (FEEDS[1], 2), (FEEDS[2], 1)])
def test_feed_is_atom_for_everybody(client, release, address, entries):
    answer = client.get(address)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert count(answer) == entries


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize(("mark", "asked"), [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
def test_feed_that_has_not_changed_is_not_sent_again(client, release, address, mark, asked):
    first = client.get(address)

    again = client.get(address, headers={asked: first[mark]})

    assert (again.status_code, again.content) == (304, b"")


def test_feed_that_has_changed_is_sent_again(client, release):
    first = client.get(FEEDS[0])
    VersionFactory()

    again = client.get(FEEDS[0], headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, count(again)) == (200, 3)


@pytest.mark.parametrize("address", ["/en/criteria/laptops/feed.atom", "/en/criterion/nil-01/feed.atom"])
def test_feed_of_nothing_leads_to_what_there_is(client, release, address):
    assert client.get(address).status_code == 404


def test_criterion_without_a_version_has_a_feed_already(client):
    CriterionFactory(code="BAT-01")

    assert count(client.get(FEEDS[2])) == 0


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/sv/criteria/smartphones/", "/sv/criteria/smartphones/feed.atom"),
        ("/sv/criteria/smartphones/1.0.0/", "/sv/criteria/smartphones/feed.atom"),
        ("/sv/criterion/bat-01/1.0.0/", "/sv/criterion/bat-01/feed.atom"),
    ],
)
def test_page_leads_programs_and_people_to_its_feed(client, release, page, feed):
    answer = client.get(page)

    assert parsed(answer).xpath(ALTERNATE) == [feed]
    assert parsed(answer).xpath(FOLLOW) == [feed]


def test_list_of_sets_leads_to_the_feed_of_all_criteria(client, release):
    CriteriaSetFactory(slug="laptops")

    answer = client.get("/en/criteria/")

    assert (parsed(answer).xpath(ALTERNATE), parsed(answer).xpath(FOLLOW)) == (FEEDS[:1], FEEDS[:1])
