"""The comments on a draft, by block; an answer to each, or the same one to several."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.coreutils import multigetattr

from portal.members.moderation import ExportedList
from registry.admin.steps.base import DraftPage
from registry.admin.steps.forms import AnswerForm, OneAnswerForm, SameAnswerForm
from registry.admin.steps.words import comment_by
from registry.diffs.names import block_name
from registry.drafts.querysets import CommentQuerySet
from registry.drafts.threads import block_hash
from registry.enums import DraftState
from registry.errors import RegistryError
from registry.models import Candidate, Comment
from registry.services.answering import answer_comments, answer_seen

PER_PAGE = 25
UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Said:
    """A comment as the coordinators read it."""

    comment: Comment
    newest: Candidate | None

    @property
    def block(self) -> str:
        return block_label(self.comment)

    @property
    def by(self) -> str:
        return comment_by(self.comment)

    @property
    def mark(self) -> str:
        return f"{self.comment.pk}:{answer_seen(self.comment)}"

    @property
    def is_older(self) -> bool:
        """Made on an earlier candidate."""
        return self.newest is not None and self.comment.candidate_id != self.newest.pk

    @property
    def is_carried_over(self) -> bool:
        """Made on an earlier candidate, of words that the newest still has."""
        if self.newest is None or not self.is_older:
            return False
        block = self.comment.block
        earlier = block_hash(self.comment.candidate.version.parsed, block)
        return earlier == block_hash(self.newest.version.parsed, block)


def block_label(comment: Comment) -> str:
    if not comment.block:
        return _("The whole criterion")
    return str(block_name(comment.block, comment.candidate.version.parsed))


class AboutComments(DraftPage):
    heading = gettext_lazy("Comments")

    @cached_property
    def comments(self) -> CommentQuerySet:
        rows = Comment.objects.of(self.draft).select_related("candidate__version__criterion", "organisation")
        return rows.order_by("block", "pk")

    @property
    def takes_answers(self) -> bool:
        """Answers can be changed until the vote opens."""
        return self.draft.state in (DraftState.DRAFTING, DraftState.CONSULTATION)

    def answer(self, form: AnswerForm, seen: dict[int, str]) -> bool:
        """Whether the answer was saved; else the form says why not."""
        disposition, words = form.cleaned_data["disposition"], form.cleaned_data["answer"]
        try:
            answer_comments(self.draft, seen, disposition=disposition, answer=words, actor=self.coordinator)
        except RegistryError as error:
            form.add_error(None, str(error))
            return False
        except Comment.DoesNotExist:
            form.add_error(None, ValidationError(_("One of the comments is gone. Reload the page, then answer again.")))
            return False
        count = len(seen)
        said = ngettext("%(count)s comment is answered.", "%(count)s comments are answered.", count)
        messages.success(self.request, said % {"count": count})
        return True


class CommentsView(AboutComments):
    """GET lists them, ``?only=unanswered`` those without an answer; POST answers those that were chosen."""

    template_name = "registry/admin/steps/comments.html"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SameAnswerForm(request.POST)
        if form.is_valid() and self.answer(form, form.cleaned_data["comment"]):
            return redirect(request.get_full_path())
        return self.render_to_response(self.get_context_data(form=form, chosen=request.POST.getlist("comment")))

    @property
    def is_narrowed(self) -> bool:
        return self.request.GET.get("only") == UNANSWERED

    def page(self) -> "Page[Comment]":
        rows = self.comments.unanswered() if self.is_narrowed else self.comments
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page()
        context = {
            "page_obj": page,
            "said": [Said(comment, self.candidate) for comment in page],
            "total": self.comments.count(),
            "unanswered": self.comments.unanswered().count(),
            "is_narrowed": self.is_narrowed,
            "takes_answers": self.takes_answers,
            "form": SameAnswerForm(),
            "chosen": [],
            "sheet": reverse("draft-steps:comment-sheet", args=[self.draft.pk]),
        }
        return super().get_context_data(**{**context, **kwargs})


class AnswerView(AboutComments):
    """One comment with its answer, which can be changed until the vote opens."""

    template_name = "registry/admin/steps/answer.html"
    heading = gettext_lazy("Answer a comment")

    @cached_property
    def comment(self) -> Comment:
        return get_object_or_404(self.comments, pk=self.kwargs["comment"])

    def post(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        form = OneAnswerForm(request.POST)
        if form.is_valid() and self.answer(form, {comment: form.cleaned_data["seen"]}):
            return redirect("draft-steps:comments", pk)
        return self.render_to_response(self.get_context_data(form=form))

    def form(self) -> OneAnswerForm:
        comment = self.comment
        stored = {"disposition": comment.disposition, "answer": comment.answer, "seen": answer_seen(comment)}
        return OneAnswerForm(initial=stored)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = Said(self.comment, self.candidate)
        context = {"said": said, "takes_answers": self.takes_answers, **kwargs}
        return super().get_context_data(**{"form": context.pop("form", None) or self.form(), **context})


class CommentSheet(AboutComments, ExportedList):
    """All comments of a draft with their answers, as XLSX or CSV; nobody's address is in it."""

    list_export = [
        *("block", "candidate.version", "text", "language", "by", "written_at"),
        *("get_disposition_display", "answer", "answered_at"),
    ]
    export_headings = {
        "candidate.version": gettext_lazy("Version"),
        "text": gettext_lazy("Comment"),
        "by": gettext_lazy("From"),
        "get_disposition_display": gettext_lazy("What becomes of it"),
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.is_export:
            return redirect("draft-steps:comments", self.draft.pk)
        return self.as_spreadsheet(self.comments, request.GET["export"])

    def get_filename(self) -> str:
        return f"comments-{self.draft.code.lower()}"

    def to_row_dict(self, item: Comment) -> "OrderedDict[str, Any]":
        words = {"block": block_label(item), "by": comment_by(item)}
        return OrderedDict(
            (name, words[name] if name in words else multigetattr(item, name)) for name in self.list_export
        )
