"""The notes of a published release: a later revision is proposed in a language, and confirmed by somebody else."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.admin import messages

from portal.core.access import can
from portal.core.languages import language_name
from registry.admin.releases.base import ForReleases
from registry.admin.releases.forms import NoteForm, SeenForm
from registry.admin.releases.notes import parts_of
from registry.diffs.markup import lines_html
from registry.diffs.meaning import EffectKind
from registry.diffs.words import diff_text
from registry.enums import ProposalState
from registry.errors import RegistryError, StaleDraft
from registry.models import NoteProposal, Release, ReleaseNote
from registry.sealed.notes import LEAD
from registry.services.noting import BLOCKS
from registry.services.renoting import confirm_note, newest_note, propose_note, take_back_note, waiting_note
from registry.takeaway.notes import newest_notes


@dataclass(frozen=True)
class Row:
    """How the notes of a release stand in one language."""

    code: str
    name: str
    newest: ReleaseNote | None
    waits: bool


def rows_of(release: Release) -> list[Row]:
    """Every language of the site; two queries."""
    newest = newest_notes(release)
    waiting = set(release.note_proposals.filter(state=ProposalState.WAITING).values_list("language", flat=True))
    codes = [code for code, _name in settings.LANGUAGES]
    return [Row(code, language_name(code), newest.get(code), code in waiting) for code in codes]


def changes_in(before: dict[str, str], after: dict[str, str], language: str) -> list[tuple[str, SafeString]]:
    """Heading and difference word by word of each block that differs."""
    headings = {LEAD: _("What matters most"), **{kind.value: str(kind.label) for kind in EffectKind}}
    pairs = [(name, before.get(name, ""), after.get(name, "")) for name in BLOCKS]
    return [(headings[name], lines_html(diff_text(old, new, language))) for name, old, new in pairs if old != new]


class RevisionsPage(ForReleases):
    """A page about the notes of one published release."""

    permission = "registry.propose_note"

    @cached_property
    def release(self) -> Release:
        rows = Release.objects.select_related("criteria_set__register")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def address(self) -> str:
        return reverse("release-drafts:revisions", args=[self.release.pk])

    def get_page_title(self) -> str:
        return _("Release notes of %(release)s") % {"release": self.release}

    def above(self) -> list[tuple[str, str]]:
        return [(reverse("release-drafts:sets"), _("Releases"))]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail = [{"url": url, "label": label} for url, label in self.above()]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(release=self.release, address=self.address, **kwargs)


class RevisionsView(RevisionsPage):
    template_name = "registry/admin/releases/revisions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=rows_of(self.release), **kwargs)


class ReviseView(RevisionsPage):
    """GET shows what readers see, and what waits; POST proposes what was typed."""

    template_name = "registry/admin/releases/revise.html"

    @property
    def language(self) -> str:
        code: str = self.kwargs["language"]
        if code not in dict(settings.LANGUAGES):
            raise Http404(code)
        return code

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (self.address, super().get_page_title())]

    def get_page_title(self) -> str:
        return capfirst(language_name(self.language))

    @property
    def here(self) -> str:
        return reverse("release-drafts:revise", args=[self.release.pk, self.language])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NoteForm(self.language, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            seen = form.cleaned_data["seen"]
            propose_note(self.release, self.language, form.blocks(), seen=seen, actor=self.coordinator)
        except StaleDraft as error:
            return self.conflict(form, error)
        except RegistryError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("The notes are proposed. They wait for a second coordinator."))
        return redirect(self.here)

    def conflict(self, form: NoteForm, error: StaleDraft) -> HttpResponse:
        """What was typed stays in the form; what was proposed meanwhile stands beside it."""
        waiting = waiting_note(self.release, self.language)
        seen = waiting.lock_version if waiting else 0
        again = NoteForm(self.language, initial={**form.blocks(), "seen": seen})
        return self.render_to_response(self.get_context_data(form=again, error=error), status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code, waiting = self.language, waiting_note(self.release, self.language)
        newest = newest_note(self.release, code)
        sealed, proposed = newest.blocks if newest else {}, waiting.blocks if waiting else {}
        if "form" not in kwargs:
            seen = waiting.lock_version if waiting else 0
            kwargs["form"] = NoteForm(code, initial={**(proposed or sealed), "seen": seen})
        return super().get_context_data(
            code=code,
            newest=newest,
            sealed=parts_of(sealed, code),
            waiting=waiting,
            changes=changes_in(sealed, proposed, code) if waiting else [],
            may_confirm=bool(waiting and can(self.coordinator, "registry.confirm_note", waiting)),
            **kwargs,
        )


class DecideView(RevisionsPage):
    """POST decides on what waits, once; then back to its language."""

    http_method_names = ["post"]

    @cached_property
    def proposal(self) -> NoteProposal:
        return get_object_or_404(NoteProposal, pk=self.kwargs["proposal"], release=self.release)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SeenForm(request.POST)
        try:
            messages.success(request, self.decide(form.cleaned_data["seen"] if form.is_valid() else 0))
        except RegistryError as error:
            messages.error(request, str(error))
        except PermissionDenied:
            messages.error(request, _("You proposed these notes yourself: another coordinator has to confirm them."))
        return redirect("release-drafts:revise", self.release.pk, self.proposal.language)

    def decide(self, seen: int) -> str:
        """Call the service; returns what is said afterwards."""
        raise NotImplementedError


class ConfirmView(DecideView):
    def decide(self, seen: int) -> str:
        note = confirm_note(self.proposal.pk, seen=seen, on=localdate(), actor=self.coordinator)
        return _("%(revision)s is sealed. Readers see it from now on.") % {"revision": note}


class TakeBackView(DecideView):
    def decide(self, seen: int) -> str:
        take_back_note(self.proposal.pk, actor=self.coordinator)
        return _("The proposed notes are taken back. Nothing has changed.")
