"""The history of a set, as a picture that is a table, and as CSV."""

import io

from defusedcsv import csv
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.breadcrumbs import trail
from registry.diffs.lanes import Lanes, lanes_of
from registry.models import CriteriaSet
from registry.views.lookup import RegistryView, find_set


class SetHistoryView(RegistryView):
    """Criteria as rows, releases as columns."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        criteria_set = find_set(slug)
        place = (criteria_set.title, criteria_set.get_absolute_url())
        context = {
            "criteria_set": criteria_set,
            "lanes": _lanes(criteria_set),
            "trail": trail((_("Criteria"), reverse("registry:sets")), place, (_("History"), "")),
        }
        return render(request, "registry/history.html", context)


class SetHistoryCsvView(RegistryView):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        criteria_set = find_set(slug)
        disposition = f'attachment; filename="{criteria_set.slug}-history.csv"'
        content = lanes_csv(_lanes(criteria_set))
        return HttpResponse(content, "text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def lanes_csv(lanes: Lanes) -> bytes:
    """One row a criterion and release that does something with it, as UTF-8 with a byte order mark.

    Words are in the reader's language. No cell can become a formula.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(
        [
            _("Release"),
            _("In force from"),
            _("Code"),
            _("Criterion"),
            _("What changed"),
            _("Version"),
            _("Version before"),
        ]
    )
    for row in lanes.rows:
        for column, stop in zip(lanes.columns, row.stops, strict=True):
            if stop:
                before = str(stop.before.number) if stop.before else ""
                facts = [str(column.release.number), column.day.isoformat(), row.code, str(row.title)]
                writer.writerow([*facts, stop.mark.label, stop.number, before])
    return target.getvalue().encode("utf-8-sig")


def _lanes(criteria_set: CriteriaSet) -> Lanes:
    return lanes_of(criteria_set, get_language() or settings.LANGUAGE_CODE, on=localdate())
