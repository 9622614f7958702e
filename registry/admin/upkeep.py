"""What the register needs: criteria nobody has looked at for long, values below the law, translations that lag behind.

Each answer covers all criteria in force on a day. Texts are read one by one, which takes a second per few thousand.
"""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef

from registry.enums import StatusKind
from registry.models import CriterionVersion, StatusEvent
from registry.sealed.content import CriterionContent, LegalFloor
from registry.sealed.querysets import CriterionVersionQuerySet
from registry.sealed.texts import texts_in
from registry.sealed.values import floors_undercut

MONTHS = 18  # after which a criterion without a new version is due for a review


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError  # every month has a first day


def in_force(*, on: date) -> CriterionVersionQuerySet:
    """The versions in force with their criterion, by code."""
    return CriterionVersion.objects.in_force(on=on).select_related("criterion").order_by("criterion__code")


def unreviewed(*, on: date) -> CriterionVersionQuerySet:
    """Those of criteria of which no version was published for ``MONTHS``."""
    newer = StatusEvent.objects.filter(
        version__criterion=OuterRef("criterion"),
        version__prerelease="",
        kind=StatusKind.PUBLISHED,
        effective_on__gt=months_before(on, MONTHS),
    )
    return in_force(on=on).exclude(Exists(newer))


def languages_behind(version: CriterionVersion) -> list[str]:
    """The languages of the site in which blocks of a version are missing; reads its prefetched translations."""
    return [code for code, _name in settings.LANGUAGES if texts_in(version, code).missing]


def behind(*, on: date) -> dict[int, list[str]]:
    """By key of the version, the languages it lacks; without those that lack none."""
    found = {version.pk: languages_behind(version) for version in in_force(on=on).with_translations()}
    return {pk: languages for pk, languages in found.items() if languages}


def undercut(content: CriterionContent) -> Iterator[tuple[int, LegalFloor]]:
    """The levels whose values lie below what law demands, each with the floor."""
    for level, values in sorted(content.levels.items()):
        below = floors_undercut(content, values)
        yield from ((level, floor) for floor in content.legal_floor if floor.id in below)


def below_floor(*, on: date) -> list[int]:
    """The keys of the versions with a value below a legal floor."""
    return [version.pk for version in in_force(on=on) if any(undercut(version.parsed))]
