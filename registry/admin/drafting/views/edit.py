"""The editor: one form for all of a text, checked and saved whole. Nothing that was typed is lost."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from registry.admin.drafting.views.base import DraftPage
from registry.errors import DraftLocked, RegistryError, StaleDraft, StepNotPossible
from registry.services.drafting import save
from registry.writing.beside import beside
from registry.writing.forms.editor import ROWS, Editor, with_row
from registry.writing.forms.fields import here
from registry.writing.texts import both_texts, kept_fields, words_of


class EditView(DraftPage):
    """GET shows what is saved; POST saves, or only checks, or adds a row, by the button that was pressed."""

    template_name = "registry/admin/edit.html"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        wanted = request.POST.get("do", "save")
        kind = wanted.removeprefix("add-")
        if kind in ROWS:
            return self.show(self.editor(with_row(request.POST, kind)), added=kind)
        editor = self.editor(request.POST)
        if wanted == "back" or not editor.is_valid():
            return self.show(editor)
        if wanted == "check":
            return self.show(editor, **editor.written())
        return self.save(editor)

    def save(self, editor: Editor) -> HttpResponse:
        """Saves and comes back, or answers 409 with both texts."""
        try:
            draft = save(self.draft.pk, **editor.written(), seen=editor.seen, actor=self.coordinator)
        except (StaleDraft, DraftLocked, StepNotPossible) as error:
            return self.conflict(editor, error)
        messages.success(self.request, _("%(draft)s is saved.") % {"draft": draft})
        return redirect(self.address)

    def editor(self, sent: Any = None) -> Editor:
        return Editor(self.draft, self.draft.parsed, sent)

    def show(self, editor: Editor, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(editor=editor, **context))

    def conflict(self, editor: Editor, error: RegistryError) -> HttpResponse:
        del self.draft  # somebody else has changed it: read it again
        return self.render_to_response(self.get_context_data(**self.both(editor), error=error), status=409)

    def both(self, editor: Editor) -> dict[str, Any]:
        """The stored text and the typed one, and what was sent, for another try on top of the stored one."""
        self.template_name = "registry/admin/conflict.html"
        return {**both_texts(self.draft, editor.written(), here()), "kept": kept_fields(self.request.POST)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "compared" in kwargs:
            return super().get_context_data(**kwargs)
        editor = kwargs.pop("editor", None) or self.editor()
        draft = self.draft
        stored = words_of(draft)
        shown = {name: kwargs.pop(name, value) for name, value in stored.items()}
        is_checked = shown != stored
        text = beside(draft, shown.pop("content"), here(), **shown)
        return super().get_context_data(editor=editor, beside=text, is_checked=is_checked, **kwargs)
