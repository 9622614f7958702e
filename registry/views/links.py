"""Typed links in the HTTP header: RFC 8288, version relations of RFC 5829, ``cite-as`` of RFC 8574."""

from django.conf import settings
from django.http import HttpResponse

from registry.models import Adaptation, CriterionVersion, Release
from registry.takeaway.exports.formats import VERSION_FORMATS
from registry.takeaway.standing import VersionRow, version_in_force

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def version_links(response: HttpResponse, version: CriterionVersion, history: list[VersionRow]) -> HttpResponse:
    """Add what a machine may follow from one version: its neighbours, the newest one, other formats."""
    successors = [row.version for row in history if row.version.base_version_id == version.pk]
    base = next((row.version for row in history if row.version.pk == version.base_version_id), None)
    newest = version_in_force(history)
    path = version.get_permanent_path()
    links = [("canonical", path, ""), ("cite-as", path, ""), ("version-history", f"{path}#history", "")]
    if newest:
        links.append(("latest-version", newest.get_permanent_path(), ""))
    if base:
        links.append(("predecessor-version", base.get_permanent_path(), ""))
    links += [("successor-version", later.get_permanent_path(), "") for later in successors]
    links += [("alternate", f"{path}.{name}", form.mime) for name, form in VERSION_FORMATS.items()]
    links.append(("license", LICENCE, ""))
    response["Link"] = _header(links)
    return response


def release_links(response: HttpResponse, release: Release, newest: Release | None) -> HttpResponse:
    links = [("canonical", release.get_permanent_path(), ""), ("cite-as", release.get_permanent_path(), "")]
    if newest:
        links.append(("latest-version", newest.get_permanent_path(), ""))
    links += [("alternate", f"{release.get_permanent_path()}.json", "application/json"), ("license", LICENCE, "")]
    response["Link"] = _header(links)
    return response


def adaptation_links(response: HttpResponse, adaptation: Adaptation) -> HttpResponse:
    path = adaptation.get_permanent_path()
    links = [("canonical", path, ""), ("cite-as", path, "")]
    if adaptation.previous:
        links.append(("predecessor-version", adaptation.previous.get_permanent_path(), ""))
    links += [("alternate", f"{path}.json", "application/json"), ("license", LICENCE, "")]
    response["Link"] = _header(links)
    return response


def _header(links: list[tuple[str, str, str]]) -> str:
    def one(relation: str, target: str, mime: str) -> str:
        url = target if target.startswith("https://") else settings.BASE_URL + target
        return f'<{url}>; rel="{relation}"' + (f'; type="{mime}"' if mime else "")

    return ", ".join(one(*link) for link in links)
