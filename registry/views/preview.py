"""The page of a criterion as it would look, for those who may write in its draft. Nothing there can be taken away."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views import View

from portal.core.access import require
from registry.drafts.unsealed import as_version, without_gaps
from registry.models import Draft
from registry.takeaway.reading import read_version


class DraftPreviewView(View):
    """What is saved, in an authoritative language."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        drafts = Draft.objects.select_related("register", "criterion", "base_version__criterion", "proposed_by")
        draft = get_object_or_404(drafts, pk=pk)
        require(request.user, "registry.edit_draft", draft)
        version = as_version(draft, without_gaps(draft.parsed))
        reading = read_version(version, get_language() or settings.LANGUAGE_CODE)
        context = {"draft": draft, "criterion": version.criterion, "reading": reading}
        response = render(request, "registry/draft_preview.html", context)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
        return response
