"""Whether a city has asked the coordinators to open the consultation on its draft: read from the steps of the draft."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from registry.drafts.draft import Draft, DraftStep
from registry.enums import DraftState

ASK, TAKE_BACK, HAND_BACK = "ask", "take_back_ask", "hand_back"  # names of steps
_SETTLING = Q(name__in=(ASK, TAKE_BACK, HAND_BACK, "consult"))  # after these, an earlier request waits no more


def request_of(draft: Draft) -> DraftStep | None:
    """The request that waits for the coordinators, if one does."""
    step = settling_step_of(draft)
    return step if step and step.name == ASK and draft.state == DraftState.DRAFTING else None


def settling_step_of(draft: Draft) -> DraftStep | None:
    """The newest step that made a request wait, or ended its waiting."""
    return draft.steps.filter(_SETTLING).select_related("user").order_by("-pk").first()


def with_request(drafts: "QuerySet[Draft]") -> "QuerySet[Draft]":
    """Add ``settled``: the name of the newest such step of each, None without one."""
    return drafts.annotate(settled=_newest())


def waiting(drafts: "QuerySet[Draft]") -> "QuerySet[Draft]":
    """Those whose city has asked and has not been answered."""
    return drafts.alias(settled=_newest()).filter(Q(settled=ASK), state=DraftState.DRAFTING)


def handed_back(drafts: "QuerySet[Draft]") -> "QuerySet[Draft]":
    """Those whose city has work to do before it asks once more."""
    return drafts.alias(settled=_newest()).filter(Q(settled=HAND_BACK), state=DraftState.DRAFTING)


def _newest() -> Subquery:
    steps = DraftStep.objects.filter(_SETTLING, draft=OuterRef("pk")).order_by("-pk")
    return Subquery(steps.values("name")[:1])
