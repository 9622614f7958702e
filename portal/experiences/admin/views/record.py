"""One record: what was sent as each audience would see it, what is new, what to look at, and what can be done now."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import can, require
from portal.core.languages import language_name
from portal.experiences.admin.checks import checks_of, hints_of, known_names
from portal.experiences.admin.views.base import RecordPage
from portal.experiences.admin.views.inbox import days_waiting, standing_of
from portal.experiences.comparing import changes_between, widened_between
from portal.experiences.enums import Audience
from portal.experiences.models import Edition, ExperienceDocument, ExperienceStep
from portal.experiences.pages import ExperiencePage, page_of
from portal.experiences.services.faces import audiences_of
from portal.experiences.showing import shown_to
from portal.experiences.views.timeline import STEPS
from portal.experiences.who_sees import who_sees
from portal.files.responses import file_response
from portal.members.rules import is_administrator

NAMES = {
    Audience.EVERYONE: gettext_lazy("As everyone sees it"),
    Audience.MEMBERS: gettext_lazy("As members see it"),
    Audience.OWN: gettext_lazy("In full, as its authors see it"),
}


class Choice(NamedTuple):
    """An audience whose page can be looked at."""

    label: str
    url: str
    is_chosen: bool


class Event(NamedTuple):
    """One step of the log as coordinators read it."""

    label: str
    step: ExperienceStep
    by: str


class RecordView(RecordPage):
    template_name = "experiences/admin/record.html"

    @property
    def edition(self) -> Edition | None:
        """What is shown: the submission that waits, else what was published; never what its authors write now."""
        return self.waiting or self.published

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = self.edition
        return super().get_context_data(
            edition=edition,
            title_lang=edition.language if edition else "",
            standing=standing_of(self.experience),
            is_waiting=self.waiting is not None,
            days=days_waiting(self.experience),
            events=list(self.events()),
            may_moderate=self.may_moderate,
            may_retract=self.may_retract,
            why_not=self.why_not(),
            **(self.of_edition(edition) if edition else {}),
            **kwargs,
        )

    def of_edition(self, edition: Edition) -> dict[str, Any]:
        """What there is to read in an edition; the differences and checks of one that waits."""
        audience = self.audience_for(edition)
        context = {
            "language_name": language_name(edition.language),
            "choices": list(self.choices(edition, audience)),
            "audience": audience,
            "page": self.page_for(edition, audience),
            "rows": who_sees(edition),
            "documents": edition.documents.all() if self.may_see_work else [],
        }
        if edition != self.waiting:
            return context
        hints = hints_of(edition, known_names(edition))
        before = self.published
        widened = widened_between(before, edition) if before else []
        return {
            **context,
            "before": before,
            "changes": changes_between(before, edition) if before else [],
            "hints": hints,
            "checks": checks_of(edition, widened=widened, hints=hints),
        }

    def audience_for(self, edition: Edition) -> Audience:
        """The one that was asked for, if this coordinator may look through its eyes; else the widest."""
        wanted = self.request.GET.get("as", "")
        offered = [each.value for each in self.audiences]
        return Audience(wanted) if wanted in offered else audiences_of(edition)[-1]

    @property
    def audiences(self) -> list[Audience]:
        return [each for each in reversed(Audience) if self.may_see_work or each is not Audience.OWN]

    def choices(self, edition: Edition, chosen: Audience) -> Iterator[Choice]:
        for audience in self.audiences:
            yield Choice(str(NAMES[audience]), f"{self.address}?as={audience}#as", audience is chosen)

    def page_for(self, edition: Edition, audience: Audience) -> ExperiencePage | None:
        """The page that this audience is going to read, or reads; None if the record is not for it."""
        if audience not in audiences_of(edition):
            return None
        return page_of(shown_to(edition, audience), edition.experience, on=localdate(), document_url=self.document_url)

    def document_url(self, pk: int) -> str:
        return reverse("experiences-admin:document", args=[self.experience.pk, pk])

    def events(self) -> Iterator[Event]:
        """Newest first."""
        for step in self.experience.steps.select_related("user").order_by("-at", "-pk"):
            yield Event(str(STEPS.get(step.name, step.name)), step, str(step.user or _("The portal")))

    @cached_property
    def may_see_work(self) -> bool:
        return can(self.coordinator, "experiences.see_work", self.experience)

    @cached_property
    def may_moderate(self) -> bool:
        return self.waiting is not None and can(self.coordinator, "experiences.moderate", self.experience)

    @property
    def may_retract(self) -> bool:
        is_read = self.published is not None and self.experience.retracted_at is None
        return is_read and can(self.coordinator, "experiences.retract", self.experience)

    def why_not(self) -> str:
        """Why this coordinator decides nothing about what waits, in a sentence; empty if she does."""
        if self.waiting is None or self.may_moderate:
            return ""
        if is_administrator(self.coordinator):
            return _("You keep this installation running, so you decide on no record. A coordinator does.")
        return _("You sent this record yourself, so another coordinator decides on it.")


class DocumentView(RecordPage):
    """A document of what waits or was published."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(self.coordinator, "experiences.see_work", self.experience)
        editions = [edition.pk for edition in (self.waiting, self.published) if edition]
        document = get_object_or_404(ExperienceDocument, pk=kwargs["document"], edition__in=editions)
        return file_response(document)
