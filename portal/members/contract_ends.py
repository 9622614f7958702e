"""Which members buy when: the coming ends of their contracts as rows, as a picture and as CSV.

Every row is a member's own word. Nothing is computed from tender experiences: they name a year and a duration, but no
day on which a contract began. Fictional members are shown, and said to be, only while no real one has said anything.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from defusedcsv import csv
from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.members.charts import Line
from portal.members.countries import country_name
from portal.members.figures import shown_range
from portal.members.models import ContractEnd, ProcurementVolume
from portal.members.querysets import Range

MONTHS = 36  # of the picture

# In units of the picture: about a pixel each on a large screen.
WIDTH = 560
ROW = 58  # a line of words, the bar below it, room
AXIS = 34
LABEL = 72  # room for a year below the axis
LONGEST_NAME = 24  # letters beside a month, on a small screen too; the table has the whole name


@dataclass(frozen=True)
class End:
    """A contract that ends, and how much is bought in any year where the member says so."""

    name: str
    country: str
    category: str
    month: date
    said_on: date
    volume: Range | None
    is_fictional: bool

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def shown_month(self) -> str:
        return date_format(self.month, "YEAR_MONTH_FORMAT")

    @property
    def shown_volume(self) -> str:
        return shown_range(self.volume) if self.volume else ""


@dataclass(frozen=True)
class Bar:
    """From today to the end of a contract; ``x`` is its end."""

    name: str
    shown: str
    words_y: int
    y: int
    x: str


@dataclass(frozen=True)
class Picture:
    bars: list[Bar]
    quarters: list[str]  # where they begin
    years: list[Line]
    height: int
    width: int = WIDTH

    @property
    def foot(self) -> int:
        """Where the bars end and the axis begins."""
        return self.height - AXIS


def coming_ends(*, on: date) -> list[End]:
    """All that are to come, the next one first. Two queries."""
    yearly = Prefetch("organisation__volumes", ProcurementVolume.objects.filter(year=None), to_attr="yearly")
    rows = list(ContractEnd.objects.coming(on=on).select_related("organisation").prefetch_related(yearly))
    is_fictional = all(row.organisation.is_fictional for row in rows)
    return [_end(row) for row in rows if row.organisation.is_fictional == is_fictional]


def _end(row: ContractEnd) -> End:
    organisation = row.organisation
    volumes = {each.category: Range(each.low, each.high) for each in organisation.yearly}
    return End(
        name=organisation.display_name,
        country=organisation.country,
        category=row.get_category_display(),
        month=row.month,
        said_on=row.said_on,
        volume=volumes.get(row.category),
        is_fictional=organisation.is_fictional,
    )


def countries_of(ends: Sequence[End]) -> list[tuple[str, str]]:
    """Code and name of each country that an end is in, by name."""
    return sorted({(end.country, end.country_name) for end in ends}, key=lambda each: each[1])


def ends_picture(ends: Sequence[End], *, on: date) -> Picture | None:
    """A bar an end within the coming months, in their order; None where there is none to draw."""
    shown = [end for end in ends if _months_ahead(end.month, on) < MONTHS]
    if not shown:
        return None
    return Picture(
        bars=[_bar(end, number, on) for number, end in enumerate(shown)],
        quarters=[f"{_x(month):.1f}" for month in range(1, MONTHS) if (on.month - 1 + month) % 3 == 0],
        years=list(_years(on)),
        height=len(shown) * ROW + AXIS,
    )


def later_than_picture(ends: Sequence[End], *, on: date) -> int:
    """How many ends are too far ahead for the picture."""
    return sum(_months_ahead(end.month, on) >= MONTHS for end in ends)


def _months_ahead(month: date, on: date) -> int:
    return (month.year - on.year) * 12 + month.month - on.month


def _x(months: int) -> float:
    return WIDTH * months / MONTHS


def _bar(end: End, number: int, on: date) -> Bar:
    name = end.name if len(end.name) <= LONGEST_NAME else f"{end.name[: LONGEST_NAME - 1].rstrip()}…"
    x = f"{_x(_months_ahead(end.month, on) + 1):.1f}"  # a contract runs to the end of its last month
    return Bar(name, end.shown_month, words_y=number * ROW + 24, y=number * ROW + 33, x=x)


def _years(on: date) -> Iterator[Line]:
    """The year that it is, if there is room for it, and the beginning of each one after it."""
    first = 13 - on.month  # months until the next year
    if _x(first) >= LABEL:
        yield Line("0.0", str(on.year), "start")
    for number, month in enumerate(range(first, MONTHS, 12), start=1):
        anchor = "start" if _x(month) + LABEL <= WIDTH else "end"
        yield Line(f"{_x(month):.1f}", str(on.year + number), anchor)


def ends_csv(ends: Sequence[End]) -> bytes:
    """One row an end, the next one first, as UTF-8 with a byte order mark; no cell can become a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    columns = [_("Contract ends"), _("Member"), _("Country code"), _("Country"), _("Category")]
    writer.writerow([*columns, pgettext("volume", "From"), pgettext("volume", "To"), _("As of"), _("fictional")])
    for end in ends:
        facts = [f"{end.month:%Y-%m}", end.name, end.country, end.country_name, end.category]
        volume = [end.volume.low, end.volume.high] if end.volume else ["", ""]
        writer.writerow([*facts, *volume, end.said_on.isoformat(), _("Yes") if end.is_fictional else ""])
    return target.getvalue().encode("utf-8-sig")
