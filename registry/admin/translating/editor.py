"""The editor of a translation: the source beside each text, what earlier translations offer, saved as it is typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages

from registry.admin.translating.base import TranslationPage
from registry.admin.translating.forms import TranslationForm, kept_name
from registry.admin.translating.parts import parts_of
from registry.diffs.markup import lines_html
from registry.diffs.names import block_name
from registry.diffs.suggestions import Suggestion
from registry.diffs.words import diff_text
from registry.enums import TranslationState
from registry.errors import RegistryError, StaleDraft, StepNotPossible, TranslationNotReady
from registry.models import TranslationDraft
from registry.services.translating import faults_of, hand_in, offers_for, save

USE = "use:"
ALL = "use-all"  # what still holds, where nothing is written
NOT_KEPT = ("csrfmiddlewaretoken", "do", "seen")


class EditView(TranslationPage):
    """GET shows what is saved; POST saves, by the button also takes over what is offered, or hands in."""

    template_name = "registry/admin/translating/edit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft.state != TranslationState.DRAFTING:
            return redirect(self.address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, wanted = self.form(request.POST), request.POST.get("do", "save")
        if wanted == "back" or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        written = form.written()
        written["blocks"] |= self.taken_over(wanted, written["blocks"])
        try:
            draft = save(self.draft.pk, **written, actor=self.coordinator)
        except (StaleDraft, StepNotPossible) as error:
            return self.conflict(written["blocks"], error)
        if wanted == "hand-in":
            return self.hand_in(draft)
        messages.success(request, _("%(draft)s is saved.") % {"draft": draft})
        return redirect(f"{request.path}#part-{wanted.removeprefix(USE)}" if wanted.startswith(USE) else request.path)

    def taken_over(self, wanted: str, blocks: dict[str, str]) -> dict[str, str]:
        """The suggestions that a button asks for."""
        if wanted == ALL:
            return {block: each.text for block, each in self.offers.items() if each.holds and not blocks[block].strip()}
        block = wanted.removeprefix(USE) if wanted.startswith(USE) else ""
        return {block: self.offers[block].text} if block in self.offers else {}

    def hand_in(self, draft: TranslationDraft) -> HttpResponse:
        """Hands in what was just saved, or says at each text what is in the way."""
        try:
            hand_in(draft.pk, seen=draft.lock_version, actor=self.coordinator)
        except RegistryError as error:
            self.draft = draft
            return self.not_handed_in(error)
        messages.success(self.request, _("%(draft)s is handed in: somebody else confirms it.") % {"draft": draft})
        return redirect(self.address)

    def not_handed_in(self, error: RegistryError) -> HttpResponse:
        """What is in the way, at each text if it is about texts."""
        draft = self.draft
        ticks = {kept_name(block): "on" for block in draft.kept}
        form = self.form({**draft.blocks, **ticks, "seen": draft.lock_version})
        if isinstance(error, TranslationNotReady):
            for block, sentences in faults_of(draft, self.offers).items():
                form.add_error(block, sentences)
        else:
            form.add_error(None, str(error))
        return self.render_to_response(self.get_context_data(form=form, was_saved=True))

    @cached_property
    def offers(self) -> dict[str, Suggestion]:
        return offers_for(self.draft.version, self.draft.language)

    def form(self, sent: Any = None) -> TranslationForm:
        asked = [block for block, each in self.offers.items() if not each.holds]
        return TranslationForm(self.draft, asked, sent)

    def conflict(self, mine: dict[str, str], error: RegistryError) -> HttpResponse:
        """Both texts where they differ, and what was sent, for another try on top of the stored one."""
        self.template_name = "registry/admin/translating/conflict.html"
        del self.draft  # somebody else has changed it: read it again
        kept = [(name, value) for name, value in self.request.POST.items() if name not in NOT_KEPT]
        context = {"error": error, "differing": self.differing(mine), "kept": kept}
        return self.render_to_response(super().get_context_data(**context), status=409)

    def differing(self, mine: dict[str, str]) -> list[tuple[str, str, str, SafeString]]:
        """Name, stored text, typed text and the way from one to the other."""
        draft, found = self.draft, []
        for block, text in mine.items():
            if (stored := draft.blocks.get(block, "")) != text:
                difference = lines_html(diff_text(stored, text, draft.language))
                found.append((str(block_name(block, draft.version.parsed)), stored, text, difference))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        parts = parts_of(self.draft, form, self.offers, faults_of(self.draft, self.offers))
        return super().get_context_data(
            form=form,
            parts=parts,
            landed=self.landed,
            offered=sum(bool(each.is_offered and each.offer and each.offer.holds) for each in parts),
            lacking=sum(not (each.field.value() or "").strip() for each in parts),
            **kwargs,
        )
