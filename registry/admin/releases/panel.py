"""On the first page of the admin: which releases are put together, and what of them waits for a second coordinator."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from portal.members.moderation import shows
from registry.admin.panels import ListPanel
from registry.admin.releases.base import name_of
from registry.enums import DraftState, ProposalState
from registry.models import NoteProposal, ReleaseDraft

SHOWN = 5


class ReleasesPanel(ListPanel):
    """Drafts of releases, and later revisions of notes, each with a sentence, the longest wait first; two queries."""

    name = "registry_releases"
    template_name = "registry/admin/panels/releases.html"
    order = 127

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        drafts = ReleaseDraft.objects.filter(state=DraftState.DRAFTING).select_related("criteria_set__register")
        drafts = drafts.annotate(writers_count=Count("writers")).order_by("changed_at", "pk")
        rows = [(page_of(draft), name_of(draft), standing_of(draft, draft.writers_count)) for draft in drafts[:SHOWN]]
        return {"heading": _("Releases in preparation"), "rows": [*rows, *noted()], "id": self.name}


def page_of(draft: ReleaseDraft) -> str:
    return reverse("release-drafts:members", args=[draft.pk])


def noted() -> list[tuple[str, str, str]]:
    """Later revisions of notes that wait."""
    waiting = NoteProposal.objects.filter(state=ProposalState.WAITING).select_related("release__criteria_set")
    sentence = _("The release notes wait for a second coordinator.")
    return [
        (reverse("release-drafts:revise", args=[each.release_id, each.language]), str(each), sentence)
        for each in waiting.defer("release__content").order_by("proposed_at", "pk")[:SHOWN]
    ]


def standing_of(draft: ReleaseDraft, writers: int) -> str:
    """What a draft waits for, as far as its own row says it; the preflight says the rest."""
    if not draft.members:
        return _("It has no criteria yet.")
    if not all(draft.note(code) for code in draft.criteria_set.register.authoritative_languages):
        return _("Its notes are not written yet.")
    if writers == 1:
        return _("It waits for a second coordinator: nobody publishes what only they wrote.")
    return _("Its criteria and notes are written: it can be published.")


def panels(request: HttpRequest, panels: list[Component]) -> None:
    if shows(request, "registry.edit_release"):
        panels.append(ReleasesPanel())
