"""The editor: one form for all of a text, checked and saved whole. Nothing that was typed is lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portal.front.forms import dress
from registry.consultations.times import Course, candidates
from registry.errors import DraftLocked, RegistryError, StaleDraft, StepNotPossible
from registry.services.drafting import save
from registry.views.drafting.base import DraftView
from registry.writing.beside import beside
from registry.writing.forms.editor import ROWS, Editor, with_row
from registry.writing.forms.fields import here
from registry.writing.texts import both_texts, kept_fields, words_of


class EditView(DraftView):
    """GET shows what is saved; POST saves, or only checks, or adds a row, by the button that was pressed."""

    template = "registry/drafting/edit.html"
    page_name = "edit"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(self.editor())

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("do", "save")
        kind = wanted.removeprefix("add-")
        if kind in ROWS:
            return self.page(self.editor(with_row(request.POST, kind)), added=kind)
        editor = self.editor(request.POST)
        if wanted == "back" or not editor.is_valid():
            return self.page(editor)
        if wanted == "check":
            return self.page(editor, editor.written())
        return self.save(editor)

    def save(self, editor: Editor) -> HttpResponse:
        """Saves and comes back, or answers 409 with both texts."""
        try:
            draft = save(self.draft.pk, **editor.written(), seen=editor.seen, actor=self.request.user)
        except (StaleDraft, DraftLocked, StepNotPossible) as error:
            return self.conflict(editor, error)
        messages.success(self.request, _("%(draft)s is saved.") % {"draft": draft})
        return redirect(self.address)

    def editor(self, sent: Any = None) -> Editor:
        editor = Editor(self.draft, self.draft.parsed, sent)
        for form in editor.every_form:
            dress(form)
        return editor

    def page(self, editor: Editor, words: dict[str, Any] | None = None, **context: Any) -> HttpResponse:
        """``words`` is what was checked; without it the page is about what is saved."""
        stored = words_of(self.draft)
        shown = dict(words or stored)
        is_checked = shown != stored
        text = beside(self.draft, shown.pop("content"), here(), **shown)
        self.title = str(self.draft)
        return self.show(
            editor=editor,
            beside=text,
            is_checked=is_checked,
            course=self.course(),
            **self.request_context(),
            **context,
        )

    def course(self) -> Course | None:
        """Of the newest candidate, to which what was said leads."""
        newest = candidates().filter(draft=self.draft).order_by("-pk").first()
        return Course(newest, localdate(), here()) if newest else None

    def conflict(self, editor: Editor, error: RegistryError) -> HttpResponse:
        self.read_again()
        self.template = "registry/drafting/conflict.html"
        self.title = str(self.draft)
        texts = both_texts(self.draft, editor.written(), here())
        return self.show(409, error=error, kept=kept_fields(self.request.POST), **texts)
