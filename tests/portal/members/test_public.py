"""The suppliers' page, its CSV, and the address that members had before."""

import pytest

from tests.factories.members import VolumeFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
PAGE, CSV = "/en/members/volumes/", "/en/members/volumes.csv"


def members():
    VolumeFactory(organisation__name="City of Malmö", organisation__country="SE", low=6000, high=7000)
    VolumeFactory(organisation__name="City of Lund", organisation__country="SE", low=1000, high=1000)
    VolumeFactory(organisation__name="City of Oslo", organisation__country="NO", low=6500, high=7000, source="R")


def cells(response, number=1):
    """The rows of the page's table of that number, below its head."""
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in parsed(response).xpath(f"(//main//table)[{number}]/*[self::tbody or self::tfoot]/tr")
    ]


def test_page_shows_what_all_buy_together(client):
    members()

    response = client.get(PAGE)

    assert all_words(response, "//main//*[contains(@class, 'stat')]/*[@class='stat-number']") == ["13,500–15,000", "3"]
    assert all_words(response, "//main//h2") == ["Smartphones"]


def test_page_has_a_row_a_member_the_largest_first(client):
    members()

    assert cells(client.get(PAGE)) == [
        ["City of Oslo", "Norway", "6,500", "7,000"],
        ["City of Malmö", "Sweden", "6,000", "7,000"],
        ["City of Lund", "Sweden", "1,000", "1,000"],
        ["Together", "13,500", "15,000"],
    ]


def test_page_adds_up_countries(client):
    members()

    assert cells(client.get(PAGE), 2) == [
        ["Sweden", "7,000", "8,000"],
        ["Norway", "6,500", "7,000"],
        ["Together", "13,500", "15,000"],
    ]


def test_countries_of_one_member_each_are_not_repeated(client):
    VolumeFactory(organisation__country="SE")
    VolumeFactory(organisation__country="NO")

    assert all_words(client.get(PAGE), "//main//h3") == ["By member"]


def test_chart_and_table_have_the_same_numbers(client):
    members()

    response = client.get(PAGE)

    shown = all_words(response, "(//main//svg[@role='img'])[1]//*[@class='chart-number']")
    assert shown == ["6,500–7,000", "6,000–7,000", "1,000"]
    assert all_words(response, "(//main//svg[@role='img'])[1]//*[@class='chart-name']") == [
        row[0] for row in cells(response)[:-1]
    ]


def test_page_names_its_sources(client):
    members()

    assert all_words(client.get(PAGE), "//main//cite") == ["A public document", "R"]


def test_page_without_figures_leads_to_the_members(client):
    response = client.get(PAGE)

    assert all_words(response, "//main//h2") == ["No member has given its figures yet"]
    assert parsed(response).xpath("//main//a/@href") == ["/en/members/"]


def test_page_leads_back_to_the_members_and_on_to_the_csv(client):
    members()

    response = client.get(PAGE)

    assert "/en/members/" in parsed(response).xpath("//nav//a/@href")
    assert parsed(response).xpath("//main//a[@download]/@href") == [CSV]


def test_page_can_be_cited_and_is_offered_in_every_language(client):
    response = client.get(PAGE)

    assert parsed(response).xpath("//link[@rel='canonical']/@href") == [f"http://127.0.0.1:8000{PAGE}"]
    assert parsed(response).xpath("//link[@rel='alternate']/@hreflang") == ["en", "sv", "nb", "fi", "da"]
    [citation] = all_words(response, "//*[@id='citation']")
    assert citation.startswith("What these cities buy per year. Joint Demand, as of ")


@pytest.mark.parametrize("path", [PAGE, CSV])
def test_anybody_reads_without_a_cookie(client, path):
    members()

    response = client.get(path)

    assert (response.status_code, dict(response.cookies)) == (200, {})


@pytest.mark.parametrize("path", [PAGE, CSV])
def test_nothing_is_sent_to_these_pages(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_one_query(client, django_assert_num_queries, count):
    VolumeFactory.create_batch(count)

    with django_assert_num_queries(1):
        client.get(PAGE)


def test_csv_is_a_file_to_keep(client):
    members()

    response = client.get(CSV)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="volumes.csv"'
    assert len(response.content.decode("utf-8-sig").splitlines()) == 4


@pytest.mark.parametrize("language", ["en", "fi"])
def test_address_of_before_leads_to_the_members_for_good(client, language):
    response = client.get(f"/{language}/buyers/")

    assert (response.status_code, response["Location"]) == (301, f"/{language}/members/")
