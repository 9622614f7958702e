"""The sets, each with its newest release and the draft of the next one."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.admin import messages

from registry.admin.releases.base import ForReleases, name_of
from registry.enums import DraftState
from registry.errors import DraftExists
from registry.models import CriteriaSet, Release, ReleaseDraft
from registry.services.assembling import start_release

PAGE_SIZE = 25


@dataclass(frozen=True)
class SetRow:
    criteria_set: CriteriaSet
    newest: Release | None
    draft: ReleaseDraft | None  # that is open


def rows_of(sets: list[CriteriaSet]) -> list[SetRow]:
    """Reads the prefetched releases, newest first, and open drafts."""
    return [
        SetRow(each, next(iter(each.releases.all()), None), next(iter(each.release_drafts.all()), None))
        for each in sets
    ]


class SetsView(ForReleases):
    template_name = "registry/admin/releases/sets.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        releases = Release.objects.newest_first().defer("content").select_related("criteria_set")
        drafts = ReleaseDraft.objects.filter(state=DraftState.DRAFTING)
        sets = CriteriaSet.objects.select_related("register").order_by("slug")
        sets = sets.prefetch_related(Prefetch("releases", releases), Prefetch("release_drafts", drafts))
        page = Paginator(sets, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, rows=rows_of(list(page)), **kwargs)


class StartView(ForReleases):
    """Begins the next release of a set with the members of the newest, each in the version in force."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        criteria_set = get_object_or_404(CriteriaSet.objects.select_related("register"), slug=slug)
        try:
            draft = start_release(criteria_set, on=localdate(), actor=self.coordinator)
        except DraftExists as error:
            messages.error(request, str(error))
            return redirect("release-drafts:sets")
        messages.success(request, _("%(draft)s is started.") % {"draft": name_of(draft)})
        return redirect("release-drafts:members", draft.pk)
