"""How pages of other apps show tender experiences: a member's page has its newest ones."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from portal.cms.models import CityPage, MembersPage
from portal.experiences.enums import Audience
from portal.experiences.templatetags.tender_experiences import NEWEST
from tests.factories.accounts import MembershipFactory
from tests.factories.cms import home_in, page_under
from tests.factories.experiences import CitationFactory, published
from tests.factories.members import OrganisationFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
PAGE = "/en/members/lund/"
TAG = Template("{% load tender_experiences %}{% experiences_of organisation %}")


@pytest.fixture
def lund():
    """A member with a published page."""
    organisation = OrganisationFactory(name="City of Lund", slug="lund")
    parent = page_under(home_in(), MembersPage, slug="members", title="Members")
    page_under(parent, CityPage, organisation=organisation, slug="lund", title="Lund")
    return organisation


def titles(response):
    return all_words(response, "//section[@aria-labelledby='tenders']//h3")


def test_page_of_a_city_shows_its_own_newest_tenders(client, lund):
    for number in range(NEWEST + 1):
        published(title=f"Tender {number}", year=2020 + number, experience__organisation=lund)
    published(title="Of another city", year=2026)

    response = client.get(PAGE)

    assert titles(response) == [f"Tender {number}" for number in range(NEWEST, 0, -1)]
    assert parsed(response).xpath("//section[@aria-labelledby='tenders']/p/a/@href") == ["/en/experiences/?buyer=lund"]
    assert all_words(response, "//section[@aria-labelledby='tenders']/p/a") == [
        "Its 6 tender experiences in the list of all members"
    ]


def test_linked_list_has_all_of_them(client, lund):
    for number in range(NEWEST + 1):
        published(title=f"Tender {number}", experience__organisation=lund)
    [address] = parsed(client.get(PAGE)).xpath("//section[@aria-labelledby='tenders']/p/a/@href")

    assert len(all_words(client.get(address), "//main//article")) == NEWEST + 1


def test_page_of_a_city_without_tenders_has_no_such_part(client, lund):
    published()

    assert parsed(client.get(PAGE)).xpath("//section[@aria-labelledby='tenders']") == []


def test_tender_for_members_is_shown_to_members(client, lund):
    published(title="For members", visibility=Audience.MEMBERS, experience__organisation=lund)
    visitor = titles(client.get(PAGE))
    client.force_login(MembershipFactory().user)

    assert (visitor, titles(client.get(PAGE))) == ([], ["For members"])


def test_without_a_request_the_reader_is_a_visitor(lund):
    published(visibility=Audience.MEMBERS, experience__organisation=lund)

    assert TAG.render(Context({"organisation": lund})).strip() == ""


@pytest.mark.parametrize("count", [1, 3])
def test_tag_takes_three_queries(django_assert_num_queries, rf, lund, count):
    for _each in range(count):
        published(CitationFactory(edition__experience__organisation=lund).edition)
    request = rf.get(PAGE)
    request.user = AnonymousUser()

    with django_assert_num_queries(3):  # which there are, the cards of the newest, what they cite
        TAG.render(Context({"organisation": lund, "request": request}))


def test_tag_takes_one_query_where_there_are_none(django_assert_num_queries, lund):
    with django_assert_num_queries(1):
        TAG.render(Context({"organisation": lund}))
