"""What was in force on a day: a page of a criterion and of a set, with a form for the day; JSON under /id/."""

import json
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.core.breadcrumbs import trail
from portal.front.forms import Designed
from registry.takeaway.on_day import release_on, rows_on, set_document, version_on
from registry.takeaway.standing import history_of
from registry.views.lookup import NotThere, RegistryView, Suggestion, find_criterion, find_set

PAGE_SIZE = 50
JSON_ENDING = ".json"


class DayForm(Designed, forms.Form):
    """The day to look back, or ahead, to."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write a day of the calendar, such as 2026-05-01.")},
    )


def _asked(request: HttpRequest) -> tuple[DayForm, date | None]:
    """The form, and the day: today where none is asked for, None where it is no day."""
    if "day" not in request.GET:
        return DayForm(initial={"day": localdate()}), localdate()
    form = DayForm(request.GET)
    return form, form.cleaned_data["day"] if form.is_valid() else None


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


class CriterionDayView(RegistryView):
    """Which version of a criterion was in force on a day, and how every version stood."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        criterion = find_criterion(slug)
        form, day = _asked(request)
        context = {
            "trail": trail((_("Criteria"), reverse("registry:sets")), (criterion.code, criterion.get_absolute_url())),
            "criterion": criterion,
            "form": form,
            "day": day,
            "version": version_on(criterion, day) if day else None,
            "history": history_of(criterion, on=day, language=_language()) if day else [],
        }
        return render(request, "registry/criterion_on_day.html", context)


class SetDayView(RegistryView):
    """The release of a set that was the newest on a day, with its members as they stood."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        criteria_set = find_set(slug)
        form, day = _asked(request)
        release = release_on(criteria_set, day) if day else None
        rows = rows_on(release, day, language=_language()) if release and day else []
        context = {
            "trail": trail(
                (_("Criteria"), reverse("registry:sets")), (criteria_set.title, criteria_set.get_absolute_url())
            ),
            "criteria_set": criteria_set,
            "form": form,
            "day": day,
            "release": release,
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "query": f"day={day.isoformat()}" if day else "",
        }
        return render(request, "registry/set_on_day.html", context)


class PermanentSetDayView(RegistryView):
    """``/id/set/smartphones/@2026-05-01`` leads to the page of that day; with ``.json`` it is a document."""

    def get(self, request: HttpRequest, slug: str, day: str) -> HttpResponse:
        criteria_set = find_set(slug)
        on, is_json = read_day(day, [(criteria_set.title, criteria_set.get_absolute_url())])
        if is_json:
            return as_json(set_document(criteria_set, on, language=_language()))
        return redirect(f"{reverse('registry:set-on-day', args=[slug])}?day={on.isoformat()}")


def read_day(text: str, ways: list[Suggestion]) -> tuple[date, bool]:
    """The day of an address and whether JSON is asked for. Raises NotThere with ``ways`` if it is no day."""
    day = text.removesuffix(JSON_ENDING)
    try:
        return date.fromisoformat(day), text.endswith(JSON_ENDING)
    except ValueError as error:
        raise NotThere(_("day %(day)s in the calendar") % {"day": day}, ways) from error


def as_json(document: dict[str, Any]) -> HttpResponse:
    body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-cache"})
