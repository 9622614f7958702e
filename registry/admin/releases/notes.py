"""The notes of a release: how they stand in each language, and one language beside its source."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.core.languages import language_name
from registry.admin.releases.base import ReleasePage
from registry.admin.releases.forms import NoteForm, SeenForm
from registry.diffs.meaning import EffectKind
from registry.errors import RegistryError, StaleDraft
from registry.models import ReleaseDraft
from registry.sealed.notes import LEAD
from registry.sealed.wording import as_html
from registry.services.noting import BLOCKS, generated_for, is_outdated, languages_for, regenerate_notes, save_note


@dataclass(frozen=True)
class Language:
    """How the notes stand in one language."""

    code: str
    name: str
    state: str
    is_to_do: bool


def state_of(draft: ReleaseDraft, code: str) -> Language:
    is_to_do = True
    if not draft.note(code):
        state = _("not written yet")
    elif is_outdated(draft, code):
        state = _("the members have changed since")
    else:
        is_to_do = False
        state = _("edited") if draft.is_edited(code) else _("as generated")
    return Language(code, language_name(code), state, is_to_do)


def parts_of(blocks: dict[str, str], language: str) -> list[tuple[str, SafeString]]:
    """Heading and text of each block that there is, in their order; the lead has no heading."""
    headings = {LEAD: "", **{kind.value: str(kind.label) for kind in EffectKind}}
    return [(headings[name], as_html(blocks[name], {}, language)) for name in BLOCKS if blocks.get(name)]


class NotesView(ReleasePage):
    """GET lists the languages; POST writes those anew that nobody has edited."""

    template_name = "registry/admin/releases/notes.html"
    heading = gettext_lazy("Release notes")
    here = "notes"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SeenForm(request.POST)
        if form.is_valid():
            try:
                _draft, kept = regenerate_notes(pk, seen=form.cleaned_data["seen"], actor=self.coordinator)
            except RegistryError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _regenerated(kept))
        return redirect("release-drafts:notes", pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        languages = [state_of(self.draft, code) for code in languages_for(self.draft)]
        form = SeenForm(initial={"seen": self.draft.lock_version})
        return super().get_context_data(languages=languages, form=form, **kwargs)


def _regenerated(kept: list[str]) -> str:
    if not kept:
        return _("The notes are written anew.")
    named = {"languages": ", ".join(language_name(code) for code in kept)}
    return _("The notes are written anew, but not where somebody has edited them: %(languages)s.") % named


class OneLanguage(ReleasePage):
    @property
    def language(self) -> str:
        code = self.kwargs["language"]
        if code not in languages_for(self.draft):
            raise Http404(code)
        return str(code)

    def get_page_title(self) -> str:
        named = {"name": self.heading, "language": language_name(self.language)}
        return _("%(name)s, in %(language)s") % named

    @property
    def note_address(self) -> str:
        return reverse("release-drafts:note", args=[self.draft.pk, self.language])


class NoteView(OneLanguage):
    """GET shows what is saved, else what is generated; POST saves what was typed."""

    template_name = "registry/admin/releases/note.html"
    heading = gettext_lazy("Release notes")

    def post(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        form = NoteForm(self.language, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            save_note(pk, language, form.blocks(), seen=form.cleaned_data["seen"], actor=self.coordinator)
        except StaleDraft as error:
            return self.conflict(form, error)
        except RegistryError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("%(draft)s is saved.") % {"draft": self.get_page_title()})
        return redirect("release-drafts:notes", pk)

    def conflict(self, form: NoteForm, error: StaleDraft) -> HttpResponse:
        """What was typed stays in the form; what was saved meanwhile stands beside it."""
        del self.draft
        again = NoteForm(self.language, initial={**form.blocks(), "seen": self.draft.lock_version})
        context = self.get_context_data(form=again, error=error)
        return self.render_to_response(context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft, code = self.draft, self.language
        generated, saved = generated_for(draft, code), draft.note(code)
        source = draft.criteria_set.register.authoritative_languages[0]
        beside = draft.note(source) if source != code else {}
        if "form" not in kwargs:
            kwargs["form"] = NoteForm(code, initial={**(saved or generated), "seen": draft.lock_version})
        return super().get_context_data(
            standing=state_of(draft, code),
            generated=parts_of(generated, code),
            saved=parts_of(saved, code),
            differs=bool(saved) and saved != generated,
            source=source,
            source_parts=parts_of(beside, source),
            **kwargs,
        )


class ReplaceView(OneLanguage):
    """GET shows what would be lost and asks once; POST takes the generated text in its place."""

    template_name = "registry/admin/releases/replace.html"
    heading = gettext_lazy("Take the generated notes")

    def post(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        form = SeenForm(request.POST)
        if form.is_valid():
            try:
                regenerate_notes(pk, seen=form.cleaned_data["seen"], actor=self.coordinator, over=[self.language])
            except RegistryError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _("The notes are written anew."))
        return redirect(self.note_address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft, code = self.draft, self.language
        return super().get_context_data(
            code=code,
            saved=parts_of(draft.note(code), code),
            generated=parts_of(generated_for(draft, code), code),
            form=SeenForm(initial={"seen": draft.lock_version}),
            note_address=self.note_address,
            **kwargs,
        )
