"""The list of tender experiences as a page, as files and as a feed."""

import csv
import io
import json
from urllib.parse import urlencode

import pytest
from lxml import etree

from portal.experiences.enums import Audience
from tests.factories.accounts import MembershipFactory
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.registry import VersionFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
LIST = "/en/experiences/"


def titles(response):
    return all_words(response, "//main//article//h3")


def csv_titles(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [row["Title"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def json_titles(response):
    return [row["title"] for row in json.loads(b"".join(response.streaming_content))["experiences"]]


@pytest.fixture
def member(client):
    client.force_login(MembershipFactory().user)
    return client


def test_list_is_in_the_main_navigation(client):
    response = client.get(LIST)

    assert all_words(response, "//nav[@class='site-nav']//a[@aria-current]") == ["Experiences"]
    assert all_words(client.get("/en/basket/"), "//nav[@class='site-nav']//a")[:2] == ["Criteria", "Experiences"]


def test_list_without_any_says_so_and_leads_to_the_criteria(client):
    response = client.get(LIST)

    assert response.status_code == 200
    assert all_words(response, "//main//h2") == ["No tender experience has been published yet"]
    assert parsed(response).xpath("//main//div[@class='empty-state']//a/@href") == ["/en/criteria/"]


def test_card_tells_what_was_asked_and_what_came(client):
    edition = EditionFactory(
        title="Telefoner",
        language="sv",
        year=2025,
        bids=4,
        experience__organisation__name="City of Lund",
        experience__reference="TE-A",
    )
    CitationFactory(edition=edition, version=VersionFactory(criterion__code="BAT-01"), level=2)
    experience = published(edition)

    response = client.get(LIST)

    assert all_words(response, "//main//article") == [
        "TE-A Telefoner City of Lund, Sweden, 2025 BAT-01@1.0.0/L2 4 bids Awarded Text: Swedish"
    ]
    assert parsed(response).xpath("//main//article//h3/@lang") == ["sv"]
    assert parsed(response).xpath("//main//article//h3/a/@href") == [f"/en/experiences/{experience.slug}/"]


def test_card_says_what_kind_of_record_it_is(member):
    published(title="A", year=2026, experience__organisation__is_fictional=True)
    published(title="B", year=2025, experience__organisation=None, experience__buyer="Ministry")
    published(title="C", year=2024, visibility=Audience.MEMBERS)

    response = member.get(LIST)

    assert all_words(response, "//main//article//span[@class='ds-tag']") == [
        *("Awarded", "Fictional"),
        *("Awarded", "Summarised from public sources"),
        *("Awarded", "Members only"),
    ]


def test_visitor_is_told_that_members_see_more_and_a_member_is_not(client, member):
    published()
    note = "//main//p[contains(text(), 'Members of the network see more')]"
    of_member = member.get(LIST)
    client.logout()

    assert len(parsed(client.get(LIST)).xpath(note)) == 1
    assert parsed(of_member).xpath(note) == []


def test_list_leads_to_the_matrix_and_a_member_to_their_own_tenders(client, member):
    of_member = member.get(LIST)
    client.logout()

    heads = [parsed(page).xpath("//div[@class='page-head']//a/@href") for page in (client.get(LIST), of_member)]

    assert heads == [["/en/experiences/matrix/"], ["/en/experiences/matrix/", "/en/me/tenders/"]]


def test_filters_are_one_plain_form_that_keeps_the_order(client):
    published(country="SE")
    published(country="FI")

    response = client.get(f"{LIST}?country=SE&sort=bids")

    [form] = parsed(response).xpath("//main//form[not(@role='search')]")
    assert (form.get("method"), form.get("action")) == ("get", None)
    assert form.form_values() == [("sort", "bids"), ("country", "SE")]
    assert titles(response) == ["Phones for the city"]


def test_order_that_is_usual_is_not_in_the_form(client):
    published()

    [form] = parsed(client.get(LIST)).xpath("//main//form[not(@role='search')]")

    assert form.form_values() == []


def test_filter_in_effect_can_be_taken_away(client):
    published(country="SE")

    response = client.get(f"{LIST}?country=SE&year=2026")

    chips = parsed(response).xpath("//a[contains(@class, 'filter-chip')]/@href")
    assert chips == ["?year=2026", "?country=SE"]
    assert titles(client.get(f"{LIST}{chips[0]}")) == ["Phones for the city"]


def test_filters_that_fit_nothing_say_how_to_go_on(client):
    published(country="SE")

    response = client.get(f"{LIST}?country=FI")

    assert all_words(response, "//main//h2") == ["No experience fits all of these filters"]
    assert parsed(response).xpath("//main//div[@class='empty-state']//a/@href") == [LIST]
    assert all_words(response, "//a[contains(@class, 'filter-chip')]") == ["Remove the filter: Finland"]


def test_long_list_has_pages_that_keep_the_filters(client):
    for number in range(21):
        published(title=f"Tender {number:02}", year=2000 + number)

    first, second = client.get(f"{LIST}?country=SE"), client.get(f"{LIST}?country=SE&page=2")

    assert all_words(first, "//main//h2")[0] == "21 tender experiences"
    assert (titles(first)[0], len(titles(first)), titles(second)) == ("Tender 20", 20, ["Tender 00"])
    assert parsed(first).xpath("//nav[@class='ds-pagination']//a[@rel='next']/@href") == ["?country=SE&page=2"]


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", ""])
def test_page_that_does_not_exist_is_the_nearest(client, page):
    published()

    assert titles(client.get(f"{LIST}?page={page}")) == ["Phones for the city"]


def test_orders_are_links_that_keep_the_filters(client):
    published()

    response = client.get(f"{LIST}?country=SE&sort=published")

    links = parsed(response).xpath("//nav[@aria-label='Order of the list']//a")
    assert [(link.get("href"), link.get("aria-current")) for link in links] == [
        ("?country=SE", None),
        ("?country=SE&sort=published", "true"),
        ("?country=SE&sort=bids", None),
    ]


def test_files_have_what_the_page_lists(client):
    published(title="Swedish", country="SE", year=2026)
    published(title="Swedish, older", country="SE", year=2020)
    published(title="Finnish", country="FI")
    page = client.get(f"{LIST}?country=SE")

    addresses = parsed(page).xpath("//main//a[@download]/@href")
    files = [client.get(address) for address in addresses]

    assert addresses == [f"{LIST}export.csv?country=SE", f"{LIST}export.json?country=SE"]
    assert csv_titles(files[0]) == json_titles(files[1]) == titles(page) == ["Swedish", "Swedish, older"]
    assert [file.headers["Content-Disposition"] for file in files] == [
        'attachment; filename="tender-experiences.csv"',
        'attachment; filename="tender-experiences.json"',
    ]


def test_files_are_for_their_reader(client, member):
    published(title="For all", year=2026)
    published(title="For members", year=2025, visibility=Audience.MEMBERS)
    of_member = csv_titles(member.get(f"{LIST}export.csv")), json_titles(member.get(f"{LIST}export.json"))
    client.logout()

    assert of_member == (["For all", "For members"],) * 2
    assert csv_titles(client.get(f"{LIST}export.csv")) == json_titles(client.get(f"{LIST}export.json")) == ["For all"]


def test_file_of_another_kind_is_not_found(client):
    assert client.get(f"{LIST}export.xml").status_code == 404


def test_feed_is_the_same_for_whoever_asks(client, member):
    published(title="For all")
    published(title="For members", visibility=Audience.MEMBERS)
    of_member = member.get(f"{LIST}feed.atom").content
    client.logout()

    response = client.get(f"{LIST}feed.atom")

    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.content == of_member
    assert etree.fromstring(of_member).xpath(
        "//a:entry/a:title/text()", namespaces={"a": "http://www.w3.org/2005/Atom"}
    ) == ["For all"]


def test_feed_that_has_not_changed_is_not_sent_again(client):
    published(title="For all")
    first = client.get(f"{LIST}feed.atom")

    again = client.get(f"{LIST}feed.atom", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_feed_is_linked_in_the_head(client):
    links = parsed(client.get("/fi/experiences/")).xpath("//head/link[@type='application/atom+xml']/@href")

    assert links == ["/fi/experiences/feed.atom"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_eight_queries_for_a_visitor(client, django_assert_num_queries, count):
    for _each in range(count):
        published(CitationFactory().edition)

    with django_assert_num_queries(8):  # the six of the listing, and two for the cards
        client.get(f"{LIST}?{urlencode({'country': 'SE'})}")


def test_list_of_a_member_asks_who_they_are_besides(member, django_assert_num_queries):
    published(CitationFactory().edition)

    with django_assert_num_queries(11):  # session, user, memberships
        member.get(LIST)
