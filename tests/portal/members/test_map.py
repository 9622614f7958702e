"""The map: the projection of the outlines and of the dots is the same, and every founder stands on its own land."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from lxml.html import fromstring

from portal.members.countries import CODES
from portal.members.map.picture import DOT, PICTURE_HEIGHT, PICTURE_WIDTH, Place, Window, picture_of
from portal.members.map.projection import HEIGHT, WIDTH, Point, projected
from portal.members.services.founders import read_founders
from portal.settings.env import BASE_DIR

POINTS = json.loads((Path(__file__).parent / "map_points.json").read_text(encoding="utf-8"))  # by build.mjs
OUTLINES = BASE_DIR / "templates" / "members" / "map" / "europe.html"
FOUNDERS = {facts["slug"]: facts for facts in read_founders()["founders"]}
STEP = re.compile(r"-?\d+")


def place(slug):
    facts = FOUNDERS[slug]
    return Place(facts["name"], f"/en/members/{slug}/", Decimal(facts["latitude"]), Decimal(facts["longitude"]))


def rings_of(country):
    """The outline of a country's land, as corners; read from the path as a browser does."""
    [outline] = re.findall(rf'data-country="{country}" d="([^"]+)"', OUTLINES.read_text(encoding="utf-8"))
    rings = []
    for written in outline.split("M")[1:]:
        numbers = [int(number) for number in STEP.findall(written)]
        x, y = numbers[:2]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def is_on_land(point, country):
    """Whether a line from the point to the east crosses the outline an odd number of times."""
    crossings = 0
    for ring in rings_of(country):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > point.y) != (y2 > point.y):
                crossings += point.x < x1 + (point.y - y1) * (x2 - x1) / (y2 - y1)
    return crossings % 2 == 1


def lands_at(point):
    """The countries at a point or a unit beside it: the coast is drawn to a unit, 2.5 km, and a dot is far wider."""
    near = [Point(point.x + dx, point.y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return [code for code in CODES if any(is_on_land(each, code) for each in near)]


def drawn(picture):
    """The map as it is in the page."""
    html = render_to_string("components/map.html", {"picture": picture, "id": "map", "title": "Where they are"})
    return fromstring(html)


@pytest.mark.parametrize(("name", "longitude", "latitude", "x", "y"), POINTS, ids=[each[0] for each in POINTS])
def test_place_is_where_the_outlines_were_drawn(name, longitude, latitude, x, y):
    assert projected(latitude, longitude) == pytest.approx((x, y), abs=1e-6)


@pytest.mark.parametrize("slug", FOUNDERS)
def test_founder_stands_on_the_land_of_its_own_country_only(slug):
    point = projected(float(FOUNDERS[slug]["latitude"]), float(FOUNDERS[slug]["longitude"]))

    assert lands_at(point) == [FOUNDERS[slug]["country"]]


def test_middle_of_the_sea_is_on_no_land():
    assert lands_at(projected(55.0, 3.0)) == []


def test_outlines_have_every_country_once_and_fit_the_page():
    text = OUTLINES.read_text(encoding="utf-8")

    assert sorted(re.findall(r'data-country="(..)"', text)) == sorted(CODES)
    assert len(text) < 32_000  # letters; a third of it on the wire


def test_centre_of_the_projection_is_no_surprise():
    assert projected(53, 14) == Point(880, 880)


@pytest.mark.parametrize(("latitude", "longitude", "is_in"), [(60, 25, True), (28.1, -15.4, False), (40.7, -74, False)])
def test_only_what_is_in_the_frame_can_be_shown(latitude, longitude, is_in):
    assert projected(latitude, longitude).is_in_frame == is_in


def test_nobody_with_a_place_is_no_map():
    assert picture_of([]) is None
    assert picture_of([Place("Nowhere", "", None, None)]) is None
    assert picture_of([Place("Las Palmas", "", Decimal("28.1"), Decimal("-15.4"))]) is None


def test_map_shows_whoever_has_a_place_from_west_to_east():
    picture = picture_of([place("helsinki"), Place("Nowhere", "", None, None), place("oslo")])

    assert [(dot.name, dot.href) for dot in picture.dots] == [
        ("City of Oslo", "/en/members/oslo/"),
        ("City of Helsinki", "/en/members/helsinki/"),
    ]


def test_window_is_no_closer_than_a_region_and_never_leaves_the_frame():
    alone = Window.around([Point(1000, 800)])
    corner = Window.around([Point(WIDTH, HEIGHT)])
    everything = Window.around([Point(0, 0), Point(WIDTH, HEIGHT)])

    assert (alone.left, alone.width) == (570, 660)  # 430 west of it, 230 east of it
    assert (corner.left, round(corner.top + corner.width * PICTURE_HEIGHT / PICTURE_WIDTH)) == (WIDTH - 660, HEIGHT)
    assert everything.width == pytest.approx(HEIGHT * PICTURE_WIDTH / PICTURE_HEIGHT)


def test_dots_of_neighbours_can_both_be_seen():
    picture = picture_of([place("malmo"), place("copenhagen"), place("oslo"), place("helsinki")])
    at = {dot.name: (float(dot.x), float(dot.y)) for dot in picture.dots}

    (x1, y1), (x2, y2) = at["Copenhagen Municipality"], at["City of Malmö"]
    assert (x2 - x1) ** 2 + (y2 - y1) ** 2 >= (DOT - 0.1) ** 2
    assert 0 < x2 - x1 < 2 * DOT


def test_names_of_neighbours_do_not_cover_each_other():
    picture = picture_of([place("malmo"), place("copenhagen"), place("oslo"), place("helsinki")])

    assert {dot.name: dot.anchor for dot in picture.dots} == {
        "Copenhagen Municipality": "end",  # Malmö is on the right
        "City of Malmö": "start",
        "City of Oslo": "start",
        "City of Helsinki": "end",  # the edge of the picture is on the right
    }


def test_same_place_twice_is_two_dots():
    picture = picture_of([place("oslo"), place("oslo")._replace(name="A body in Oslo")])

    [first, second] = picture.dots
    assert float(second.x) - float(first.x) == pytest.approx(DOT)
    assert first.y == second.y


def test_three_neighbours_are_all_named_and_none_is_covered():
    fable = Place("Exempelstad (fictional)", "", Decimal("55.7"), Decimal("13.2"))

    picture = picture_of([*map(place, FOUNDERS), fable])

    _oslo, *neighbours, _helsinki = picture.dots
    assert [(dot.name, dot.anchor, float(dot.label_y) > float(dot.y)) for dot in neighbours] == [
        ("Copenhagen Municipality", "end", False),
        ("City of Malmö", "middle", True),
        ("Exempelstad (fictional)", "start", False),
    ]
    assert [dot.is_named for dot in picture.dots] == [True] * 5


def test_name_without_room_is_shown_when_its_dot_is_pointed_at():
    crowd = [Place(f"A town of number {n:02}", "", Decimal("55.6"), Decimal("13.0")) for n in range(30)]

    picture = picture_of(crowd)

    quiet = [dot for dot in picture.dots if not dot.is_named]
    assert 0 < len(quiet) < 30
    assert len(drawn(picture).xpath(".//g[@class='map-dot quiet']")) == len(quiet)
    assert [text.text for text in drawn(picture).xpath(".//text")] == [dot.name for dot in picture.dots]


def test_dots_are_links_with_a_name():
    figure = drawn(picture_of([place("oslo")]))

    [link] = figure.xpath(".//a")
    assert (link.get("href"), " ".join(link.text_content().split())) == ("/en/members/oslo/", "City of Oslo")


def test_dot_without_a_page_is_no_link():
    figure = drawn(picture_of([place("oslo")._replace(href="")]))

    assert figure.xpath(".//a") == []
    assert [text.text for text in figure.xpath(".//text")] == ["City of Oslo"]


def test_map_has_a_name_and_its_outlines_are_not_read_aloud():
    [svg] = drawn(picture_of([place("oslo")])).xpath("./svg")

    assert svg.xpath("string(./title)") == "Where they are"
    assert svg.get("aria-labelledby") == svg.xpath("string(./title/@id)")
    assert svg.xpath("string(./g[@aria-hidden='true']/@class)") == "map-land"


@pytest.mark.parametrize("language", ["en", "sv", "fi", "da"])
def test_numbers_in_the_drawing_are_the_same_in_every_language(language):
    picture = picture_of([place("oslo")])

    with override(language):
        [svg] = drawn(picture).xpath("./svg")

    [dot] = picture.dots
    assert svg.get("viewbox") == f"0 0 {PICTURE_WIDTH} {PICTURE_HEIGHT}"
    assert svg.xpath("string(.//text/@x)") == dot.label_x == f"{float(dot.x) + 12:.1f}"
    assert picture.transform == "scale(0.8485) translate(-376.0 -258.3)"
