"""When an organisation's contracts end: what it says here, everybody reads."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.members.enums import Category
from portal.members.forms.contract_ends import ContractEndsForm
from portal.members.proposals import proposed_end
from portal.members.seen import seen_of
from portal.members.services.figures import ends_of, say_contract_ends
from portal.members.views.area import SavingView


class ContractEndsView(SavingView):
    """One month a category. What the request to join said is proposed, and public once somebody saves it."""

    template = "members/area/contract_ends.html"
    title = gettext_lazy("When your contracts end")
    done = "area:volumes"
    message = gettext_lazy("What you say about your contracts is saved.")

    def form(self, data: Any) -> ContractEndsForm:
        initial = {**self._proposed(), **self.stored(), "seen": self.seen()}
        return ContractEndsForm(data, initial=initial)

    def save(self, form: ContractEndsForm) -> None:
        seen = form.cleaned_data["seen"]
        say_contract_ends(self.organisation.pk, form.ends(), seen=seen, actor=self.request.user)

    def stored(self) -> Mapping[str, Any]:
        return ends_of(self.organisation)

    def seen(self) -> str:
        return seen_of(ends_of(self.organisation))

    def context(self) -> dict[str, Any]:
        return {**super().context(), "is_proposed": bool(self._proposed())}

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (_("Yearly volumes"), reverse("area:volumes", args=[self.organisation.slug]))]

    def _proposed(self) -> dict[str, Any]:
        """A request to join asks about phones."""
        if Category.SMARTPHONES in self.stored():
            return {}
        month = proposed_end(self.organisation, on=localdate())
        return {Category.SMARTPHONES.value: month} if month else {}
