"""The page of members as a reader meets it."""

from datetime import date

import pytest

from portal.cms.models import CityPage, MembersPage
from tests.factories.cms import home_in, page_under
from tests.factories.members import OrganisationFactory, VolumeFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
PAGE = "/en/members/"


@pytest.fixture
def page():
    return page_under(home_in(), MembersPage, slug="members", title="Members")


def cells(response):
    """The rows of the table, with its foot."""
    rows = parsed(response).xpath("//main//table/*[self::tbody or self::tfoot]/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in rows]


def city_page(parent, organisation, **fields):
    return page_under(
        parent, CityPage, organisation=organisation, slug=organisation.slug, title=organisation.name, **fields
    )


def test_page_shows_every_member_and_the_total(client, page):
    VolumeFactory(organisation__name="City of Malmö", organisation__country="SE", low=6000, high=7000)
    VolumeFactory(
        organisation__name="City of Oslo",
        organisation__country="NO",
        organisation__joined_on=date(2026, 10, 2),
        low=6500,
        high=7000,
        source="A report",
    )

    response = client.get(PAGE)

    assert cells(response) == [
        ["City of Malmö", "Sweden", "not stated", "6,000", "7,000"],
        ["City of Oslo", "Norway", "2 October 2026", "6,500", "7,000"],
        ["Together", "12,500", "14,000"],
    ]
    assert all_words(response, "//main//cite") == ["A public document", "A report"]


def test_founder_is_called_so_and_no_day_is_made_up(client, page):
    OrganisationFactory(name="City of Malmö", slug="malmo")

    assert cells(client.get(PAGE))[0] == ["City of Malmö", "Sweden", "founder", "not stated"]


def test_name_leads_to_the_page_of_the_member_once_that_is_published(client, page):
    lund, oslo = OrganisationFactory(name="Lund", slug="lund"), OrganisationFactory(name="Oslo", slug="oslo")
    city_page(page, lund)
    city_page(page, oslo, live=False)

    response = client.get(PAGE)

    assert parsed(response).xpath("//main//tbody//th/a/@href") == ["/en/members/lund/"]
    assert client.get("/en/members/lund/").status_code == 200
    assert client.get("/en/members/oslo/").status_code == 404


def test_page_in_another_language_leads_to_pages_of_that_language(client, page):
    organisation = OrganisationFactory(name="City of Lund", own_name="Lunds kommun", slug="lund")
    city_page(page, organisation)
    swedish = page_under(home_in("sv"), MembersPage, slug="members", translation_key=page.translation_key)
    city_page(swedish, organisation)

    response = client.get("/sv/members/")

    assert parsed(response).xpath("//main//tbody//th/a/@href") == ["/sv/members/lund/"]
    assert cells(response)[0][0] == "Lunds kommun"


def test_website_of_a_member_is_marked_as_another_site(client, page):
    OrganisationFactory(name="Lund", website="https://lund.example/")

    [link] = parsed(client.get(PAGE)).xpath("//main//tbody//th/a")

    assert (link.get("href"), link.get("rel")) == ("https://lund.example/", "external noopener")
    assert " ".join(link.text_content().split()) == "Website: Lund"


def test_fictional_member_is_labelled_and_in_no_sum(client, page):
    VolumeFactory(organisation__name="Malmö", low=1, high=2)
    VolumeFactory(organisation__name="Fable", organisation__is_fictional=True, low=1000, high=1000, source="Invented")

    response = client.get(PAGE)

    assert cells(response) == [
        ["Fable fictional", "Sweden", "not stated", "1,000", "1,000"],
        ["Malmö", "Sweden", "not stated", "1", "2"],
        ["Together", "1", "2"],
    ]
    assert all_words(response, "//main//cite") == ["A public document"]


def test_nothing_is_said_of_the_fictional_where_there_is_none(client, page):
    VolumeFactory()

    assert b"ictional" not in client.get(PAGE).content


def test_supporters_stand_apart_and_it_is_said_why(client, page):
    OrganisationFactory(name="A foundation", country="DK", kind="supporter", legal_type="")

    response = client.get(PAGE)

    assert all_words(response, "//main//section[@aria-labelledby='supporters']//li") == ["A foundation, Denmark"]
    [reason] = all_words(response, "//main//section[@aria-labelledby='supporters']/p")
    assert reason == (
        "Supporters back the statement, but they do not sign it and buy nothing here. "
        "They are kept apart to avoid conflicts of interest."
    )
    assert all_words(response, "//main//div[@class='empty-state']/h2") == ["No public buyer is listed yet"]


def test_page_without_members_leads_to_the_request_to_join(client, page):
    response = client.get(PAGE)

    assert parsed(response).xpath("//main//div[@class='empty-state']//a/@href") == ["/en/join/"]
    assert parsed(response).xpath("//main//table") == []


def test_table_is_sorted_by_a_link(client, page):
    VolumeFactory(organisation__name="Arhus", low=1, high=2)
    VolumeFactory(organisation__name="Lund", low=5, high=6)

    response = client.get(f"{PAGE}?sort=-to")

    assert [row[0] for row in cells(response)] == ["Lund", "Arhus", "Together"]
    assert parsed(response).xpath("//main//th[@aria-sort]/@aria-sort") == ["descending"]
    assert parsed(response).xpath("//main//th[@aria-sort]/a/@href") == ["?sort=to"]
    assert parsed(response).xpath("//link[@rel='canonical']/@href") == [f"http://127.0.0.1:8000{PAGE}"]


def test_map_leads_to_the_same_pages_as_the_table(client, page):
    lund = OrganisationFactory(name="Lund", slug="lund", latitude="55.7", longitude="13.2")
    city_page(page, lund)

    tree = parsed(client.get(PAGE))

    assert tree.xpath("//figure//a/@href") == tree.xpath("//main//tbody//th/a/@href") == ["/en/members/lund/"]


def test_page_without_places_has_no_map(client, page):
    OrganisationFactory()

    assert parsed(client.get(PAGE)).xpath("//main//figure") == []


def test_page_leads_to_what_cities_buy(client, page):
    VolumeFactory()

    hrefs = parsed(client.get(PAGE)).xpath("//main//ul[@class='row']//a/@href")

    assert hrefs == [
        "/en/members/volumes/",
        "/en/members/contract-ends/",
        "/en/members/over-time/",
        "/en/members/volumes.csv",
    ]


def test_page_sets_no_cookie(client, page):
    VolumeFactory()

    assert dict(client.get(PAGE).cookies) == {}


def test_page_escapes_what_coordinators_write(client, page):
    name = "<script>alert(1)</script>"
    VolumeFactory(organisation__name=name, organisation__latitude=50, organisation__longitude=10, source=name)

    html = client.get(PAGE).content.decode()

    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_thirteen_queries(client, django_assert_num_queries, page, count):
    for volume in VolumeFactory.create_batch(count):
        city_page(page, volume.organisation)
    client.get(PAGE)

    with django_assert_num_queries(13):  # members, their pages, total, supporters; the page, its route, translations
        client.get(PAGE)
