"""Putting a draft to the members, to the vote, taking it back, giving it up."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.languages import language_name
from portal.members.models import Organisation
from registry.admin.steps.base import StepPage
from registry.admin.steps.forms import ReasonForm, SeenTextForm
from registry.diffs.names import block_name
from registry.errors import BaseMoved, NothingChanged, NotInForce, TooEarly
from registry.models import Comment, Draft
from registry.sealed.canonical import canonical, sha256
from registry.services.candidates import number_for, open_consultation, rework
from registry.services.drafting import abandon
from registry.services.sealing import head_of, require_in_force
from registry.services.voting import first_day_of_vote, open_vote
from registry.sources.drafted import content_faults


class ConsultView(StepPage):
    """Shows what would be sealed, or what is wrong with it."""

    step = "consult"
    form_class = SeenTextForm
    template_name = "registry/admin/steps/consult.html"
    heading = gettext_lazy("Open the consultation")

    def form(self, sent: Any = None) -> SeenTextForm:
        return SeenTextForm(sent, initial={"seen": self.draft.lock_version})

    def take(self, given: dict[str, Any]) -> str:
        candidate = open_consultation(self.draft.pk, on=localdate(), seen=given["seen"], actor=self.coordinator)
        return _("The consultation on %(candidate)s is open.") % {"candidate": candidate}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        faults = list(faults_of(self.draft, on=localdate()))
        until = localdate() + timedelta(days=self.draft.register.consultation_min_days)
        number = "" if faults else f"{self.draft.code}@{number_for(self.draft)}"
        return super().get_context_data(faults=faults, number=number, until=until, **kwargs)


def faults_of(draft: Draft, *, on: date) -> list[str]:
    """What keeps a draft from being sealed as a candidate, in sentences."""
    languages = draft.register.authoritative_languages
    found = content_faults(draft.code, draft.kind, draft.parsed, languages, summary=draft.summary)
    faults = [f"{_place(fault.field, draft)}: {fault.message}" for fault in found]
    base = draft.base_version
    head = head_of(draft.criterion) if draft.criterion else None
    if head != base:
        faults.append(str(BaseMoved(draft, head=head)))
    elif base:
        try:
            require_in_force(base, on=on)
        except (NotInForce, TooEarly) as error:
            faults.append(str(error))
        if not found and base.content_hash == sha256(canonical(draft.parsed.as_dict())):
            faults.append(str(NothingChanged(draft)))
    return faults


def _place(field: str, draft: Draft) -> str:
    """Where a fault is, in words if it is in a text."""
    family, _point, rest = field.partition(".")
    language, _point, block = rest.partition(".")
    if family != "texts" or not block:
        return field
    return f"{block_name(block, draft.parsed)} ({language_name(language)})"


class OpenVoteView(StepPage):
    """Shows the electorate that would be fixed, and what is in the way."""

    step = "open_vote"
    template_name = "registry/admin/steps/open_vote.html"
    heading = gettext_lazy("Open the vote")

    def take(self, given: dict[str, Any]) -> str:
        candidate = open_vote(self.draft.pk, on=localdate(), actor=self.coordinator)
        return _("The vote on %(candidate)s is open.") % {"candidate": candidate}

    @cached_property
    def members(self) -> "QuerySet[Organisation]":
        return Organisation.objects.public_buyers().real().order_by("name")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first_day = first_day_of_vote(self.draft, self.candidate) if self.candidate and self.draft.candidate else None
        is_early = first_day is not None and localdate() < first_day
        unanswered = Comment.objects.of(self.draft).unanswered().count()
        return super().get_context_data(
            members=self.members,
            first_day=first_day,
            is_early=is_early,
            unanswered=unanswered,
            is_ready=bool(self.members) and not is_early and not unanswered,
            register=self.draft.register,
            **kwargs,
        )


class ReworkView(StepPage):
    step = "rework"
    form_class = ReasonForm
    template_name = "registry/admin/steps/reason.html"
    heading = gettext_lazy("Take back for reworking")

    def take(self, given: dict[str, Any]) -> str:
        rework(self.draft.pk, reason=given["reason"], on=localdate(), actor=self.coordinator)
        return _("%(draft)s can be edited again. Its candidate has lapsed.") % {"draft": self.name}


class AbandonView(StepPage):
    step = "abandon"
    form_class = ReasonForm
    template_name = "registry/admin/steps/reason.html"
    heading = gettext_lazy("Abandon")

    def take(self, given: dict[str, Any]) -> str:
        abandon(self.draft.pk, reason=given["reason"], on=localdate(), actor=self.coordinator)
        return _("%(draft)s is abandoned.") % {"draft": self.name}
