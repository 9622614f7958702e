"""What everybody may read of tender experiences: the list, one of them, its documents, and all of it to take away."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View

from portal.core.atom import feed_response
from portal.core.breadcrumbs import Crumb, Named, trail
from portal.core.viewer import Viewer
from portal.experiences.around import around
from portal.experiences.cards import cards_of
from portal.experiences.exports import experience_json, experiences_csv, experiences_json
from portal.experiences.feeds import newest_feed
from portal.experiences.listing import Question, list_experiences
from portal.experiences.models import ExperienceDocument, Face, TenderExperience
from portal.experiences.pages import page_of
from portal.experiences.shown import Shown
from portal.files.names import clean_name
from portal.files.responses import file_response
from portal.members.viewers import MEMBERS, viewer_of

PAGE_SIZE = 20
EXPORTS = {
    "csv": ("text/csv; charset=utf-8", experiences_csv),
    "json": ("application/json", experiences_json),
}


class ReaderView(View):
    """A view whose answer depends on who reads: nobody's cache gives it to somebody else."""

    viewer: Viewer

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.viewer = viewer_of(request.user)
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def find(self, slug: str) -> Face | None:
        """What the viewer sees of the experience at an address; None if that is nothing."""
        faces = Face.objects.visible_to(self.viewer).with_reach().filter(experience__slug=slug)
        return faces.select_related("experience__organisation").first()

    def find_retracted(self, slug: str) -> TenderExperience | None:
        """What was there before, for whoever could have read it."""
        rows = TenderExperience.objects.tombstones_for(self.viewer).filter(slug=slug)
        return rows.select_related("organisation").first()


def path_to(*steps: tuple[str, str]) -> list[Crumb]:
    return trail((_("Experiences"), reverse("experiences:list")), *steps)


class ListView(ReaderView):
    def get(self, request: HttpRequest) -> HttpResponse:
        question = Question.read(request.GET, viewer=self.viewer)
        listing = list_experiences(question)
        page = Paginator(listing.found, PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "listing": listing,
            "page": page,
            "cards": cards_of(list(page.object_list), self.viewer),
            "is_member": MEMBERS in self.viewer.audiences,
            "trail": trail((_("Experiences"), "")),
        }
        return render(request, "experiences/list.html", context)


class ExperienceView(ReaderView):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        face = self.find(slug)
        if face is None:
            return self._gone_or_not_found(request, slug)
        page = page_of(
            Shown.from_dict(face.content),
            face.experience,
            is_for_members=not face.is_public,
            on=localdate(),
            document_url=lambda pk: reverse("experiences:document", args=[slug, pk]),
        )
        context = {
            "page": page,
            "around": around(face, self.viewer, is_signed_in=request.user.is_authenticated),
            "trail": path_to((Named(face.title, face.language), "")),
        }
        return render(request, "experiences/experience.html", context)

    def _gone_or_not_found(self, request: HttpRequest, slug: str) -> HttpResponse:
        experience = self.find_retracted(slug)
        if experience is not None:
            context = {"experience": experience, "trail": path_to((experience.reference, ""))}
            return render(request, "experiences/retracted.html", context, status=410)
        return render(request, "experiences/not_found.html", {"trail": path_to((_("Not found"), ""))}, status=404)


class ExperienceJsonView(ReaderView):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        face = self.find(slug)
        if face is None:
            status = 410 if self.find_retracted(slug) else 404
            return HttpResponse("{}\n", content_type="application/json", status=status)
        return HttpResponse(experience_json(face), content_type="application/json")


class DocumentView(ReaderView):
    """A document under the name that its audience knows it by."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        face = self.find(slug)
        if face is None:
            raise Http404(slug)
        listed = {document.pk: document for document in Shown.from_dict(face.content).documents}
        if pk not in listed:
            raise Http404(pk)
        document = get_object_or_404(ExperienceDocument, pk=pk)
        document.name = clean_name(listed[pk].title, document.content_type)
        return file_response(document)


class ExportView(ReaderView):
    """Everything that fits the filters, as a file."""

    def get(self, request: HttpRequest, suffix: str) -> HttpResponseBase:
        if suffix not in EXPORTS:
            raise Http404(suffix)
        listing = list_experiences(Question.read(request.GET, viewer=self.viewer))
        content_type, export = EXPORTS[suffix]
        response = StreamingHttpResponse(export(listing.found, self.viewer), content_type=content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="tender-experiences.{suffix}"'
        return response


class FeedView(View):
    """The same for everybody."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return feed_response(request, newest_feed())
