"""Where a place on earth is on the map: the same projection as ``build.mjs`` draws the outlines with. A leaf.

Azimuthal and equal in area, on a sphere: John P. Snyder, Map Projections, a Working Manual (1987), p. 185.
"""

import json
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

FRAME: dict[str, int] = json.loads((Path(__file__).parent / "frame.json").read_text(encoding="utf-8"))
WIDTH, HEIGHT = FRAME["width"], FRAME["height"]
_CENTRE = radians(FRAME["latitude"])


class Point(NamedTuple):
    """Units of the map, from its upper left corner."""

    x: float
    y: float

    @property
    def is_in_frame(self) -> bool:
        return 0 <= self.x <= WIDTH and 0 <= self.y <= HEIGHT


def projected(latitude: float, longitude: float) -> Point:
    """A place, in degrees, on the map; it may lie outside the frame.

    Raises ZeroDivisionError for the one place on the other side of the earth.
    """
    north, east = radians(latitude), radians(longitude - FRAME["longitude"])
    nearness = sin(_CENTRE) * sin(north) + cos(_CENTRE) * cos(north) * cos(east)
    scale = FRAME["scale"] * sqrt(2 / (1 + nearness))
    return Point(
        FRAME["x"] + scale * cos(north) * sin(east),
        FRAME["y"] - scale * (cos(_CENTRE) * sin(north) - sin(_CENTRE) * cos(north) * cos(east)),
    )
