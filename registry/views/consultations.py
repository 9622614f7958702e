"""What everybody reads of consultations: the list, its feed, and one of them as a page or for programs."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.atom import feed_response
from portal.core.breadcrumbs import Crumb, trail
from registry.consultations.feed import consultations_feed
from registry.consultations.for_programs import consultation_json
from registry.consultations.listing import closed, going_on, rows_of
from registry.consultations.reading import PER_PAGE, Consultation, consultation_on
from registry.views.lookup import NotThere, RegistryView, find_criterion, find_version

PAGE_SIZE = 20


class ConsultationListView(RegistryView):
    """What is open for comments, what is in voting, and what was closed within a year, a page of it at a time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked: dict[str, Any] = {"on": localdate(), "language": get_language() or settings.LANGUAGE_CODE}
        page = Paginator(closed(**asked), PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "going": going_on(**asked),
            "page": page,
            "closed": rows_of(page.object_list, **asked),
            "trail": trail((_("Criteria"), reverse("registry:sets")), (_("Consultations"), "")),
        }
        return render(request, "registry/consultation/list.html", context)


class FeedView(RegistryView):
    """The same for everybody."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return feed_response(request, consultations_feed())


class ConsultationView(RegistryView):
    """The text against what it follows, with what was said of each block; it stays for ever."""

    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        consultation = find_consultation(slug, number)
        context = {"consultation": consultation, "trail": path_to(consultation)}
        return render(request, "registry/consultation/page.html", context)


class CommentsView(RegistryView):
    """The comments on one block, ``?block=requirement.1``, or on all of a candidate, a page of them at a time."""

    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        consultation = find_consultation(slug, number)
        name = request.GET.get("block", "")
        found = next((each for each in [consultation.whole, *consultation.blocks] if each.name == name), None)
        if found is None:
            raise NotThere(f"{consultation.version} {name}", [(str(consultation.version), consultation.url)])
        context = {
            "consultation": consultation,
            "part": found,
            "page": Paginator(found.said, PER_PAGE).get_page(request.GET.get("page")),
            "query": urlencode({"block": name}) if name else "",
            "trail": path_to(consultation, (_("Comments"), "")),
        }
        return render(request, "registry/consultation/comments.html", context)


class ConsultationJsonView(RegistryView):
    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        return HttpResponse(consultation_json(find_consultation(slug, number)), content_type="application/json")


def find_consultation(slug: str, number: str) -> Consultation:
    """The consultation at an address, for the reader. Raises NotThere."""
    version = find_version(find_criterion(slug), number)
    language = get_language() or settings.LANGUAGE_CODE
    consultation = consultation_on(version, on=localdate(), language=language)
    if consultation is None:
        thing = _("consultation on %(version)s") % {"version": version}
        raise NotThere(thing, [(str(version), version.get_absolute_url())])
    return consultation


def path_to(consultation: Consultation, *steps: tuple[str, str]) -> list[Crumb]:
    """The way to a page of one consultation."""
    own = consultation.url if steps else ""
    return trail(
        (_("Criteria"), reverse("registry:sets")),
        (_("Consultations"), reverse("registry:consultations")),
        (str(consultation.version), own),
        *steps,
    )
