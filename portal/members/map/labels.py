"""Where the names beside the dots stand, so that none covers a dot or another name. A leaf beside the projection."""

from collections.abc import Iterator
from typing import NamedTuple, Self

from portal.members.map.projection import Point

# In units of the picture, for letters as large as they get on a small screen.
LETTER = 10
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

    def is_in(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


class Label(NamedTuple):
    """A name: where its line begins, ends or has its middle, and whether there is room to show it all the time."""

    at: Point
    anchor: str  # "start", "middle" or "end", as SVG has it
    is_shown: bool


def labels_for(dots: list[tuple[str, Point]], *, width: float, height: float) -> list[Label]:
    """A label for each (name, dot), in their order. The first of eight places that is free; else it is not shown."""
    taken = [Box.around(dot) for _name, dot in dots]
    labels = []
    for number, (name, dot) in enumerate(dots):
        others = taken[:number] + taken[number + 1 :]
        places = list(_places(name, dot))
        free = [(label, box) for label, box in places if box.is_in(width, height) and not any(map(box.meets, others))]
        if free:
            label, box = free[0]
            labels.append(label)
            taken.append(box)
        else:
            inside = [label for label, box in places if box.is_in(width, height)]
            labels.append((inside or [places[0][0]])[0]._replace(is_shown=False))
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
