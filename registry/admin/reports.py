"""Reports on the criteria in force, each to be had as XLSX and CSV."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column

from portal.core.languages import language_name
from portal.members.moderation import ExportedList, ForCoordinators
from registry.admin.upkeep import MONTHS, behind, below_floor, in_force, languages_behind, undercut, unreviewed
from registry.diffs.names import amount, level_name
from registry.models import CriterionVersion
from registry.sealed.querysets import CriterionVersionQuerySet
from registry.sealed.texts import Text, texts_in


def title_of(version: CriterionVersion) -> Text:
    return texts_in(version, get_language() or settings.LANGUAGE_CODE).title


def _version_link(version: CriterionVersion) -> SafeString:
    return format_html('<a href="{}">{}</a>', version.get_absolute_url(), version)


def _marked_title(version: CriterionVersion) -> SafeString:
    title = title_of(version)
    return format_html('<span lang="{}">{}</span>', title.lang, title)


def since(version: Any) -> date | None:
    """From which day a version has its status; it comes from ``in_force``."""
    day: date | None = version.status_since
    return day


def said_below(version: CriterionVersion) -> str:
    """The values below the law, with the day from which it applies."""
    parameters = version.parsed.parameters
    return "; ".join(
        _("%(level)s: %(value)s, by law %(floor)s since %(day)s")
        % {
            "level": level_name(level),
            "value": amount(parameters[floor.parameter], version.parsed.levels[level][floor.parameter]),
            "floor": amount(parameters[floor.parameter], floor.value),
            "day": date_format(floor.since, "DATE_FORMAT"),
        }
        for level, floor in undercut(version.parsed)
    )


def said_behind(version: CriterionVersion) -> str:
    return ", ".join(str(language_name(code)) for code in languages_behind(version))


class Report(ForCoordinators, ExportedList):
    """A list of versions in force; ``facts`` are the columns beside number and title, by name."""

    permission = "registry.read_steps"
    model = CriterionVersion
    header_icon = "list-ul"
    verbose_name_plural = gettext_lazy("criteria")
    paginate_by = 50
    facts: ClassVar[Mapping[str, tuple[Any, Any]]]  # name: heading, function of the version

    def get_base_queryset(self) -> QuerySet[CriterionVersion]:
        return self.versions(on=localdate()).with_translations()

    def versions(self, *, on: date) -> CriterionVersionQuerySet:
        """What the report lists on a day."""
        raise NotImplementedError

    @property
    def columns(self) -> list[Column]:
        more = [Column(name, label=heading, accessor=fact) for name, (heading, fact) in self.facts.items()]
        number = Column("version", label=gettext_lazy("Version"), accessor=_version_link)
        return [number, Column("title", label=gettext_lazy("Title"), accessor=_marked_title), *more]

    @property
    def list_export(self) -> list[str]:
        return ["version", "title", *self.facts]

    @property
    def export_headings(self) -> dict[str, Any]:
        headings = {name: heading for name, (heading, _fact) in self.facts.items()}
        return {"version": gettext_lazy("Version"), "title": gettext_lazy("Title"), **headings}

    def to_row_dict(self, item: CriterionVersion) -> "OrderedDict[str, Any]":
        facts = {name: fact(item) for name, (_heading, fact) in self.facts.items()}
        return OrderedDict(version=str(item), title=str(title_of(item)), **facts)


class UnreviewedReport(Report):
    page_title = gettext_lazy("Without review for 18 months")
    index_url_name = "registry-reports:unreviewed"
    index_results_url_name = "registry-reports:unreviewed-results"
    export_filename = f"unreviewed-{MONTHS}-months"
    facts = {"since": (gettext_lazy("Since"), since)}

    def versions(self, *, on: date) -> CriterionVersionQuerySet:
        return unreviewed(on=on)


class BelowFloorReport(Report):
    page_title = gettext_lazy("Values below the law")
    index_url_name = "registry-reports:below-floor"
    index_results_url_name = "registry-reports:below-floor-results"
    export_filename = "below-the-law"
    facts = {"below": (gettext_lazy("Values below the law"), said_below)}

    def versions(self, *, on: date) -> CriterionVersionQuerySet:
        return in_force(on=on).filter(pk__in=below_floor(on=on))


class BehindReport(Report):
    page_title = gettext_lazy("Translations behind")
    index_url_name = "registry-reports:behind"
    index_results_url_name = "registry-reports:behind-results"
    export_filename = "translations-behind"
    facts = {"languages": (gettext_lazy("Not complete in"), said_behind)}

    def versions(self, *, on: date) -> CriterionVersionQuerySet:
        return in_force(on=on).filter(pk__in=behind(on=on))
