"""Finding what an address names, or the nearest thing that exists."""

from difflib import get_close_matches
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from registry.models import Adaptation, CriteriaSet, Criterion, CriterionVersion, Release
from registry.sealed.numbers import VersionNumber
from registry.views.not_found import not_found

Suggestion = tuple[str, str]  # label, url


class NotThere(Exception):
    """An address names something that does not exist; ``suggestions`` are the nearest things that do."""

    def __init__(self, thing: str, suggestions: list[Suggestion]) -> None:
        super().__init__(thing)
        self.thing = thing
        self.suggestions = suggestions


class RegistryView(View):
    """A view that answers NotThere with a page that names the nearest things."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotThere as missing:
            return not_found(request, missing.thing, missing.suggestions)


def find_criterion(slug: str) -> Criterion:
    """The criterion of a code, in whatever case. Raises NotThere."""
    criterion = Criterion.objects.filter(code=slug.upper()).select_related("register").first()
    if criterion is None:
        codes = list(Criterion.objects.filter(versions__prerelease="").distinct().values_list("code", flat=True))
        near = get_close_matches(slug.upper(), codes, n=5, cutoff=0.5)
        raise NotThere(slug.upper(), [(code, reverse("registry:criterion", args=[code.lower()])) for code in near])
    return criterion


def find_version(criterion: Criterion, number: str) -> CriterionVersion:
    """One version of a criterion, without status or translations. Raises NotThere."""
    versions = criterion.versions.all()
    version: CriterionVersion | None = versions.numbered(_number(number)).with_translations().first()
    if version is None:
        finals = versions.finals().newest_first().select_related("criterion")
        near = [(str(other), other.get_absolute_url()) for other in finals]
        raise NotThere(f"{criterion}@{number}", near[:5])
    version.criterion = criterion
    return version


def find_set(slug: str) -> CriteriaSet:
    """A criteria set. Raises NotThere."""
    criteria_set = CriteriaSet.objects.filter(slug=slug).select_related("register").first()
    if criteria_set is None:
        sets = list(CriteriaSet.objects.select_related("register"))
        raise NotThere(
            _("set “%(slug)s”") % {"slug": slug}, [(each.title, each.get_absolute_url()) for each in sets[:5]]
        )
    return criteria_set


def find_release(criteria_set: CriteriaSet, number: str) -> Release:
    """One release of a set. Raises NotThere."""
    releases = criteria_set.releases.all()
    release: Release | None = releases.numbered(_number(number)).first()
    if release is None:
        near = [
            (str(other), other.get_absolute_url()) for other in releases.newest_first().select_related("criteria_set")
        ]
        raise NotThere(f"{criteria_set}@{number}", near[:5])
    release.criteria_set = criteria_set
    return release


def find_adaptation(city: str, slug: str, number: str) -> Adaptation:
    """One adaptation by its citation. Raises NotThere, with the other ones of that city and set."""
    line = Adaptation.objects.filter(city=city, criteria_set__slug=slug)
    line = line.select_related("organisation", "criteria_set__register", "release__criteria_set", "previous")
    adaptation: Adaptation | None = line.numbered(_number(number)).first()
    if adaptation is None:
        near = [(str(other), other.get_absolute_url()) for other in line.newest_first()[:5]]
        raise NotThere(f"{city}/{slug}@{number}", near or [(_("All criteria"), reverse("registry:sets"))])
    return adaptation


def _number(text: str) -> VersionNumber:
    """What stands in an address; one that nothing has, if it is no number."""
    try:
        return VersionNumber.parse(text)
    except ValueError:
        return VersionNumber(0, 0, 0)
