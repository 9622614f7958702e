"""A chart of ranges, measured here and drawn by ``components/bar_chart.html``."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from django.contrib.humanize.templatetags.humanize import intcomma

from portal.members.figures import Row

# In units of the picture: about a pixel each on a large screen.
WIDTH = 560
ROW = 58  # a line of words, the bar below it, room
AXIS = 34
LONGEST_NAME = 34  # letters; the table beside the chart has the whole name
STEPS = 4  # at most so many distances between the lines of the axis


@dataclass(frozen=True)
class Bar:
    """From 0 to ``sure``, what is bought at least; to ``sure`` plus ``perhaps``, what may be bought."""

    name: str
    shown: str
    words_y: int
    y: int
    sure: str
    perhaps: str


@dataclass(frozen=True)
class Line:
    """A line of the axis."""

    x: str
    label: str
    anchor: str  # of the label


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    lines: list[Line]
    height: int
    width: int = WIDTH

    @property
    def foot(self) -> int:
        """Where the bars end and the axis begins."""
        return self.height - AXIS


def bar_chart(rows: Sequence[Row]) -> Chart:
    """A bar a row, in the order of the rows, on an axis from 0 to a round number that none exceeds."""
    step = round_step(max((row.volume.high for row in rows), default=0))
    highest = max((row.volume.high for row in rows), default=0)
    count = max(ceil(highest / step), 1)
    unit = WIDTH / (count * step)
    return Chart(
        bars=[_bar(row, number, unit) for number, row in enumerate(rows)],
        lines=[_line(number, count, step) for number in range(count + 1)],
        height=len(rows) * ROW + AXIS,
    )


def round_step(highest: int) -> int:
    """1, 2 or 5 times a power of ten, so that at most STEPS of them reach the highest value."""
    wanted = max(highest / STEPS, 1)
    power: int = 10 ** int(log10(wanted))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted)


def _bar(row: Row, number: int, unit: float) -> Bar:
    name = row.name if len(row.name) <= LONGEST_NAME else f"{row.name[: LONGEST_NAME - 1].rstrip()}…"
    return Bar(
        name,
        row.shown,
        words_y=number * ROW + 24,
        y=number * ROW + 33,
        sure=f"{row.volume.low * unit:.1f}",
        perhaps=f"{(row.volume.high - row.volume.low) * unit:.1f}",
    )


def _line(number: int, count: int, step: int) -> Line:
    anchor = "start" if number == 0 else "end" if number == count else "middle"
    return Line(f"{WIDTH * number / count:.1f}", intcomma(number * step), anchor)
