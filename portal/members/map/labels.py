"""Where the names beside the dots stand, so that none covers a dot or another name. A leaf beside the projection."""

from collections.abc import Iterator
from math import hypot
from typing import NamedTuple, Self

from portal.members.map.projection import Point

# In units of the picture, for letters as large as they get on a small screen.
LETTER = 10.5
LINE = 20
BESIDE = 12  # from a dot to a name on its right or left
ABOVE = 22  # from a dot to the middle of a name above or below it
RADIUS = 7


class Box(NamedTuple):
    """A place that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, dot: Point) -> Self:
        return cls(dot.x - RADIUS, dot.y - RADIUS, dot.x + RADIUS, dot.y + RADIUS)

    def meets(self, other: "Box") -> bool:
        is_beside = self.right <= other.left or other.right <= self.left
        return not is_beside and self.top < other.bottom and other.top < self.bottom

    def gap(self, dot: Point) -> float:
        """From its nearest point to a dot."""
        return hypot(max(self.left - dot.x, 0, dot.x - self.right), max(self.top - dot.y, 0, dot.y - self.bottom))

    def is_in(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


class Label(NamedTuple):
    """A name: where its line begins, ends or has its middle, and whether there is room to show it all the time."""

    at: Point
    anchor: str  # "start", "middle" or "end", as SVG has it
    is_shown: bool


def labels_for(dots: list[tuple[str, Point]], *, width: float, height: float) -> list[Label]:
    """A label for each (name, dot), in their order. The first of eight places that is free; else it is not shown.

    A place is free inside the picture, clear of other dots and names, and nearer to its own dot than to any other.
    """
    names: list[Box] = []
    labels = []
    for number, (name, dot) in enumerate(dots):
        others = [other for place, (_name, other) in enumerate(dots) if place != number]
        taken = names + [Box.around(other) for other in others]
        inside = [(label, box) for label, box in _places(name, dot) if box.is_in(width, height)]
        for label, box in inside:
            if not any(map(box.meets, taken)) and all(box.gap(dot) < box.gap(other) for other in others):
                labels.append(label)
                names.append(box)
                break
        else:
            label, _box = (inside or list(_places(name, dot)))[0]
            labels.append(label._replace(is_shown=False))
    return labels


def _places(name: str, dot: Point) -> Iterator[tuple[Label, Box]]:
    """Right, left, above, below, then above and below to either side."""
    yield _place(name, Point(dot.x + BESIDE, dot.y), "start")
    yield _place(name, Point(dot.x - BESIDE, dot.y), "end")
    for anchor in ("middle", "start", "end"):
        yield _place(name, Point(dot.x, dot.y - ABOVE), anchor)
        yield _place(name, Point(dot.x, dot.y + ABOVE), anchor)


def _place(name: str, at: Point, anchor: str) -> tuple[Label, Box]:
    room = len(name) * LETTER
    left = at.x - {"start": 0, "middle": room / 2, "end": room}[anchor]
    return Label(at, anchor, is_shown=True), Box(left, at.y - LINE / 2, left + room, at.y + LINE / 2)
