"""Panels on the first page of the admin: what waits, how far drafts are, what ends soon, what lags behind."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from portal.core.languages import language_name
from registry.admin.steps.voting import open_votes
from registry.admin.upkeep import behind
from registry.drafts.asking import waiting
from registry.enums import OPEN_STATES, DraftState, StatusKind
from registry.models import Comment, Draft, StatusEvent

SHOWN = 5
SOON = 7  # days
REMEMBERED = 600  # seconds: the first page does not read all texts each time
Row = tuple[Draft, str]  # a draft and what is to be said of it


class ListPanel(Component):
    """Rows that each begin with a link, drawn as on the pages that the link leads to."""

    class Media:
        css = {"all": ["css/admin-moderation.css"]}


class DraftsPanel(Component):
    """Drafts with a sentence each; nothing where there are none."""

    template_name = "registry/admin/panels/drafts.html"
    heading = ""

    def rows(self) -> list[Row]:
        raise NotImplementedError

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        rows = self.rows()
        return {"id": self.name, "heading": self.heading, "rows": rows[:SHOWN], "more": max(len(rows) - SHOWN, 0)}


class WaitingPanel(DraftsPanel):
    """Cities that ask for a consultation, comments without answer, votes that can be closed, drafts to publish."""

    name = "registry_waiting"
    order = 120

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("Criteria that wait for you")

    def rows(self) -> list[Row]:
        return [*self.asked_for(), *self.with_comments(), *self.voted_on()]

    def asked_for(self) -> list[Row]:
        drafts = waiting(drafts_shown()).select_related("proposed_by").order_by("code")
        return [(draft, _asked_by(draft)) for draft in drafts]

    def with_comments(self) -> list[Row]:
        states = (DraftState.DRAFTING, DraftState.CONSULTATION)
        unanswered = Comment.objects.exclude(verified_at=None).unanswered().filter(candidate__draft__state__in=states)
        counts = Counter(dict(unanswered.order_by().values_list("candidate__draft").annotate(count=Count("pk"))))
        drafts = drafts_shown().filter(pk__in=counts).order_by("code")
        return [(draft, _unanswered(counts[draft.pk])) for draft in drafts] if counts else []

    def voted_on(self) -> list[Row]:
        rows = []
        for candidate, tally, first_day in open_votes():
            if tally.is_carried and first_day <= localdate():
                rows.append((candidate.draft, _("The vote is won: it can be published.")))
            elif not tally.is_carried and tally.cast == tally.electorate:
                rows.append((candidate.draft, _("All have voted and it is not approved: take it back.")))
        return rows


class StatesPanel(Component):
    """How many drafts are how far."""

    name = "registry_drafts"
    template_name = "registry/admin/panels/states.html"
    order = 130

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        open_ones = Draft.objects.filter(state__in=OPEN_STATES).order_by()
        counts = dict(open_ones.values_list("state").annotate(count=Count("pk")))
        newest = drafts_shown().filter(state__in=OPEN_STATES).order_by("-changed_at")[:SHOWN] if counts else []
        return {
            "counts": [(state.label, counts[state]) for state in OPEN_STATES if state in counts],
            "drafts": list(newest),
        }


class EndingPanel(DraftsPanel):
    """Consultations whose least time ends within a week."""

    name = "registry_ending"
    order = 140

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("Consultations that end soon")

    def rows(self) -> list[Row]:
        opened = StatusEvent.objects.filter(
            version__candidate__draft=OuterRef("pk"), kind=StatusKind.CONSULTATION
        ).order_by("-sequence")
        drafts = drafts_shown().filter(state=DraftState.CONSULTATION).select_related("register")
        drafts = drafts.annotate(opened=Subquery(opened.values("effective_on")[:1]))
        today, rows = localdate(), []
        for draft in drafts:
            last = draft.opened + timedelta(days=draft.register.consultation_min_days)
            if today <= last <= today + timedelta(days=SOON):
                rows.append((last, draft))
        return [(draft, _until((last - today).days)) for last, draft in sorted(rows, key=lambda row: row[0])]


class BehindPanel(Component):
    """By language, how many criteria in force are not complete in it; counted every ten minutes at most."""

    name = "registry_behind"
    template_name = "registry/admin/panels/behind.html"
    order = 150

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        counts: dict[str, int] = cache.get_or_set("registry.behind", count_behind, REMEMBERED) or {}
        return {"counts": [(language_name(code), count) for code, count in counts.items()]}


def count_behind() -> dict[str, int]:
    return dict(sorted(Counter(code for codes in behind(on=localdate()).values() for code in codes).items()))


def drafts_shown() -> "QuerySet[Draft]":
    return Draft.objects.select_related("base_version__criterion")


def _asked_by(draft: Draft) -> str:
    return _("%(city)s asks you to open the consultation.") % {"city": draft.proposed_by.display_name}


def _unanswered(count: int) -> str:
    said = ngettext("%(count)s comment waits for an answer.", "%(count)s comments wait for an answer.", count)
    return said % {"count": count}


def _until(days: int) -> str:
    if not days:
        return _("The vote can be opened today.")
    said = ngettext("The vote can be opened in %(days)s day.", "The vote can be opened in %(days)s days.", days)
    return said % {"days": days}
