"""Names on the map: beside their dots, in the picture, and none on another or on a dot."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.members.map.labels import ABOVE, BESIDE, LETTER, LINE, Box, labels_for
from portal.members.map.projection import Point

WIDTH, HEIGHT = 560, 520
MIDDLE = Point(280, 260)
NAMES = st.text("abc", min_size=1, max_size=20)
DOTS = st.lists(st.tuples(NAMES, st.builds(Point, st.integers(0, WIDTH), st.integers(0, HEIGHT))), max_size=12)


def labels(*dots):
    return labels_for(list(dots), width=WIDTH, height=HEIGHT)


def box(name, label):
    """The room that a name takes."""
    room = len(name) * LETTER
    left = {"start": label.at.x, "middle": label.at.x - room / 2, "end": label.at.x - room}[label.anchor]
    return Box(left, label.at.y - LINE / 2, left + room, label.at.y + LINE / 2)


def test_name_stands_on_the_right_where_there_is_room():
    assert labels(("Oslo", MIDDLE)) == [(Point(280 + BESIDE, 260), "start", True)]


def test_name_at_the_right_edge_stands_on_the_left():
    assert labels(("Helsinki", Point(550, 260))) == [(Point(550 - BESIDE, 260), "end", True)]


def test_name_with_a_dot_on_either_side_stands_above():
    found = labels(("West", Point(260, 260)), ("M", MIDDLE), ("East", Point(300, 260)))

    assert found[1] == (Point(280, 260 - ABOVE), "middle", True)


def test_name_avoids_names_as_well_as_dots():
    found = labels(("A", Point(264, 260)), ("Mid", MIDDLE), ("Mid", Point(296, 260)), ("E", Point(312, 260)))

    assert [label.at for label in found[1:3]] == [Point(280, 260 - ABOVE), Point(296, 260 + ABOVE)]


def test_name_that_could_be_taken_for_its_neighbours_is_not_shown():
    found = labels(("A", Point(264, 260)), ("A name as long as that", MIDDLE), ("B", Point(296, 260)))

    assert [label.is_shown for label in found] == [True, False, True]


def test_name_that_is_longer_than_the_picture_is_not_shown():
    [label] = labels(("N" * 60, MIDDLE))

    assert label == (Point(280 + BESIDE, 260), "start", False)


def test_no_dots_have_no_names():
    assert labels() == []


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (Box(0, 0, 10, 10), True),
        (Box(9, 9, 20, 20), True),
        (Box(2, 2, 3, 3), True),
        (Box(10, 0, 20, 10), False),
        (Box(0, 10, 10, 20), False),
        (Box(20, 20, 30, 30), False),
    ],
)
def test_boxes_meet_where_they_share_room(other, meets):
    box = Box(0, 0, 10, 10)

    assert (box.meets(other), other.meets(box)) == (meets, meets)


@given(DOTS)
def test_shown_names_never_cover_each_other_nor_another_dot(dots):
    found = labels_for(dots, width=WIDTH, height=HEIGHT)

    shown = [
        (number, box(name, label))
        for number, ((name, _dot), label) in enumerate(zip(dots, found, strict=True))
        if label.is_shown
    ]
    assert not any(one.meets(other) for (_n, one), (_m, other) in combinations(shown, 2))
    assert not any(
        each.meets(Box.around(dot))
        for number, each in shown
        for other, (_name, dot) in enumerate(dots)
        if other != number
    )
    assert all(each.is_in(WIDTH, HEIGHT) for _number, each in shown)


@pytest.mark.parametrize(("dot", "gap"), [(Point(5, 5), 0), (Point(5, 14), 4), (Point(-3, -4), 5), (Point(16, 10), 6)])
def test_gap_is_the_way_from_a_box_to_a_dot(dot, gap):
    assert Box(0, 0, 10, 10).gap(dot) == gap
