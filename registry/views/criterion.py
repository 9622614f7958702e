"""The page of a criterion version, and the way to the one in force."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.breadcrumbs import trail
from registry.consultations.times import course_beside
from registry.diffs.suggestions import newest_revision
from registry.enums import StatusKind
from registry.models import Criterion, CriterionVersion, LineageEdge, Release
from registry.sealed.texts import Text, languages_of
from registry.takeaway.cite import Reference, reference_to_version
from registry.takeaway.reading import read_version
from registry.takeaway.standing import VersionRow, history_of, version_in_force
from registry.takeaway.use_now import use_now
from registry.views.lookup import NotThere, RegistryView, find_criterion, find_version


class CriterionView(RegistryView):
    """The address of a criterion without a number leads to the version in force, else to the newest final."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        criterion = find_criterion(slug)
        return redirect(newest_in_force(criterion))


class VersionView(RegistryView):
    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        version = find_version(find_criterion(slug), number)
        return version_page(request, version, has_experiences=not version.prerelease)


def newest_in_force(criterion: Criterion) -> CriterionVersion:
    """The version to use now; where none is in force the newest final, which says what to use instead.

    Raises NotThere for a criterion that has only candidates so far.
    """
    versions = criterion.versions
    version: CriterionVersion | None = (
        versions.in_force(on=localdate()).newest_first().first() or versions.finals().newest_first().first()
    )
    if version is None:
        raise NotThere(criterion.code, [])
    return version


def version_page(request: HttpRequest, version: CriterionVersion, *, has_experiences: bool = False) -> HttpResponse:
    """The page of a version in the reader's language, beside another one if ``?beside=`` asks for it.

    How it went in tenders differs from reader to reader: a permanent page, which caches keep, has a link to it instead.
    """
    language = get_language() or settings.LANGUAGE_CODE
    criterion = version.criterion
    history = history_of(criterion, on=localdate(), language=language, around=version)
    memberships = version.memberships.select_related("release__criteria_set__register").order_by("-release__pk")
    releases = [member.release for member in memberships]
    reading = read_version(version, language, request.GET)
    context = {
        "trail": trail(*_path_to(releases, version)),
        "version": version,
        "criterion": criterion,
        "reading": reading,
        "history": history,
        "releases": releases,
        "has_experiences": has_experiences,
        "reference": _reference(version, reading.texts.title, history),
        "consultation": course_beside(version, on=localdate(), language=language),
        **_languages(request, version, language),
        **_standing(version, history, language),
    }
    return render(request, "registry/version.html", context)


def _languages(request: HttpRequest, version: CriterionVersion, language: str) -> dict[str, Any]:
    languages = languages_of(version)
    names = dict(settings.LANGUAGES)
    beside = request.GET.get("beside", "")
    return {
        "languages": [(code, names.get(code, code)) for code in languages],
        "beside": read_version(version, beside, request.GET) if beside in languages else None,
        "beside_code": beside,
        "is_not_translated": language not in languages,
        "revision": newest_revision(version, language),
    }


def _path_to(releases: list[Release], version: CriterionVersion) -> list[tuple[str, str]]:
    sets = [(releases[0].criteria_set.title, releases[0].criteria_set.get_absolute_url())] if releases else []
    return [(_("Criteria"), reverse("registry:sets")), *sets, (str(version), "")]


def _standing(version: CriterionVersion, history: list[VersionRow], language: str) -> dict[str, Any]:
    """How the version stands, what to use now, and how its criterion is related to others."""
    criterion = version.criterion
    involved = LineageEdge.objects.filter(Q(source=criterion) | Q(target=criterion))
    edges = list(involved.select_related("source", "target"))
    row = next(row for row in history if row.version.pk == version.pk)
    newer = version_in_force(history)
    return {
        "standing": row.standing,
        "summary": row.summary,
        "in_force": newer if newer and newer.pk != version.pk else None,
        "use_now": use_now(version, row.standing, history, on=localdate(), language=language),
        "edges_out": [edge for edge in edges if edge.source_id == criterion.pk],
        "edges_in": [edge for edge in edges if edge.target_id == criterion.pk],
    }


def _reference(version: CriterionVersion, title: Text, history: list[VersionRow]) -> Reference:
    row = next(row for row in history if row.version.pk == version.pk)
    days = [event.effective_on for event in row.version.events.all() if event.kind == StatusKind.PUBLISHED]
    return reference_to_version(version, title, base_url=settings.BASE_URL, year=str(days[0].year) if days else "")
