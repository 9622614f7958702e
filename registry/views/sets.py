"""The page of a set: its newest release, or one release by number."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.breadcrumbs import trail
from registry.enums import Level
from registry.models import CriteriaSet, Release
from registry.takeaway.cite import reference_to_release
from registry.takeaway.notes import notes_in
from registry.takeaway.raised import raised_in
from registry.takeaway.selection import Selection, select
from registry.takeaway.standing import standing_of
from registry.views.lookup import NotThere, RegistryView, find_release, find_set

PAGE_SIZE = 60


class SetListView(RegistryView):
    """All sets; where there is one, straight to it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        sets = list(CriteriaSet.objects.select_related("register").order_by("slug"))
        if len(sets) == 1:
            return redirect(sets[0])
        return render(request, "registry/set_list.html", {"sets": sets, "trail": trail((_("Criteria"), ""))})


class SetView(RegistryView):
    """The newest release that is in effect."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        criteria_set = find_set(slug)
        release = criteria_set.releases.published(on=localdate()).newest_first().first()
        if release is None:
            raise NotThere(f"{criteria_set}", [])
        release.criteria_set = criteria_set
        return release_page(request, release, is_newest=True)


class ReleaseView(RegistryView):
    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        return release_page(request, find_release(find_set(slug), number), is_newest=False)


@dataclass(frozen=True)
class Chip:
    """A filter in effect, with the address of the page without it."""

    label: str
    url: str


def _chips(request: HttpRequest, selection: Selection) -> list[Chip]:
    chips = []
    for facet in selection.facets:
        for option in facet.options:
            if option.checked:
                others = request.GET.copy()
                others.setlist(facet.name, [value for value in others.getlist(facet.name) if value != option.value])
                others.pop("page", None)
                chips.append(Chip(option.label, f"{request.path}?{others.urlencode()}"))
    return chips


def _query(request: HttpRequest, *, without: set[str]) -> str:
    kept = request.GET.copy()
    for name in without:
        kept.pop(name, None)
    return kept.urlencode()


def release_page(request: HttpRequest, release: Release, *, is_newest: bool) -> HttpResponse:
    """A release in the reader's language, filtered and at the level that the query asks for."""
    language = get_language() or settings.LANGUAGE_CODE
    title = release.criteria_set.title
    context = {
        "trail": trail((_("Criteria"), reverse("registry:sets")), (title, "")),
        "release": release,
        "criteria_set": release.criteria_set,
        "notes": notes_in(release, language),
        **_chosen(request, release, language),
        **_among_releases(release, language, is_newest=is_newest),
    }
    since = context["standing"].since
    year = str(since.year) if since else ""
    reference = reference_to_release(release, title, base_url=settings.BASE_URL, year=year, language=language)
    return render(request, "registry/release.html", {**context, "reference": reference})


def _chosen(request: HttpRequest, release: Release, language: str) -> dict[str, Any]:
    """The cards that fit the query, a page of them, and the filters with their counts."""
    wanted = request.GET.get("level", "")
    level = int(wanted) if wanted in map(str, Level.values) else None
    chosen = {name: request.GET.getlist(name) for name in request.GET}
    selection = select(release, language=language, on=localdate(), level=level, chosen=chosen)
    return {
        "selection": selection,
        "page": Paginator(selection.cards, PAGE_SIZE).get_page(request.GET.get("page")),
        "chips": _chips(request, selection),
        "query": _query(request, without={"page"}),
        "level": level,
        "levels": [
            {"value": value, "label": f"{value} {label}", "checked": value == level} for value, label in Level.choices
        ],
    }


def _among_releases(release: Release, language: str, *, is_newest: bool) -> dict[str, Any]:
    """How the release stands today among all of its set, newest first."""
    releases = list(release.criteria_set.releases.newest_first().prefetch_related("events"))
    for each in releases:
        each.criteria_set = release.criteria_set
    standings = {each.pk: standing_of(list(each.events.all()), on=localdate(), language=language) for each in releases}
    newest = next((each for each in releases if standings[each.pk].is_in_force), release)
    return {
        "releases": [(each, standings[each.pk]) for each in releases],
        "newest": newest,
        "is_newest": is_newest or newest.pk == release.pk,
        "standing": standings[release.pk],
        "raised": next(raised_in(each.events.all(), language) for each in releases if each.pk == release.pk),
        "older_sentence": _("Release %(number)s is not the newest.") % {"number": release.number},
    }
