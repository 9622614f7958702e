"""What members buy in a year, as the pages and the CSV show it. Fictional members are in no figure."""

import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from defusedcsv import csv
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.members.countries import country_name
from portal.members.enums import Category
from portal.members.models import ProcurementVolume
from portal.members.querysets import Range


@dataclass(frozen=True)
class Row:
    """What a member, or a country, buys in any year."""

    name: str
    volume: Range
    country_name: str = ""
    members: int = 1

    @property
    def shown(self) -> str:
        return shown_range(self.volume)


@dataclass(frozen=True)
class CategoryFigures:
    """One category: what all buy together, then by member and by country."""

    category: Category
    combined: Range
    members: list[Row]
    countries: list[Row]
    sources: list[str]

    @property
    def shown(self) -> str:
        return shown_range(self.combined)


def shown_range(volume: Range) -> str:
    """ "24,500–30,000", with the separators of the reader's language."""
    low, high = intcomma(volume.low), intcomma(volume.high)
    return low if volume.low == volume.high else f"{low}–{high}"


def by_category() -> list[CategoryFigures]:
    """Every category of which somebody has said how much, the largest buyers and countries first. One query."""
    volumes: defaultdict[str, list[ProcurementVolume]] = defaultdict(list)
    for volume in ProcurementVolume.objects.any_year().select_related("organisation"):
        volumes[volume.category].append(volume)
    return [_figures(category, volumes[category]) for category in Category if volumes[category]]


def _figures(category: Category, volumes: list[ProcurementVolume]) -> CategoryFigures:
    countries: defaultdict[str, list[Range]] = defaultdict(list)
    for volume in volumes:
        countries[volume.organisation.country].append(Range(volume.low, volume.high))
    return CategoryFigures(
        category,
        combined=_sum(Range(volume.low, volume.high) for volume in volumes),
        members=_largest_first(
            Row(each.organisation.display_name, Range(each.low, each.high), each.organisation.country_name)
            for each in volumes
        ),
        countries=_largest_first(
            Row(country_name(code), _sum(ranges), members=len(ranges)) for code, ranges in countries.items()
        ),
        sources=sorted({volume.source for volume in volumes}),
    )


def _sum(ranges: Iterable[Range]) -> Range:
    found = list(ranges)
    return Range(sum(each.low for each in found), sum(each.high for each in found))


def _largest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.volume.high, -row.volume.low, row.name.casefold()))


def volumes_csv() -> bytes:
    """One row a member and category, as UTF-8 with a byte order mark, which spreadsheets look for.

    Words are in the reader's language, a source in English, numbers plain. No cell can become a formula.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(_columns())
    volumes = ProcurementVolume.objects.any_year().select_related("organisation")
    for volume in volumes.order_by("organisation__name", "category"):
        writer.writerow(
            [
                volume.organisation.display_name,
                volume.organisation.country,
                volume.organisation.country_name,
                volume.get_category_display(),
                volume.low,
                volume.high,
                volume.source,
                volume.as_of.isoformat() if volume.as_of else "",
            ]
        )
    return target.getvalue().encode("utf-8-sig")


def _columns() -> list[str]:
    return [
        _("Member"),
        _("Country code"),
        _("Country"),
        _("Category"),
        pgettext("volume", "From"),
        pgettext("volume", "To"),
        _("Source"),
        _("As of"),
    ]
