"""The map as it is shown: the part of Europe where members are, a dot and a name for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Self

from portal.members.map.labels import labels_for
from portal.members.map.projection import HEIGHT, WIDTH, Point, projected

# Of the picture, in its own units: about a pixel each on a large screen.
PICTURE_WIDTH, PICTURE_HEIGHT = 560, 520
DOT = 15  # from one dot to the next, at least
# Of the map.
NARROWEST = 660  # 1,600 km: no closer look than that
MARGIN = 70  # from a dot to the edge
WEST = 200  # room for a name that ends at its dot, where the map is wider than its dots


class Place(NamedTuple):
    """What is at a place; degrees as the organisation has them."""

    name: str
    href: str  # empty: no page to lead to
    latitude: Decimal | None
    longitude: Decimal | None


@dataclass(frozen=True)
class Dot:
    """A dot and its name, in units of the picture, written for SVG: a point as decimal sign in every language."""

    name: str
    href: str
    x: str
    y: str
    label_x: str
    label_y: str
    anchor: str  # of the name, as SVG has it
    is_named: bool  # all the time; else while it is pointed at or has the focus


@dataclass(frozen=True)
class Window:
    """The part of the map that is shown, in units of the map."""

    left: float
    top: float
    width: float

    @classmethod
    def around(cls, points: list[Point]) -> Self:
        """The smallest with all points, their margin, the shape of the picture and nothing outside the frame.

        Where it is wider than they need, more of that is in the west: names that have no room in the east go there.
        """
        left, right = min(point.x for point in points) - MARGIN, max(point.x for point in points) + MARGIN
        top, bottom = min(point.y for point in points) - MARGIN, max(point.y for point in points) + MARGIN
        shape = PICTURE_WIDTH / PICTURE_HEIGHT
        width = min(max(right - left, (bottom - top) * shape, NARROWEST), WIDTH, HEIGHT * shape)
        height, slack = width / shape, width - (right - left)
        west = min(max(slack, 0), WEST)
        return cls(
            left=min(max(left - west - (slack - west) / 2, 0), WIDTH - width),
            top=min(max((top + bottom - height) / 2, 0), HEIGHT - height),
            width=width,
        )

    @property
    def scale(self) -> float:
        return PICTURE_WIDTH / self.width

    def shown(self, point: Point) -> Point:
        """A point of the map in the picture."""
        return Point((point.x - self.left) * self.scale, (point.y - self.top) * self.scale)


@dataclass(frozen=True)
class Picture:
    """All that ``components/map.html`` takes."""

    transform: str  # of the outlines
    dots: list[Dot]
    width: int = PICTURE_WIDTH
    height: int = PICTURE_HEIGHT


def picture_of(places: Iterable[Place]) -> Picture | None:
    """The map of those places that are known and within its frame; None if there is none."""
    found = [
        (place, projected(float(place.latitude), float(place.longitude)))
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]
    found = [(place, point) for place, point in found if point.is_in_frame]
    if not found:
        return None
    window = Window.around([point for _place, point in found])
    scale = window.scale
    return Picture(
        transform=f"scale({scale:.4f}) translate({-window.left:.1f} {-window.top:.1f})",
        dots=_dots([(place, window.shown(point)) for place, point in found]),
    )


def _dots(found: list[tuple[Place, Point]]) -> list[Dot]:
    """From west to east, with room between them."""
    placed = _apart(sorted(found, key=lambda each: each[1]))
    labels = labels_for([(place.name, point) for place, point in placed], width=PICTURE_WIDTH, height=PICTURE_HEIGHT)
    return [
        Dot(
            place.name,
            place.href,
            x=f"{point.x:.1f}",
            y=f"{point.y:.1f}",
            label_x=f"{label.at.x:.1f}",
            label_y=f"{label.at.y:.1f}",
            anchor=label.anchor,
            is_named=label.is_shown,
        )
        for (place, point), label in zip(placed, labels, strict=True)
    ]


def _apart(found: list[tuple[Place, Point]]) -> list[tuple[Place, Point]]:
    """One that would hide another is moved to the east, until both can be seen."""
    placed: list[tuple[Place, Point]] = []
    for place, wanted in found:
        point = wanted
        while any(_touch(point, other) for _place, other in placed):
            point = Point(point.x + 1, point.y)
        placed.append((place, point))
    return placed


def _touch(one: Point, other: Point) -> bool:
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2 < DOT**2
