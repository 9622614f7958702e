"""How many public buyers there are, and since when: as a line, as rows of a table and as CSV.

Fictional members are counted nowhere. Those without a day of joining, the founders among them, were there before.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from defusedcsv import csv
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.members.charts import STEPS, Line, round_step
from portal.members.models import Organisation

# In units of the picture: about a pixel each on a large screen.
WIDTH, HEIGHT = 560, 220
AXIS = 34  # below the line
MARGIN = 40  # on its left, for the numbers
LABEL = 56  # room for a year or a month below it
ROOM = 14  # above it, for half of the highest number


@dataclass(frozen=True)
class Step:
    """A day on which members joined; None for those who were there before the first day that is known."""

    day: date | None
    names: tuple[str, ...]
    count: int  # from then on

    @property
    def shown_day(self) -> str:
        return date_format(self.day, "DATE_FORMAT") if self.day else _("From the beginning")


@dataclass(frozen=True)
class Growth:
    """The line as an SVG path, and the lines of its axes."""

    path: str
    across: list[Line]  # days
    up: list[Line]  # numbers; x is their height
    width: int = WIDTH
    height: int = HEIGHT + AXIS
    foot: int = HEIGHT
    view_box: str = f"0 -{ROOM} {WIDTH} {HEIGHT + AXIS + ROOM}"


def steps() -> list[Step]:
    """The public buyers by the day on which they joined, the earliest first. One query."""
    members = sorted(Organisation.objects.public_buyers().real(), key=lambda each: each.joined_on or date.min)
    found, count = [], 0
    for day, group in groupby(members, key=lambda each: each.joined_on):
        names = tuple(sorted((each.display_name for each in group), key=str.casefold))
        count += len(names)
        found.append(Step(day, names, count))
    return found


def growth_chart(rows: Sequence[Step], *, on: date) -> Growth | None:
    """The line from the first known day to ``on``; None while nobody has a day, as there is nothing to draw."""
    dated = [row for row in rows if row.day and row.day <= on]
    if not dated or dated[0].day is None:
        return None
    start = dated[0].day.replace(month=1, day=1)
    scale = (WIDTH - MARGIN) / max((on - start).days, 1)
    step = round_step(dated[-1].count)
    top = step * min(-(-dated[-1].count // step), STEPS + 1)
    before = next((row.count for row in rows if row.day is None), 0)

    def height_of(count: int) -> str:
        return f"{HEIGHT - HEIGHT * count / top:.1f}"

    path = [f"M{MARGIN} {height_of(before)}"]
    for row in dated:
        assert row.day is not None  # noqa: S101  (filtered above)
        path.append(f"H{MARGIN + (row.day - start).days * scale:.1f}V{height_of(row.count)}")
    return Growth(
        path="".join([*path, f"H{WIDTH}"]),
        across=list(_lines(start, on, scale)),
        up=[Line(height_of(number), str(number), "end") for number in range(0, top + 1, step)],
    )


def growth_csv() -> bytes:
    """One row a member, the earliest first, as UTF-8 with a byte order mark; no cell can become a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([_("Joined"), _("Member"), _("Members")])
    for row in steps():
        for number, name in enumerate(row.names, start=row.count - len(row.names) + 1):
            writer.writerow([row.day.isoformat() if row.day else "", name, number])
    return target.getvalue().encode("utf-8-sig")


def _days(start: date, on: date) -> Iterator[tuple[date, str]]:
    """The days that have a line, and their labels: quarters of less than two years; else years, of many only some."""
    years = on.year - start.year
    yield start, str(start.year)
    if years < 2:
        quarters = (date(year, month, 1) for year in (start.year, start.year + 1) for month in (1, 4, 7, 10))
        yield from ((day, str(day.year) if day.month == 1 else date_format(day, "M")) for day in quarters)
    else:
        every = next(each for each in (1, 2, 5, 10, 50) if years / each <= STEPS + 2)
        yield from ((date(year, 1, 1), str(year)) for year in range(start.year + every, on.year + 1, every))


def _lines(start: date, on: date, scale: float) -> Iterator[Line]:
    """None is outside of the picture, and none so near to the one before that their labels would touch."""
    last = float(-LABEL)
    for day, label in _days(start, on):
        x = MARGIN + (day - start).days * scale
        if x >= max(MARGIN, last + LABEL) and day <= on:
            last = x
            yield Line(f"{x:.1f}", label, "start" if x + LABEL <= WIDTH else "end")
