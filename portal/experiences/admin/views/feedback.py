"""Feedback of members and guests on criteria: the list for coordinators, and the answer to each."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.experiences.enums import FeedbackKind
from portal.experiences.errors import ChangedMeanwhile
from portal.experiences.forms.feedback import AnswerForm
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import answer, answer_of, point_of
from portal.members.moderation import ExportedList, ForCoordinators, in_days
from portal.members.seen import seen_of
from registry.models import Criterion


class FeedbackFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="stands",
        choices=[("open", gettext_lazy("Open")), ("answered", gettext_lazy("Answered"))],
    )
    kind = django_filters.MultipleChoiceFilter(label=gettext_lazy("Subject"), choices=FeedbackKind.choices)
    criterion = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Criterion"),
        field_name="version__criterion",
        queryset=lambda request: Criterion.objects.filter(
            versions__feedback__in=CriterionFeedback.objects.counting()
        ).distinct(),
    )

    giver = django_filters.ChoiceFilter(
        label=gettext_lazy("From"),
        method="is_from",
        choices=[("members", gettext_lazy("Members")), ("guests", gettext_lazy("Guests"))],
    )

    class Meta:
        model = CriterionFeedback
        fields: list[str] = []

    def stands(self, rows: QuerySet[CriterionFeedback], name: str, value: str) -> QuerySet[CriterionFeedback]:
        return rows.filter(answered_at__isnull=value == "open")

    def is_from(self, rows: QuerySet[CriterionFeedback], name: str, value: str) -> QuerySet[CriterionFeedback]:
        return rows.filter(organisation__isnull=value == "guests")


def age_of(feedback: CriterionFeedback) -> str:
    """How long it waits, or waited for its answer, in whole days."""
    return in_days(((feedback.answered_at or timezone.now()) - feedback.given_at).days)


def _standing(feedback: CriterionFeedback) -> str:
    return _("Answered") if feedback.answered_at else _("Open")


class FeedbackListView(ForCoordinators, ExportedList):
    """Open points first, the oldest of them on top; what was withdrawn is not there."""

    permission = "experiences.answer_feedback"
    model = CriterionFeedback
    page_title = gettext_lazy("Feedback on criteria")
    header_icon = "comment"
    verbose_name_plural = gettext_lazy("feedback on criteria")
    index_url_name = "feedback-admin:list"
    index_results_url_name = "feedback-admin:list-results"
    is_searchable = True
    search_fields = ["text", "answer", "organisation__name", "name", "version__criterion__code"]
    filterset_class = FeedbackFilters
    paginate_by = 25
    export_filename = "feedback"
    list_export = [
        *("version", "get_kind_display", "giver", "text", "language", "given_at"),
        *("answer", "answer_language", "answered_at"),
    ]
    export_headings = {
        "version": gettext_lazy("Version"),
        "get_kind_display": gettext_lazy("Subject"),
        "giver": gettext_lazy("From"),
    }
    columns = [
        TitleColumn("version", label=gettext_lazy("Version"), accessor="version", url_name="feedback-admin:answer"),
        Column("kind", label=gettext_lazy("Subject"), accessor="get_kind_display"),
        Column("giver", label=gettext_lazy("From"), accessor="giver"),
        StatusTagColumn(
            "standing", label=gettext_lazy("State"), accessor=_standing, primary=lambda row: row.answered_at is None
        ),
        Column("given_at", label=gettext_lazy("Waiting time"), accessor=age_of),
    ]

    def get_base_queryset(self) -> QuerySet[CriterionFeedback]:
        return CriterionFeedback.objects.for_inbox()


class AnswerView(ForCoordinators, WagtailAdminTemplateMixin, TemplateView):
    """One point with its answer, which can be corrected."""

    permission = "experiences.answer_feedback"
    template_name = "experiences/admin/feedback.html"
    header_icon = "comment"

    @cached_property
    def feedback(self) -> CriterionFeedback:
        return get_object_or_404(CriterionFeedback.objects.for_inbox(), pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                answer(pk, form.words(), seen=form.cleaned_data["seen"], actor=self.coordinator)
            except ValidationError as error:
                form.refuse(error)
            except ChangedMeanwhile as error:
                self.feedback.refresh_from_db()
                form.meet(error, stored=answer_of(self.feedback)._asdict(), seen=self.seen())
            else:
                messages.success(request, self.saved())
                return redirect("feedback-admin:list")
        return self.render_to_response(self.get_context_data(form=form))

    def saved(self) -> str:
        if self.feedback.is_of_guest and self.feedback.email:
            return _("The answer is saved. The guest is mailed the first answer only. Members read it too.")
        return _("The answer is saved. Members read it on the page of the criterion.")

    def form(self, data: Any = None) -> AnswerForm:
        return AnswerForm(data, initial={**answer_of(self.feedback)._asdict(), "seen": self.seen()})

    def seen(self) -> str:
        return seen_of(*answer_of(self.feedback), *point_of(self.feedback))

    def get_page_title(self) -> str:
        return str(self.feedback)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("feedback-admin:list"), "label": _("Feedback on criteria")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"feedback": self.feedback, "form": self.form(), **kwargs})
