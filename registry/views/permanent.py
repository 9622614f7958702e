"""Addresses that are cited: without language, for ever. Suffix or ``Accept`` picks the format."""

import json
import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from portal.members.context_processors import my_pages
from registry.models import CriterionVersion, LineageEdge, Release, StatusEvent, VersionTranslation
from registry.sealed.canonical import sha256
from registry.sealed.texts import languages_of
from registry.takeaway.exports.docx import ExportFailed
from registry.takeaway.exports.formats import VERSION_FORMATS
from registry.takeaway.exports.json import note_json, release_json, translation_json
from registry.takeaway.on_day import version_document, version_on
from registry.takeaway.standing import history_of
from registry.views.basket_session import load_basket
from registry.views.criterion import newest_in_force, version_page
from registry.views.links import release_links, version_links
from registry.views.lookup import NotThere, RegistryView, find_criterion, find_release, find_set, find_version
from registry.views.on_day import as_json, read_day
from registry.views.sets import release_page

logger = logging.getLogger(__name__)

HTML = "text/html"
EVER = "public, max-age=31536000, immutable"
_SHOWN = (StatusEvent, VersionTranslation, LineageEdge)  # what is added to a version after it was sealed
REVALIDATE = "no-cache"  # keep it, but ask whether the status changed


class SeeOther(HttpResponseRedirect):
    """303: what is asked for is a concept, and there is a document about it."""

    status_code = 303


class PermanentCriterionView(RegistryView):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return _see(request, newest_in_force(find_criterion(slug)).get_permanent_path())


class CriterionOnDayView(RegistryView):
    """The version that was in force on a day; with ``.json`` a document that also says when nothing was."""

    def get(self, request: HttpRequest, slug: str, day: str) -> HttpResponse:
        criterion = find_criterion(slug)
        rows = history_of(criterion, on=localdate(), language=get_language() or "en")
        ways = [(str(row.version), row.version.get_absolute_url()) for row in rows]
        on, is_json = read_day(day, ways)
        if is_json:
            return as_json(version_document(criterion, on))
        version = version_on(criterion, on)
        if version is None:
            raise NotThere(_("%(code)s in force on %(day)s") % {"code": criterion, "day": on.isoformat()}, ways)
        return HttpResponseRedirect(version.get_permanent_path())


def _see(request: HttpRequest, path: str) -> HttpResponse:
    query = request.GET.urlencode()
    return SeeOther(f"{path}?{query}" if query else path)


def page_state(request: HttpRequest, *args: Any, **kwargs: Any) -> str | None:
    """A strong validator of everything a permanent page shows; None where a message makes it unlike any other.

    The newest event, translation and relation stand for all of them, the day for events dated ahead, the basket and
    whether somebody has signed in for the frame.
    """
    if request.COOKIES.get("messages"):
        return None
    basket = load_basket(request).items if settings.SESSION_COOKIE_NAME in request.COOKIES else ()
    parts = [
        request.get_full_path(),
        request.headers.get("Accept", ""),
        get_language(),
        *(model._default_manager.aggregate(newest=Max("pk"))["newest"] for model in _SHOWN),
        len(basket),
        my_pages(request)["signed_in"],
        localdate().isoformat(),
        settings.BUILD,
    ]
    return f'"{sha256(json.dumps(parts))[:32]}"'


@method_decorator(condition(etag_func=page_state), name="get")
class PermanentVersionView(RegistryView):
    """One version: 200 for ever."""

    def get(self, request: HttpRequest, slug: str, number: str, suffix: str = "", language: str = "") -> HttpResponse:
        version = find_version(find_criterion(slug), number)
        if language and language not in languages_of(version):
            path = version.get_permanent_path()
            ways = [(f"{version}/{code}", f"{path}/{code}") for code in languages_of(version)]
            raise NotThere(f"{version}/{language}", ways)
        name = suffix or _negotiated(request)
        reader = language or get_language() or settings.LANGUAGE_CODE
        with override(reader):
            response = _in_format(request, version, name)
            history = history_of(version.criterion, on=localdate(), language=reader, around=version)
        response["Content-Language"] = reader
        response["Cache-Control"] = REVALIDATE
        if not suffix:
            response["Content-Location"] = version.get_permanent_path() + ("" if name == "html" else f".{name}")
        patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
        return version_links(response, version, history)


def _in_format(request: HttpRequest, version: CriterionVersion, name: str) -> HttpResponse:
    if name == "html":
        return version_page(request, version)
    if name not in VERSION_FORMATS:
        known = [(f"{version}.{each}", f"{version.get_permanent_path()}.{each}") for each in VERSION_FORMATS]
        raise NotThere(f"{version}.{name}", known)
    form = VERSION_FORMATS[name]
    try:
        body = form.export(version, get_language() or settings.LANGUAGE_CODE)
    except ExportFailed:
        logger.exception("The export of %s as %s failed.", version, name)
        text = _("The document could not be made. Nothing is lost: try again, or take another format.")
        messages.error(request, text)
        return redirect(version)
    response = HttpResponse(body, content_type=form.content_type)
    if form.is_download:
        response["Content-Disposition"] = f'attachment; filename="{version}.{name}"'
    return response


def _negotiated(request: HttpRequest) -> str:
    """The format that Accept asks for; HTML where it asks for nothing we have."""
    types = {HTML: "html", **{form.mime: name for name, form in VERSION_FORMATS.items()}}
    return types.get(request.get_preferred_type(list(types)) or HTML, "html")


class LevelView(RegistryView):
    """One level of a version, as a citation such as ``BAT-01@1.2.0/L2`` names it: a place on its page."""

    def get(self, request: HttpRequest, slug: str, number: str, level: str) -> HttpResponse:
        version = find_version(find_criterion(slug), number)
        levels = sorted(version.parsed.levels)
        if int(level) not in levels:
            path = version.get_permanent_path()
            raise NotThere(f"{version}/L{level}", [(f"{version}/L{each}", f"{path}/L{each}") for each in levels])
        return SeeOther(f"{version.get_permanent_path()}#level-{level}")


class ContentView(RegistryView):
    """The canonical bytes that were hashed: they never change."""

    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        version = find_version(find_criterion(slug), number)
        return _for_ever(request, version.content, version.content_hash)


class TranslationView(RegistryView):
    """One sealed revision of a translation, such as ``v1.2.0/sv.r2``."""

    def get(self, request: HttpRequest, slug: str, number: str, language: str, revision: str) -> HttpResponse:
        version = find_version(find_criterion(slug), number)
        rows = {(row.language, row.revision): row for row in version.translations.all()}
        if (language, int(revision)) not in rows:
            base = version.get_permanent_path()
            ways = [(f"{version}/{code}.r{each}", f"{base}/{code}.r{each}") for code, each in sorted(rows)]
            raise NotThere(f"{version}/{language}.r{revision}", ways)
        row = rows[language, int(revision)]
        row.version = version
        return _for_ever(request, translation_json(row), row.content_hash)


class NoteView(RegistryView):
    """One sealed revision of the notes of a release, such as ``v1.2.0/sv.r2``."""

    def get(self, request: HttpRequest, slug: str, number: str, language: str, revision: str) -> HttpResponse:
        release = find_release(find_set(slug), number)
        rows = {(row.language, row.revision): row for row in release.notes.all()}
        if (language, int(revision)) not in rows:
            base = release.get_permanent_path()
            ways = [(f"{release}/{code}.r{each}", f"{base}/{code}.r{each}") for code, each in sorted(rows)]
            raise NotThere(f"{release}/{language}.r{revision}", ways)
        row = rows[language, int(revision)]
        row.release = release
        return _for_ever(request, note_json(row), row.content_hash)


def _for_ever(request: HttpRequest, body: str | bytes, digest: str) -> HttpResponse:
    etag = f'"{digest}"'

    @condition(etag_func=lambda request: etag)
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(body, content_type="application/json")

    response = answer(request)
    response["Cache-Control"] = EVER
    return response


class NothingView(RegistryView):
    """Any other address: it is never led into a language, because nothing is there."""

    def get(self, request: HttpRequest) -> HttpResponse:
        path = request.path.rstrip("/")
        without_slash = [(path, path)] if path != request.path else []
        ways = [*without_slash, (_("All criteria"), reverse("registry:sets"))]
        raise NotThere(_("permanent address %(path)s") % {"path": request.path}, ways)


class PermanentSetView(RegistryView):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return _see(request, _newest_release(slug).get_permanent_path())


def _newest_release(slug: str) -> Release:
    criteria_set = find_set(slug)
    release: Release | None = criteria_set.releases.published(on=localdate()).newest_first().first()
    if release is None:
        raise NotThere(str(criteria_set), [])
    release.criteria_set = criteria_set
    return release


@method_decorator(condition(etag_func=page_state), name="get")
class PermanentReleaseView(RegistryView):
    """One release: 200 for ever, as a page or as its manifest."""

    def get(self, request: HttpRequest, slug: str, number: str, suffix: str = "") -> HttpResponse:
        release = find_release(find_set(slug), number)
        name = suffix or ("json" if request.get_preferred_type([HTML, "application/json"]) != HTML else "html")
        if name == "json":
            response = HttpResponse(release_json(release), content_type="application/json")
        elif name == "html":
            response = release_page(request, release, is_newest=False)
        else:
            raise NotThere(f"{release}.{suffix}", [(f"{release}.json", f"{release.get_permanent_path()}.json")])
        response["Cache-Control"] = REVALIDATE
        patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
        return release_links(response, release, _newest_release(slug))
