"""On the first page of the admin: which releases are being put together, and which wait for a second coordinator."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from portal.members.moderation import shows
from registry.admin.releases.base import name_of
from registry.enums import DraftState
from registry.models import ReleaseDraft

SHOWN = 5


class ReleasesPanel(Component):
    """Drafts of releases with a sentence each, the longest wait first; nothing where there are none."""

    name = "registry_releases"
    template_name = "registry/admin/panels/releases.html"
    order = 127

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        drafts = ReleaseDraft.objects.filter(state=DraftState.DRAFTING).select_related("criteria_set__register")
        drafts = drafts.annotate(writers_count=Count("writers")).order_by("changed_at", "pk")
        rows = [(draft, name_of(draft), standing_of(draft, draft.writers_count)) for draft in drafts[:SHOWN]]
        return {"heading": _("Releases that are put together"), "rows": rows, "id": self.name}


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
