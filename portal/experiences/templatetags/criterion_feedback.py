"""What members and guests say about a criterion, on its page: ``{% criterion_feedback version %}``."""

from typing import Any

from django import template
from django.template.context import RequestContext

from portal.core.access import can
from portal.experiences.models import CriterionFeedback
from portal.members.viewers import organisations_of, viewer_of
from registry.models import CriterionVersion

register = template.Library()

MOST = 50  # shown on a page


@register.inclusion_tag("experiences/feedback/section.html", takes_context=True)
def criterion_feedback(context: RequestContext, version: CriterionVersion) -> dict[str, Any]:
    """For members, all that was said about the criterion's versions; for others, that they can say something."""
    user = context["request"].user
    is_member = can(user, "experiences.see_feedback")
    shown = {"version": version, "is_member": is_member, "request": context["request"]}
    if not is_member:
        return shown
    viewer = viewer_of(user)
    own = organisations_of(viewer)
    rows = CriterionFeedback.objects.visible_to(viewer, or_withdrawn_of=own)
    rows = rows.filter(version__criterion=version.criterion_id)
    return {**shown, "rows": [_row(row, own) for row in rows.for_page()[:MOST]]}


def _row(feedback: CriterionFeedback, own: list[int]) -> dict[str, Any]:
    is_own = feedback.organisation_id in own
    is_withdrawn = feedback.withdrawn_at is not None
    return {
        "feedback": feedback,
        "is_withdrawn": is_withdrawn,
        "may_change": is_own and not is_withdrawn and feedback.answered_at is None,
        "may_withdraw": is_own and not is_withdrawn,
    }
