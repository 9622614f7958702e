"""Whether a link leads somewhere, as far as this site can know without asking another host."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from portal.cms.links.found import PAGE, Link
from portal.core.viewer import VISITOR
from portal.experiences.models import Face
from registry.enums import IN_FORCE, StatusKind
from registry.models import CriteriaSet, Criterion, CriterionVersion, Release
from registry.sealed.numbers import VersionNumber

SERVED = "wagtail_serve"
_PLACE = re.compile(r"A[1-9]|main")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}(?::\d+)?", re.IGNORECASE)
_NEEDS_NO_HOST = ("mailto", "tel")


class Failing(NamedTuple):
    """A link that fails, and why."""

    link: Link
    fault: str

    @property
    def place(self) -> str:
        return self.link.place

    @property
    def address(self) -> str:
        return self.link.address


@dataclass(frozen=True)
class Site:
    """What there is at the addresses of this site; read once for all links."""

    pages: frozenset[str]  # paths of the published ones
    page_ids: frozenset[int]
    criteria: frozenset[str]
    versions: dict[tuple[str, str], str | None]  # code and number: status
    sets: frozenset[str]
    releases: frozenset[tuple[str, str]]
    experiences: frozenset[str]

    def in_force(self, code: str) -> bool:
        return any(status in IN_FORCE for (each, _number), status in self.versions.items() if each == code)


def read_site(*, on: date) -> Site:
    """Six queries."""
    live = dict(Page.objects.live().values_list("pk", "url_path"))
    steps = "major", "minor", "patch"
    releases = Release.objects.values_list("criteria_set__slug", *steps)
    return Site(
        pages=frozenset(live.values()),
        page_ids=frozenset(live),
        criteria=frozenset(Criterion.objects.values_list("code", flat=True)),
        versions=_versions(on),
        sets=frozenset(CriteriaSet.objects.values_list("slug", flat=True)),
        releases=frozenset((slug, str(VersionNumber(*number))) for slug, *number in releases),
        experiences=frozenset(Face.objects.visible_to(VISITOR).values_list("experience__slug", flat=True)),
    )


def _versions(on: date) -> dict[tuple[str, str], str | None]:
    facts = "criterion__code", "status", "major", "minor", "patch", "prerelease"
    rows = CriterionVersion.objects.with_status(on=on).values_list(*facts)
    return {(code, str(VersionNumber(*number))): status for code, status, *number in rows}


def failing(links: list[Link], site: Site) -> Iterator[Failing]:
    """Those that fail, in their order."""
    for link in links:
        if fault := fault_of(link.address, site):
            yield Failing(link, fault)


def fault_of(address: str, site: Site) -> str:
    """What is wrong with an address, in a sentence; empty if nothing is, or nothing can be known here."""
    if address.startswith(PAGE):
        known = address.removeprefix(PAGE)
        return "" if known.isdigit() and int(known) in site.page_ids else _nothing_there()
    try:
        parts = urlsplit(address)
    except ValueError:
        return _no_address()
    if parts.scheme in _NEEDS_NO_HOST:
        return "" if parts.path else _no_address()
    if address.startswith("/") and not parts.netloc:
        return _fault_here(parts.path, parts.fragment, site)
    if parts.scheme not in ("http", "https") or " " in address:
        return _no_address()
    if f"{parts.scheme}://{parts.netloc}" == settings.BASE_URL:
        return _fault_here(parts.path or "/", parts.fragment, site)
    if not _HOST.fullmatch(parts.netloc):
        return _no_address()
    return _("It begins with http: write https, if the other side has it.") if parts.scheme == "http" else ""


def _fault_here(path: str, anchor: str, site: Site) -> str:
    """Of a path on this site; without a language it leads to the reader's own."""
    path = unquote(path)
    if (match := _match(path)) is None:
        path = f"/{settings.LANGUAGE_CODE}{path}"
        match = _match(path)
    if match is None:
        return _nothing_there()
    if match.view_name == SERVED:
        return _fault_of_page(path, anchor, site)
    look = _LOOKS.get(match.view_name)
    return look(match.kwargs, site) if look else ""


def _match(path: str) -> ResolverMatch | None:
    """What answers at a path, with or without the slash at its end."""
    language = path.split("/")[1] if path.count("/") > 1 else ""
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        for each in (path, f"{path}/"):
            try:
                return resolve(each)
            except Resolver404:
                continue
    return None


def _fault_of_page(path: str, anchor: str, site: Site) -> str:
    """Of a page of texts, which has no places with a name but its ambitions."""
    if f"{path.rstrip('/')}/" not in site.pages:
        return _nothing_there()
    return _("There is no such place on the page.") if anchor and not _PLACE.fullmatch(anchor) else ""


def _criterion(named: dict[str, Any], site: Site) -> str:
    code = named["slug"].upper()
    if code not in site.criteria:
        return _nothing_there()
    return "" if site.in_force(code) else _("No version of it is in force.")


def _version(named: dict[str, Any], site: Site) -> str:
    found = site.versions.get((named["slug"].upper(), str(named["number"])), "nothing")
    if found == StatusKind.WITHDRAWN:
        return _("It leads to something that is withdrawn.")
    return _nothing_there() if found == "nothing" else ""


def _set(named: dict[str, Any], site: Site) -> str:
    return "" if named["slug"] in site.sets else _nothing_there()


def _release(named: dict[str, Any], site: Site) -> str:
    return "" if (named["slug"], str(named["number"])) in site.releases else _nothing_there()


def _experience(named: dict[str, Any], site: Site) -> str:
    return "" if named["slug"] in site.experiences else _nothing_there()


def _nothing_there() -> str:
    return _("Nothing is there.")


def _no_address() -> str:
    return _("This is no address.")


_LOOKS: dict[str, Callable[[dict[str, Any], Site], str]] = {
    "experiences:experience": _experience,
    **dict.fromkeys(("registry:criterion", "permanent:criterion"), _criterion),
    **dict.fromkeys(("registry:set", "permanent:set"), _set),
    **dict.fromkeys(("registry:release", "permanent:release"), _release),
    **dict.fromkeys(
        ("registry:version", "registry:consultation", "permanent:version", "permanent:version-in", "permanent:level"),
        _version,
    ),
    "permanent:nothing": lambda named, site: _nothing_there(),
}
