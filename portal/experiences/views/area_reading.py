"""A record before it is sent: all answers on one page, and the page as its readers are going to see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from portal.experiences.enums import EDITABLE_STATES, Audience
from portal.experiences.pages import ExperiencePage, page_of
from portal.experiences.progress import task_states
from portal.experiences.services.faces import audiences_of
from portal.experiences.showing import shown_to
from portal.experiences.views.area import RecordPage
from portal.experiences.views.checking import parts_of


class CheckView(RecordPage):
    """All answers with the way to change each, hints at personal data, and the button that sends them."""

    template = "experiences/area/check.html"
    title = gettext_lazy("Check your answers")

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.working is None or self.working.state not in EDITABLE_STATES:
            return self.back()
        lacking = [state for state in task_states(self.working) if state.lacking]
        parts = parts_of(self.working)
        return self.show(parts=parts, lacking=lacking, has_hints=any(part.has_hints for part in parts))


class PreviewView(RecordPage):
    """What is written now, as one audience is going to see it."""

    permissions = ("experiences.see_work",)
    template = "experiences/area/preview.html"
    title = gettext_lazy("Preview")

    def get(self, request: HttpRequest) -> HttpResponse:
        reached = audiences_of(self.edition)
        wanted = request.GET.get("as", reached[-1])
        if wanted not in Audience.values:
            raise Http404(wanted)
        audience = Audience(wanted)
        choices = [(each, str(NAMES[each]), each == audience) for each in Audience]
        page = self.page_for(audience) if audience in reached else None
        return self.show(page=page, heading=HEADINGS[audience], choices=choices, is_author=self.is_author)

    def page_for(self, audience: Audience) -> ExperiencePage:
        """The page that readers of the record are going to see."""
        return page_of(
            shown_to(self.edition, audience),
            self.experience,
            is_for_members=self.edition.visibility == Audience.MEMBERS,
            on=localdate(),
            document_url=self.document_url,
        )

    def document_url(self, pk: int) -> str:
        return reverse("tenders:document", args=[self.experience.reference, pk])

    def above(self) -> list[tuple[str, str]]:
        """Coordinators who preview a record have no page of it in the members' area."""
        return super().above() if self.is_author else []


HEADINGS = {
    Audience.OWN: gettext_lazy("Preview: this is what your colleagues see"),
    Audience.MEMBERS: gettext_lazy("Preview: this is what members see"),
    Audience.EVERYONE: gettext_lazy("Preview: this is what everyone sees"),
}
NAMES = {
    Audience.OWN: gettext_lazy("As your colleagues see it"),
    Audience.MEMBERS: gettext_lazy("As members see it"),
    Audience.EVERYONE: gettext_lazy("As everyone sees it"),
}
