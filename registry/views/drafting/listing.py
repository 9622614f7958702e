"""The drafts of one's own cities, those that were changed last on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from portal.members.views.area import AreaView
from registry.consultations.times import Course, candidates
from registry.drafts.asking import ASK, with_request
from registry.enums import OPEN_STATES, PUT_STATES, DraftState
from registry.models import Comment, Draft, Elector
from registry.sealed.texts import Text
from registry.writing.forms.fields import here
from registry.writing.forms.starting import buyers_of
from registry.writing.texts import title_of

PAGE_SIZE = 20


@dataclass(frozen=True, kw_only=True)
class Row:
    """One draft in the list, with what came of it so far."""

    draft: Draft
    course: Course | None  # of its newest candidate, while that is before the members or was adopted
    comments: int
    unanswered: int
    electors: int
    cast: int

    @property
    def title(self) -> Text:
        return title_of(self.draft)

    @property
    def is_asked(self) -> bool:
        return self.draft.state == DraftState.DRAFTING and getattr(self.draft, "settled", None) == ASK

    @property
    def is_in_vote(self) -> bool:
        return self.draft.state == DraftState.VOTING

    @property
    def is_open(self) -> bool:
        return self.draft.state in OPEN_STATES


class DraftListView(AreaView):
    template = "registry/drafting/list.html"
    title = gettext_lazy("Drafts of criteria")

    def get(self, request: HttpRequest) -> HttpResponse:
        organisations = list(buyers_of(self.request.user))
        page = Paginator(drafts_of(organisations), PAGE_SIZE).get_page(request.GET.get("page"))
        rows = rows_of(list(page), on=localdate(), language=here()) if organisations else []
        return self.show(rows=rows, page=page, organisations=organisations)


def drafts_of(organisations: Sequence[Any]) -> "QuerySet[Draft]":
    rows = with_request(Draft.objects.filter(proposed_by__in=organisations))
    return rows.select_related("proposed_by", "base_version__criterion").order_by("-changed_at", "-pk")


def rows_of(drafts: Sequence[Draft], *, on: date, language: str) -> list[Row]:
    """Four queries, five if a vote is open."""
    newest = {each.draft_id: each for each in candidates().filter(draft__in=drafts).order_by("pk")}
    counts = _comments_on(drafts)
    votes = _votes_on([each.pk for each in newest.values() if each.draft.state == DraftState.VOTING])
    rows = []
    for draft in drafts:
        candidate = newest.get(draft.pk)
        shows_course = draft.state in (*PUT_STATES, DraftState.PUBLISHED)
        comments, answered = counts.get(draft.pk, (0, 0))
        electors, cast = votes.get(draft.pk, (0, 0))
        course = Course(candidate, on, language) if candidate and shows_course else None
        said = {"comments": comments, "unanswered": comments - answered, "electors": electors, "cast": cast}
        rows.append(Row(draft=draft, course=course, **said))
    return rows


def _comments_on(drafts: Sequence[Draft]) -> dict[int, tuple[int, int]]:
    """By draft, how many comments count, and how many of them are answered."""
    rows = Comment.objects.exclude(verified_at=None).filter(candidate__draft__in=drafts).order_by()
    counted = rows.values_list("candidate__draft").annotate(count=Count("pk"), answered=Count("answered_at"))
    return {draft: (count, answered) for draft, count, answered in counted}


def _votes_on(candidate_pks: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By draft, how many members can vote, and how many of them have."""
    if not candidate_pks:
        return {}
    rows = Elector.objects.filter(candidate__in=candidate_pks).order_by().values_list("candidate__draft")
    return {draft: (total, cast) for draft, total, cast in rows.annotate(total=Count("pk"), cast=Count("vote"))}
