"""Comparing two versions of a criterion, and two releases of a set."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.breadcrumbs import trail
from registry.diffs.beside import VersionsCompared, releases_beside
from registry.enums import StatusKind
from registry.models import CriterionVersion
from registry.takeaway.standing import Standing, standing_of
from registry.views.lookup import RegistryView, find_criterion, find_release, find_set, find_version

PAGE_SIZE = 50  # members that changed


class CompareView(RegistryView):
    """Field by field, with what it means for bids; ``?from=…&to=…`` of the picker leads to the address of that pair."""

    def get(self, request: HttpRequest, slug: str, a: str, b: str) -> HttpResponse:
        criterion = find_criterion(slug)
        if request.GET.get("from") and request.GET.get("to"):
            old, new = (find_version(criterion, request.GET[name]) for name in ("from", "to"))
            return redirect("registry:compare", criterion.slug, old.number, new.number)
        old, new = find_version(criterion, a), find_version(criterion, b)
        line = list(
            criterion.versions.with_status(on=localdate()).newest_first().defer("content").prefetch_related("events")
        )
        language = get_language() or settings.LANGUAGE_CODE
        compared = VersionsCompared(old, new, line, language)
        place = [(_("Criteria"), reverse("registry:sets")), (str(new), new.get_absolute_url()), (_("Compare"), "")]
        return render(
            request,
            "registry/compare.html",
            {
                "trail": trail(*place),
                "criterion": criterion,
                "old": old,
                "new": new,
                "compared": compared,
                "standings": standings_beside(line, (old, new), on=localdate(), language=language),
                "choices": _choices(line, old, new),
                "swapped": reverse("registry:compare", args=[criterion.slug, new.number, old.number]),
            },
        )


class CompareReleasesView(RegistryView):
    """Members that came, went and changed, each with what it means for bids."""

    def get(self, request: HttpRequest, slug: str, a: str, b: str) -> HttpResponse:
        criteria_set = find_set(slug)
        if request.GET.get("from") and request.GET.get("to"):
            old, new = (find_release(criteria_set, request.GET[name]) for name in ("from", "to"))
            return redirect("registry:compare-releases", criteria_set.slug, old.number, new.number)
        old, new = find_release(criteria_set, a), find_release(criteria_set, b)
        compared = releases_beside(old, new, get_language() or settings.LANGUAGE_CODE)
        place = [
            (_("Criteria"), reverse("registry:sets")),
            (criteria_set.title, criteria_set.get_absolute_url()),
            (_("Compare"), ""),
        ]
        releases = criteria_set.releases.newest_first().defer("content")
        return render(
            request,
            "registry/compare_releases.html",
            {
                "trail": trail(*place),
                "criteria_set": criteria_set,
                "old": old,
                "new": new,
                "compared": compared,
                "page": Paginator(compared.changed, PAGE_SIZE).get_page(request.GET.get("page")),
                "choices": [(str(release.number), str(release.number)) for release in releases],
                "swapped": reverse("registry:compare-releases", args=[criteria_set.slug, new.number, old.number]),
                "is_back": new.number < old.number,
            },
        )


def standings_beside(
    line: Iterable[CriterionVersion], shown: Sequence[CriterionVersion], *, on: date, language: str
) -> list[tuple[CriterionVersion, Standing]]:
    """How each of them stands, as far as it is not simply in force; reads the prefetched events of the line."""
    wanted = {version.pk for version in shown}
    found = [(each, standing_of(list(each.events.all()), on=on, language=language)) for each in line]
    rows = [row for row in found if row[0].pk in wanted]
    return [row for row in reversed(rows) if row[1].kind != StatusKind.PUBLISHED or row[1].errata]


def _choices(line: Iterable[CriterionVersion], *shown: CriterionVersion) -> list[tuple[str, str]]:
    """The finals and what is shown now: their number, and how they stand."""
    labels = dict(StatusKind.choices)
    listed = (version for version in line if not version.prerelease or version in shown)
    numbers = ((str(version.number), labels.get(version.status or "")) for version in listed)
    return [(number, f"{number} ({status})" if status else number) for number, status in numbers]
