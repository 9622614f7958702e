"""The harmonisation matrix as a page, as CSV and as JSON."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views import View

from portal.experiences.matrix import Choice, Matrix, matrix_csv, matrix_json, matrix_of
from portal.experiences.views.public import path_to
from portal.members.countries import country_name
from portal.members.models import Organisation
from portal.members.viewers import viewer_of
from registry.enums import CriterionKind, Theme
from registry.models import Release

FORMATS = {"csv": ("text/csv; charset=utf-8", matrix_csv), "json": ("application/json", matrix_json)}


class MatrixView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        matrix, choice = asked_for(request)
        context = {
            "matrix": matrix,
            "choice": choice,
            "selects": _selects(choice),
            "exports": [(suffix.upper(), _export_url(request, suffix)) for suffix in FORMATS],
            "has_fictional": Organisation.objects.public_buyers().filter(is_fictional=True).exists(),
            "trail": path_to((_("Harmonisation matrix"), "")),
        }
        return _kept_apart(render(request, "experiences/matrix.html", context))


class MatrixExportView(View):
    def get(self, request: HttpRequest, suffix: str) -> HttpResponse:
        if suffix not in FORMATS:
            raise Http404(suffix)
        matrix, _choice = asked_for(request)
        if matrix is None:
            raise Http404("There is no release yet.")
        content_type, write = FORMATS[suffix]
        response = HttpResponse(write(matrix), content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="harmonisation-matrix.{suffix}"'
        return _kept_apart(response)


def asked_for(request: HttpRequest) -> tuple[Matrix | None, Choice]:
    """The matrix of the newest release of the set that is asked for, or of the first; None before the first release."""
    choice = Choice.read(request.GET.dict())
    releases = Release.objects.published(on=localdate()).select_related("criteria_set__register")
    releases = releases.order_by("criteria_set__slug", "-major", "-minor", "-patch")
    if wanted := request.GET.get("set", ""):
        releases = releases.filter(criteria_set__slug=wanted)
    release = releases.first()
    return (matrix_of(release, viewer_of(request.user), choice) if release else None), choice


def _kept_apart(response: HttpResponse) -> HttpResponse:
    """What one reader sees is no answer for another."""
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _selects(choice: Choice) -> list[dict[str, Any]]:
    """The filters: label, name, options with the one that is chosen."""
    countries = Organisation.objects.public_buyers().order_by("country").values_list("country", flat=True).distinct()
    known: list[tuple[str, str, list[tuple[str, str]], str]] = [
        ("theme", _("Theme"), [(value, str(label)) for value, label in Theme.choices], choice.theme),
        ("kind", _("Kind"), [(value, str(label)) for value, label in CriterionKind.choices], choice.kind),
        ("country", _("Country"), [(code, country_name(code)) for code in countries], choice.country),
    ]
    return [
        {"name": name, "label": label, "options": options, "chosen": chosen} for name, label, options, chosen in known
    ]


def _export_url(request: HttpRequest, suffix: str) -> str:
    query = urlencode([(name, value) for name, value in request.GET.items() if value])
    address = reverse("experiences:matrix-export", args=[suffix])
    return f"{address}?{query}" if query else address
