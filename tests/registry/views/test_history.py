"""The page of a set's history: marks that say what they are, its CSV, the ways to it."""

import csv
import io

import pytest

from tests.factories.registry import (
    CriteriaSetFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db

PAGE, CSV = "/en/criteria/smartphones/history/", "/en/criteria/smartphones/history.csv"
STRICTER = battery_content(levels={1: {"cycles": "1000", "share": "80"}, 2: {"cycles": "1000", "share": "80"}})


@pytest.fixture
def history():
    """Two releases: the second has a stricter battery, a label that is new, and no repair any more."""
    first = VersionFactory(criterion__code="BAT-01")
    repair = VersionFactory(criterion__code="REP-01", body=battery_content(blocks={"title": "=Repair"}))
    second = VersionFactory(criterion=first.criterion, base_version=first, number="2.0.0", body=STRICTER)
    ReleaseFactory(number="1.0.0", members=[first, repair])
    return ReleaseFactory(number="2.0.0", members=[second, VersionFactory(criterion__code="LAB-01")])


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_page_has_a_row_a_criterion_and_a_column_a_release(client, history):
    response = client.get(PAGE)

    assert all_words(response, "//main//h1") == ["Circular and fair smartphones: what each release did"]
    assert all_words(response, "//thead//th") == ["Criterion", "1.0.0 2 Feb 2026", "2.0.0 2 Feb 2026"]
    assert all_words(response, "//tbody//th[@scope='row']") == [
        "BAT-01 Battery that lasts",
        "LAB-01 Battery that lasts",
        "REP-01 =Repair",
    ]


def test_each_mark_is_a_link_that_says_what_it_is_without_colour_or_shape(client, history):
    page = parsed(client.get(PAGE))

    links = [
        (link.get("href"), link.xpath("string(*[@class='ds-sr-only'])"), link.xpath("string(svg/@data-mark)"))
        for link in page.xpath("//tbody//td/a")
    ]
    assert links == [
        ("/en/criterion/bat-01/1.0.0/", "BAT-01 1.0.0: Added", "added"),
        ("/en/criterion/bat-01/compare/1.0.0...2.0.0/", "BAT-01 1.0.0 → 2.0.0: Stricter", "stricter"),
        ("/en/criterion/lab-01/1.0.0/", "LAB-01 1.0.0: Added", "added"),
        ("/en/criterion/rep-01/1.0.0/", "REP-01 1.0.0: Added", "added"),
        ("/en/criterion/rep-01/1.0.0/", "REP-01 1.0.0: No longer in the set", "left"),
    ]
    assert len(page.xpath("//tbody//td[not(node())]")) == 1


def test_every_shape_is_drawn_and_explained(client, history):
    page = parsed(client.get(PAGE))

    legend = page.xpath("//ul[@class='matrix-legend']/li")
    assert [" ".join(each.text_content().split()) for each in legend] == [
        *("Added 3", "Stricter 1", "Changed 0", "Relaxed 0"),
        *("Editorial 0", "Unchanged 0", "No longer in the set 1", "Withdrawn 0"),
    ]
    shapes = {tuple((part.tag, part.get("d")) for part in each.xpath("svg/*")) for each in legend}
    assert len(shapes) == 8


def test_table_scrolls_in_a_region_that_the_keyboard_reaches(client, history):
    [region] = parsed(client.get(PAGE)).xpath("//main//div[@role='region']")

    assert (region.get("tabindex"), region.get("aria-labelledby")) == ("0", "lanes-caption")
    assert region.xpath("string(.//caption)") == "Criteria and releases"


def test_title_in_another_language_says_so(client, history):
    TranslationFactory(version=history.members.get(position=1).version)

    titles = parsed(client.get("/sv/criteria/smartphones/history/")).xpath("//tbody//th/span")

    assert [(title.text, title.get("lang")) for title in titles] == [
        ("Battery that lasts [sv]", "sv"),
        ("Battery that lasts", "en"),
        ("=Repair", "en"),
    ]


def test_csv_has_a_row_a_mark_and_no_formula(client, history):
    response = client.get(CSV)

    assert response["Content-Disposition"] == 'attachment; filename="smartphones-history.csv"'
    head, *rows = rows_of(response)
    assert head == ["Release", "In force from", "Code", "Criterion", "What changed", "Version", "Version before"]
    assert rows == [
        ["1.0.0", "2026-02-02", "BAT-01", "Battery that lasts", "Added", "1.0.0", ""],
        ["2.0.0", "2026-02-02", "BAT-01", "Battery that lasts", "Stricter", "2.0.0", "1.0.0"],
        ["2.0.0", "2026-02-02", "LAB-01", "Battery that lasts", "Added", "1.0.0", ""],
        ["1.0.0", "2026-02-02", "REP-01", "'=Repair", "Added", "1.0.0", ""],
        ["2.0.0", "2026-02-02", "REP-01", "'=Repair", "No longer in the set", "", "1.0.0"],
    ]


def test_set_without_a_release_says_so(client):
    CriteriaSetFactory()

    assert all_words(client.get(PAGE), "//main//h2") == ["There is no release of criteria yet"]
    assert len(rows_of(client.get(CSV))) == 1


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_set_that_is_none_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_page_of_the_set_and_of_a_version_lead_to_it(client, history):
    for address, target in (
        ("/en/criteria/smartphones/", PAGE),
        ("/en/criterion/bat-01/1.0.0/", f"{PAGE}#bat-01"),
    ):
        links = parsed(client.get(address)).xpath("//a[normalize-space()='See what each release did']/@href")
        assert links == [target]


def test_version_that_no_release_holds_has_no_lane(client):
    VersionFactory(criterion__code="BAT-01")

    assert "each release did" not in client.get("/en/criterion/bat-01/1.0.0/").content.decode()


@pytest.mark.parametrize("criteria", [1, 9])
def test_page_asks_as_much_for_many_criteria_as_for_one(client, criteria, django_assert_num_queries):
    members = [VersionFactory(criterion__code=f"BAT-{number:02}") for number in range(1, criteria + 1)]
    ReleaseFactory(members=members)

    with django_assert_num_queries(8):
        client.get(PAGE)
