"""What every page about one draft in the members' area has."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.access import can
from portal.members.views.area import AreaView
from registry.drafts.asking import ASK, HAND_BACK, settling_step_of
from registry.enums import DraftState
from registry.models import Draft
from registry.writing.texts import draft_to_write, is_open_to, title_of


class DraftView(AreaView):
    """Whoever may not write in the draft learns nothing: it is not found. Without a ``title`` it is the first page."""

    draft: Draft
    page_name: ClassVar[str]  # which of the draft's pages this is

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            found = draft_to_write(pk)
            if found is None or not can(request.user, "registry.edit_draft", found):
                raise Http404(pk)
            self.draft = found
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_open_to_me(self) -> bool:
        return is_open_to(self.draft, self.request.user)

    def read_again(self) -> None:
        """After somebody else has changed the draft."""
        found = draft_to_write(self.draft.pk)
        assert found is not None  # noqa: S101  (drafts are never deleted)
        self.draft = found

    def above(self) -> list[tuple[str, str]]:
        drafts = [*super().above(), (_("Drafts of criteria"), reverse("registry:drafts"))]
        return drafts if self.page_name == "edit" else [*drafts, (str(self.draft), self.address)]

    @property
    def address(self) -> str:
        return reverse("registry:draft", args=[self.draft.pk])

    def back(self, name: str = "draft") -> HttpResponse:
        return redirect(f"registry:{name}", self.draft.pk)

    def context(self) -> dict[str, Any]:
        facts = {
            "draft": self.draft,
            "tab": self.page_name,
            "draft_title": title_of(self.draft),
            "is_open_to_me": self.is_open_to_me,
        }
        may_ask = can(self.request.user, "registry.ask_consultation", self.draft)
        may_abandon = can(self.request.user, "registry.abandon", self.draft)
        return {**super().context(), **facts, "may_ask": may_ask, "may_abandon": may_abandon}

    def request_context(self) -> dict[str, Any]:
        """The request to the coordinators that waits, or how they handed it back."""
        step = settling_step_of(self.draft) if self.draft.state == DraftState.DRAFTING else None
        return {
            "asked": step if step and step.name == ASK else None,
            "handed_back": step if step and step.name == HAND_BACK else None,
        }
