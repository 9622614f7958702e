"""One adaptation on its way: its criteria, the page on which each is changed, and what ends it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portal.core.access import can, require
from registry.diffs.adapted import relation_of
from registry.diffs.adapted_rows import AdaptedRow, adapted_rows, members_to_read
from registry.diffs.override_faults import OverrideFault
from registry.enums import DraftState
from registry.errors import NotAdaptable, NotPublishable, RegistryError, StaleDraft
from registry.forms_adapting import AdaptCriterionForm, ReasonForm
from registry.models import AdaptationDraft, CriterionVersion
from registry.sealed.overrides import Override, Overrides
from registry.services.adaptations import preview_of, publish_adaptation
from registry.services.adapting import abandon_adaptation, save_adaptation
from registry.views.adapting import UnderAdaptations, language, newest_releases

PAGE_SIZE = 60


class DraftOfAdaptationView(UnderAdaptations):
    """A page about one draft. Whoever may not read it learns nothing: it is not found."""

    draft: AdaptationDraft
    permission = "registry.read_adaptation_draft"

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            rows = AdaptationDraft.objects.select_related(
                "organisation", "criteria_set__register", "release__criteria_set", "final", "saved_by"
            )
            found = rows.filter(pk=pk).first()
            if found is None or not can(request.user, "registry.read_adaptation_draft", found):
                raise Http404(pk)
            self.draft = found
            require(request.user, self.permission, found)
        return super().dispatch(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        user, draft = self.request.user, self.draft
        is_open = draft.state == DraftState.DRAFTING
        return {
            **super().context(),
            "draft": draft,
            "may_edit": is_open and can(user, "registry.edit_adaptation", draft),
            "may_publish": is_open and can(user, "registry.publish_adaptation", draft),
            "is_own": draft.saved_by_id == user.pk,
        }


class UnderDraft(DraftOfAdaptationView):
    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (heading_of(self.draft), self.draft.get_absolute_url())]


def heading_of(draft: AdaptationDraft) -> str:
    """ "Malmö: Circular and fair smartphones"."""
    return f"{draft.organisation.display_name}: {draft.criteria_set.title}"


def rows_of(draft: AdaptationDraft) -> list[AdaptedRow]:
    """The criteria of the release below a draft with what it changes in each, in four queries."""
    members, overrides = members_to_read(draft.release, language()), draft.parsed
    relations = {
        str(member.version): relation_of(member.version.parsed, overrides.of(member.version.criterion.code))
        for member in members
    }
    return adapted_rows(members, overrides, relations, language())


class AdaptationDraftView(DraftOfAdaptationView):
    """All criteria of the release: what is changed in each, and how it stands to the release."""

    template = "registry/adapting/draft.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.title = heading_of(self.draft)
        rows = rows_of(self.draft)
        newest = newest_releases().get(self.draft.criteria_set_id)
        return self.show(
            changed=[row for row in rows if row.is_changed],
            page=Paginator([row for row in rows if not row.is_changed], PAGE_SIZE).get_page(request.GET.get("page")),
            newer=newest if newest and newest.number > self.draft.release.number else None,
            steps=self.draft.steps.select_related("user").order_by("pk"),
        )


class AdaptCriterionView(UnderDraft):
    """The form of one criterion. What two people have saved at once is shown side by side."""

    template = "registry/adapting/criterion.html"
    permission = "registry.edit_adaptation"
    version: CriterionVersion
    code = ""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.find(slug)
        return self.page(self.form(None))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.find(slug)
        form = self.form(request.POST)
        status = 200
        if form.is_valid():
            try:
                self.save(form)
            except StaleDraft as error:
                self.draft.refresh_from_db()
                stored = self.draft.parsed.of(self.code)
                form.meet(error, stored=form.said_by(stored), seen=str(self.draft.lock_version))
                status = 409
            except NotAdaptable as error:
                form.refuse_faults(_by_key(error.faults))
            except RegistryError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("%(code)s is saved.") % {"code": self.code})
                return redirect(f"{self.draft.get_absolute_url()}#{self.code.lower()}")
        return self.page(form, status=status)

    def find(self, slug: str) -> None:
        """The version of the criterion in the release below the draft."""
        self.code = slug.upper()
        versions = CriterionVersion.objects.for_cards()
        found = versions.filter(memberships__release=self.draft.release, criterion__code=self.code).first()
        if found is None:
            raise Http404(self.code)
        self.version = found

    def form(self, data: Any) -> AdaptCriterionForm:
        return AdaptCriterionForm(
            data,
            version=self.version,
            stored=self.draft.parsed.of(self.code),
            languages=[self.draft.language],
            language=language(),
            seen=self.draft.lock_version,
        )

    def save(self, form: AdaptCriterionForm) -> None:
        others = (each for each in self.draft.parsed if each.criterion != self.code)
        seen = form.cleaned_data["seen"]
        save_adaptation(
            self.draft.pk,
            overrides=with_other(others, form.overrides()),
            language=self.draft.language,
            seen=int(seen) if seen.isdecimal() else 0,
            actor=self.request.user,
        )

    def page(self, form: AdaptCriterionForm, *, status: int = 200) -> HttpResponse:
        own = self.draft.parsed.of(self.code)
        relations = {str(self.version): relation_of(self.version.parsed, own)}
        member = self.draft.release.members.get(version=self.version)
        member.version = self.version
        [row] = adapted_rows([member], own, relations, language())
        self.title = f"{self.code}: {row.title}"
        return self.show(status, form=form, row=row)


def with_other(others: Iterable[Override], own: Overrides) -> Overrides:
    """What a draft changes elsewhere, and what a form changes in one criterion."""
    return Overrides.made_of(iter([*others, *own]))


def _by_key(faults: Iterable[object]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for fault in faults:
        found[getattr(fault, "key", "")].append(str(fault))
    return found


@dataclass(frozen=True)
class FaultRow:
    """Something to mend before publishing, with the page on which that is done."""

    sentence: str
    url: str


class CheckAdaptationView(UnderDraft):
    """The adaptation as it would be sealed: whoever did not save it last reads it here, and publishes it."""

    template = "registry/adapting/check.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        today = localdate()
        seen = request.POST.get("seen", "")
        try:
            adaptation = publish_adaptation(
                self.draft.pk, seen=seen, effective_on=today, on=today, actor=self.request.user
            )
        except NotPublishable:
            messages.error(request, _("Not published yet: mend what is listed below first."))
        except StaleDraft:
            messages.error(request, _("It was changed meanwhile. Read it once more, then publish."))
        except RegistryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(thing)s is published.") % {"thing": adaptation})
            return redirect(adaptation)
        return self.page(status=409)

    def page(self, *, status: int = 200) -> HttpResponse:
        self.title = _("Check and publish")
        if self.draft.state != DraftState.DRAFTING:
            return self.show(status, preview=None, rows=[], faults=[], unchanged=0)
        preview = preview_of(self.draft, on=localdate())
        rows = rows_of(self.draft)
        changed = [row for row in rows if row.is_changed]
        return self.show(
            status,
            preview=preview,
            rows=changed,
            unchanged=len(rows) - len(changed),
            faults=[FaultRow(fault.sentence, self.mended_at(fault)) for fault in preview.faults],
        )

    def mended_at(self, fault: OverrideFault) -> str:
        """Empty for what is wrong with the draft as a whole."""
        code = fault.key.partition("/")[0]
        return reverse("registry:adapt-criterion", args=[self.draft.pk, code.lower()]) if code else ""


class AbandonAdaptationView(UnderDraft):
    template = "registry/adapting/reason.html"
    permission = "registry.edit_adaptation"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(ReasonForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                abandon_adaptation(self.draft.pk, reason=form.cleaned_data["reason"], actor=self.request.user)
            except RegistryError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The draft is given up."))
                return redirect("registry:adaptations")
        return self.page(form)

    def page(self, form: ReasonForm) -> HttpResponse:
        self.title = _("Give this draft up")
        lead = _("What it changes is not published. You can start again from the release.")
        return self.show(form=form, lead=lead, button=_("Give up"), back=self.draft.get_absolute_url())
