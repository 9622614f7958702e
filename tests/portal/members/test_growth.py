"""Members over time: a line that is as high as there are members, its table, its CSV."""

import csv
import io
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from portal.members.enums import OrganisationKind
from portal.members.growth import HEIGHT, LABEL, MARGIN, ROOM, WIDTH, Step, growth_chart, growth_csv, steps
from tests.factories.members import OrganisationFactory
from tests.registry.views.pages import all_words, parsed

PAGE, CSV = "/en/members/over-time/", "/en/members/over-time.csv"
TODAY = date(2026, 12, 31)


def joined(name, day=None, **fields):
    return OrganisationFactory(name=name, joined_on=day, **fields)


def points(chart):
    """Where the line turns, in order."""
    return [(kind, float(number)) for kind, number in re.findall(r"([HV])([\d.]+)", chart.path)]


@pytest.mark.django_db
def test_steps_are_the_days_on_which_members_joined(django_assert_num_queries):
    joined("Oslo"), joined("Malmö")
    joined("Lund", date(2026, 9, 1)), joined("Turku", date(2026, 5, 4)), joined("Aarhus", date(2026, 9, 1))

    with django_assert_num_queries(1):
        found = steps()

    assert found == [
        Step(None, ("Malmö", "Oslo"), 2),
        Step(date(2026, 5, 4), ("Turku",), 3),
        Step(date(2026, 9, 1), ("Aarhus", "Lund"), 5),
    ]


@pytest.mark.django_db
def test_fictional_members_and_supporters_are_not_counted():
    joined("Exempelstad", is_fictional=True)
    joined("Friends of phones", kind=OrganisationKind.SUPPORTER)

    assert steps() == []


def test_there_is_no_line_while_nobody_has_a_day():
    assert growth_chart([], on=TODAY) is None
    assert growth_chart([Step(None, ("Malmö",), 1)], on=TODAY) is None
    assert growth_chart([Step(date(2027, 1, 1), ("Lund",), 1)], on=TODAY) is None


def test_line_begins_at_those_who_were_there_and_climbs_with_each_step():
    rows = [Step(None, ("A", "B"), 2), Step(date(2026, 7, 2), ("C", "D"), 4)]

    chart = growth_chart(rows, on=TODAY)

    assert chart.path.startswith(f"M{MARGIN} {HEIGHT / 2:.1f}")
    (across, half), (up, top), end = points(chart)
    assert (across, up, top) == ("H", "V", 0.0)
    assert half == pytest.approx(MARGIN + (WIDTH - MARGIN) / 2, abs=1)
    assert end == ("H", WIDTH)
    assert [line.label for line in chart.up] == ["0", "1", "2", "3", "4"]
    assert [line.label for line in chart.across] == ["2026", "Apr", "Jul", "Oct"]


def test_many_years_share_few_lines():
    chart = growth_chart([Step(date(2006, 3, 1), ("A",), 1), Step(date(2020, 3, 1), ("B",), 2)], on=TODAY)

    assert [line.label for line in chart.across] == ["2006", "2011", "2016", "2021", "2026"]


@pytest.mark.parametrize(
    ("start", "on", "labels"),
    [
        (date(2026, 1, 7), date(2026, 11, 23), ["2026", "Apr", "Jul", "Oct"]),
        (date(2026, 5, 4), date(2027, 2, 28), ["2026", "Apr", "Jul", "Oct", "2027"]),
        (date(2026, 5, 4), date(2027, 12, 31), ["2026", "Apr", "Jul", "Oct", "2027", "Apr", "Jul", "Oct"]),
        (date(2026, 1, 7), date(2026, 1, 9), ["2026"]),
        (date(2026, 11, 2), date(2028, 11, 23), ["2026", "2027", "2028"]),
    ],
    ids=["within a year", "over new year", "nearly two years", "some days", "two years"],
)
def test_short_time_is_told_by_quarters_and_a_long_one_by_years(start, on, labels):
    chart = growth_chart([Step(start, ("A",), 1)], on=on)

    assert [line.label for line in chart.across] == labels


@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(0, 9000))
def test_no_label_is_outside_of_the_picture_or_touches_another(start, days):
    chart = growth_chart([Step(start, ("A",), 1)], on=start + timedelta(days=days))

    places = [float(line.x) for line in chart.across]
    assert all(MARGIN <= place <= WIDTH for place in places)
    assert all(after - before >= LABEL - 0.1 for before, after in pairwise(places))


def test_highest_number_has_room_above_the_picture():
    chart = growth_chart([Step(date(2026, 2, 3), ("A",), 10)], on=TODAY)

    left, top, width, height = (int(part) for part in chart.view_box.split())
    assert (chart.up[-1].x, chart.up[-1].label) == ("0.0", "10")
    assert (left, width) == (0, WIDTH)
    assert (-top, height + top) == (ROOM, chart.height)


@pytest.mark.parametrize("count", [1, 3, 7, 48, 230])
def test_line_never_leaves_the_picture(count):
    chart = growth_chart([Step(date(2026, 2, 3), ("A",), count)], on=TODAY)

    assert all(0 <= height <= HEIGHT for kind, height in points(chart) if kind == "V")
    assert all(MARGIN <= place <= WIDTH for kind, place in points(chart) if kind == "H")
    assert 2 <= len(chart.up) <= 6


def test_picture_has_a_title_and_says_what_it_shows():
    chart = growth_chart([Step(date(2026, 2, 3), ("A",), 1)], on=TODAY)
    context = {"chart": chart, "id": "growth", "title": "Members", "description": "One member."}

    [svg] = fromstring(render_to_string("components/step_chart.html", context)).xpath("//svg")

    assert svg.get("role") == "img"
    assert [svg.xpath(f"string(.//*[@id='{each}'])") for each in svg.get("aria-labelledby").split()] == [
        "Members",
        "One member.",
    ]


@pytest.mark.django_db
def test_page_has_the_numbers_in_a_table_and_the_way_to_the_csv(client):
    joined("Oslo"), joined("Lund", date(2026, 9, 1))

    response = client.get(PAGE)

    assert all_words(response, "//main//tbody/tr") == ["From the beginningOslo1", "1 September 2026Lund2"]
    assert all_words(response, "//main//p[@class='lead']") == ["2 public buyers are members today."]
    assert parsed(response).xpath("//main//a[@download]/@href") == [CSV]
    assert len(parsed(response).xpath("//main//svg[@role='img']")) == 1


@pytest.mark.django_db
def test_page_without_a_day_says_why_there_is_no_line(client):
    joined("Oslo")

    response = client.get(PAGE)

    assert parsed(response).xpath("//main//svg[@role='img']") == []
    assert "so there is no line to draw" in response.content.decode()


@pytest.mark.django_db
def test_page_without_members_says_so(client):
    assert all_words(client.get(PAGE), "//main//h2") == ["No public buyer is listed yet"]


@pytest.mark.django_db
def test_csv_has_a_row_a_member_and_no_formula(client):
    joined("=Oslo"), joined("Lund", date(2026, 9, 1))

    response = client.get(CSV)

    assert response["Content-Disposition"] == 'attachment; filename="members.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert rows == [["Joined", "Member", "Members"], ["", "'=Oslo", "1"], ["2026-09-01", "Lund", "2"]]
    assert growth_csv() == response.content
