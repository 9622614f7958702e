"""Questions about sealed rows."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Subquery, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from registry.enums import IN_FORCE, REMARKS, StatusKind
from registry.sealed.numbers import VersionNumber

if TYPE_CHECKING:
    from registry.sealed.adaptation import Adaptation  # noqa: F401  (the type of the rows)
    from registry.sealed.release import Release  # noqa: F401  (the type of the rows)
    from registry.sealed.status import StatusEvent
    from registry.sealed.version import CriterionVersion  # noqa: F401

# With a place for the value, SQLite holds it against the condition of a partial index at every execution, and compiles
# the statement anew, which takes as long as to answer it.
_EMPTY = RawSQL("''", ())


class CriterionVersionQuerySet(models.QuerySet["CriterionVersion"]):
    def finals(self) -> Self:
        return self.filter(prerelease=_EMPTY)

    def numbered(self, number: VersionNumber) -> Self:
        return self.filter(major=number.major, minor=number.minor, patch=number.patch, prerelease=number.prerelease)

    def with_status(self, *, on: date) -> Self:
        """Add ``status`` and ``status_since``: the newest in effect on that day, None before the first."""
        from registry.sealed.status import StatusEvent  # models of one app know each other both ways

        past = StatusEvent.objects.filter(version=OuterRef("pk"), effective_on__lte=on)
        past = past.exclude(kind__in=REMARKS).order_by("-effective_on", "-sequence")
        return self.annotate(
            status=Subquery(past.values("kind")[:1]), status_since=Subquery(past.values("effective_on")[:1])
        )

    def with_erratum_mark(self, *, on: date) -> Self:
        """Add ``has_erratum``: whether one stands on its page that day."""
        return self.annotate(has_erratum=Exists(_errata(on).filter(version=OuterRef("pk"))))

    def with_errata(self, *, on: date) -> Self:
        """Prefetch ``errata``: the events of that kind up to that day, oldest first."""
        return self.prefetch_related(Prefetch("events", queryset=_errata(on), to_attr="errata"))

    def in_force(self, *, on: date) -> Self:
        return self.finals().with_status(on=on).filter(status__in=IN_FORCE)

    def for_cards(self, *, language: str = "") -> Self:
        """All that ``components/criterion_card.html`` reads, in two queries; translations of one language or all."""
        return self.select_related("criterion").with_translations(language=language)

    def with_translations(self, *, language: str = "") -> Self:
        """Prefetch the translations, newest revision first, for ``texts_in``."""
        from registry.sealed.translation import VersionTranslation  # models of one app know each other both ways

        newest_first = VersionTranslation.objects.order_by("language", "-revision")
        if language:
            newest_first = newest_first.filter(language=language)
        return self.prefetch_related(Prefetch("translations", queryset=newest_first))

    def newest_first(self) -> Self:
        """By number, so that 1.10.0 comes before 1.2.0, and a final before its candidates: rc.10, then rc.9."""
        final_first = Case(When(prerelease="", then=0), default=1)
        by_number = Length("prerelease").desc(), "-prerelease"
        return self.order_by("-major", "-minor", "-patch", final_first, *by_number)


def _errata(on: date) -> "models.QuerySet[StatusEvent]":
    from registry.sealed.status import StatusEvent  # models of one app know each other both ways

    return StatusEvent.objects.filter(kind=StatusKind.ERRATUM, effective_on__lte=on).order_by("sequence")


class ReleaseQuerySet(models.QuerySet["Release"]):
    def numbered(self, number: VersionNumber) -> Self:
        return self.filter(major=number.major, minor=number.minor, patch=number.patch)

    def published(self, *, on: date) -> Self:
        return self.filter(events__kind=StatusKind.PUBLISHED, events__effective_on__lte=on)

    def newest_first(self) -> Self:
        return self.order_by("-major", "-minor", "-patch")


class AdaptationQuerySet(models.QuerySet["Adaptation"]):
    def numbered(self, number: VersionNumber) -> Self:
        return self.filter(major=number.major, minor=number.minor, patch=number.patch)

    def with_status(self, *, on: date) -> Self:
        """Add ``status`` and ``status_since``: the newest in effect on that day, None before the first."""
        from registry.sealed.status import StatusEvent  # models of one app know each other both ways

        past = StatusEvent.objects.filter(adaptation=OuterRef("pk"), effective_on__lte=on)
        past = past.exclude(kind__in=REMARKS).order_by("-effective_on", "-sequence")
        return self.annotate(
            status=Subquery(past.values("kind")[:1]), status_since=Subquery(past.values("effective_on")[:1])
        )

    def in_force(self, *, on: date) -> Self:
        """At most one of each city and set."""
        return self.with_status(on=on).filter(status__in=IN_FORCE)

    def newest_first(self) -> Self:
        return self.order_by("-major", "-minor", "-patch")

    def for_lists(self) -> Self:
        """All that a line about it says, without its texts, in one query."""
        return self.select_related("organisation", "criteria_set", "release__criteria_set").defer("content")
