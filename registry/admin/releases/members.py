"""The members of a release: chosen from the register, with what that changes beside them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.admin import messages

from registry.admin.releases.base import ReleasePage
from registry.admin.releases.forms import MembersForm, members_of, members_sent
from registry.admin.releases.offer import Offer, offer_for
from registry.errors import RegistryError, StaleDraft, WithdrawnMember
from registry.models import CriterionVersion
from registry.services.assembling import (
    Choice,
    choices_of,
    compared_with_newest,
    pinned_of,
    save_members,
)
from registry.services.raising import numbers_of
from registry.writing.forms.fields import here


class MembersView(ReleasePage):
    template_name = "registry/admin/releases/members.html"
    here = "members"

    @cached_property
    def offer(self) -> Offer:
        return offer_for(self.draft.criteria_set, on=self.draft.effective_on or localdate(), language=here())

    def form(self) -> MembersForm:
        initial = {"seen": self.draft.lock_version, "effective_on": self.draft.effective_on}
        return MembersForm(self.offer, members_of(self.offer, choices_of(self.draft)), initial=initial)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = MembersForm(self.offer, members_sent(self.offer, request.POST), request.POST)
        if not form.is_valid() or request.POST.get("do") == "back":
            return self.render_to_response(self.get_context_data(form=form))
        given = form.cleaned_data
        try:
            save_members(
                pk, form.choices(), effective_on=given["effective_on"], seen=given["seen"], actor=self.coordinator
            )
        except StaleDraft as error:
            return self.conflict(form.choices(), error)
        except RegistryError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("%(draft)s is saved.") % {"draft": self.name})
        return redirect(self.address)

    def conflict(self, mine: list[Choice], error: StaleDraft) -> HttpResponse:
        """Both lists, and what was sent, for another try on top of the saved one."""
        del self.draft  # somebody else has changed it: read it again
        self.template_name = "registry/admin/releases/conflict.html"
        sides = [_named(choices_of(self.draft)), _named(mine)]
        kept = [(name, value) for name, values in self.request.POST.lists() for value in values if name not in NOT_KEPT]
        context = self.get_context_data(error=error, sides=sides, kept=kept)
        return self.render_to_response(context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft
        if "error" in kwargs:
            return super().get_context_data(**kwargs)
        pinned = pinned_of(draft)
        numbers = numbers_of(draft, pinned)
        shown: dict[str, Any] = {
            "compared": compared_with_newest(draft, here()),
            "number": draft.release.number if draft.release else numbers.number,
            "newest": numbers.newest,
            "pinned": pinned,
            "events": self.events(),
        }
        if draft.is_open:
            offered = {version.pk for each in self.offer.values() for version in each.finals}
            shown["gone"] = [WithdrawnMember(version) for version, _duty in pinned if version.pk not in offered]
            kwargs.setdefault("form", self.form())
        return super().get_context_data(**shown, **kwargs)


def _named(choices: list[Choice]) -> list[tuple[CriterionVersion, bool]]:
    """The versions behind a list of choices, in its order."""
    rows = CriterionVersion.objects.select_related("criterion").in_bulk([choice.version_id for choice in choices])
    return [(rows[choice.version_id], choice.mandatory) for choice in choices]


NOT_KEPT = ("csrfmiddlewaretoken", "do", "seen")
