"""What a coordinator decides: publish, send back with a letter, take back what was published. Nothing typed is lost."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from portal.core.access import require
from portal.core.languages import language_name
from portal.experiences.admin.forms import RetractForm, SendBackForm
from portal.experiences.admin.views.base import RecordPage
from portal.experiences.errors import ExperienceError
from portal.experiences.letters import draft
from portal.experiences.models import Edition
from portal.experiences.services.moving import publish, retract, send_back
from portal.experiences.services.telling import authors_to_tell
from portal.letters.editing import SeenForm


class PublishView(RecordPage):
    """Publishes the submission that was read on the page of the record."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SeenForm(0, request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing was published. Read the record once more, then press the button there."))
            return redirect(self.address)
        try:
            publish(self.experience.pk, seen=form.cleaned_data["seen"], actor=self.coordinator)
        except ExperienceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(record)s is published. Its authors get a letter.") % {"record": self.name})
        return redirect(self.address)


class SendBackView(RecordPage):
    """GET shows the letter; POST sends it and the record back."""

    template_name = "experiences/admin/send_back.html"
    heading = gettext_lazy("Send back")

    @cached_property
    def edition(self) -> Edition | None:
        """What the letter is about: after somebody else has decided, what that made of it, so that no text is lost."""
        return self.waiting or self.experience.editions.with_rows().filter(submission__gt=0).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(self.coordinator, "experiences.moderate", self.experience)
        if self.waiting is None:
            messages.error(request, _("%(record)s does not wait for a decision any more.") % {"record": self.name})
            return redirect(self.address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(self.coordinator, "experiences.moderate", self.experience)
        if self.edition is None:
            messages.error(request, _("%(record)s does not wait for a decision any more.") % {"record": self.name})
            return redirect(self.address)
        form = SendBackForm(self.edition, request.POST)
        if form.is_valid():
            try:
                send_back(
                    self.experience.pk,
                    reason=form.reason,
                    letter=form.text,
                    seen=form.cleaned_data["seen"],
                    actor=self.coordinator,
                )
            except ExperienceError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _("%(record)s is sent back to its authors.") % {"record": self.name})
                return redirect(self.address)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = self.edition
        assert edition is not None  # noqa: S101  (get and post have asked)
        is_foreign = edition.language not in ("en", get_language())
        return super().get_context_data(
            edition=edition,
            form=kwargs.pop("form", None) or SendBackForm(edition),
            recipients=[user.email for user in authors_to_tell(edition)],
            language_name=language_name(edition.language),
            in_english=draft(edition, "send_back", language="en") if is_foreign else None,
            **kwargs,
        )


class RetractView(RecordPage):
    """GET says what taking back means and asks why; POST does it."""

    template_name = "experiences/admin/retract.html"
    heading = gettext_lazy("Take back what is published")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(self.coordinator, "experiences.retract", self.experience)
        if refused := self.refused():
            return refused
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(self.coordinator, "experiences.retract", self.experience)
        if refused := self.refused():
            return refused
        form = self.form(request.POST)
        if form.is_valid():
            try:
                retract(self.experience.pk, actor=self.coordinator, **form.cleaned_data)
            except ExperienceError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _("%(record)s is taken back. Its address says why.") % {"record": self.name})
                return redirect(self.address)
        return self.render_to_response(self.get_context_data(form=form))

    def refused(self) -> HttpResponse | None:
        """The way back where nothing is published."""
        if self.published is not None and self.experience.retracted_at is None:
            return None
        messages.error(self.request, _("Nothing of %(record)s is published.") % {"record": self.name})
        return redirect(self.address)

    def form(self, sent: QueryDict | None = None) -> RetractForm:
        assert self.published is not None  # noqa: S101  (get and post have asked)
        return RetractForm(self.published, sent)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(edition=self.published, form=kwargs.pop("form", None) or self.form(), **kwargs)
