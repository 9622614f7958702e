"""The way from a criterion to a change of it: ``{% propose_change version %}``."""

from typing import Any

from django import template
from django.template.context import RequestContext

from registry.models import CriterionVersion
from registry.writing.forms.starting import buyers_of

register = template.Library()


@register.inclusion_tag("registry/_propose.html", takes_context=True)
def propose_change(context: RequestContext, version: CriterionVersion) -> dict[str, Any]:
    """Members of public buyers propose, everybody else suggests."""
    user = context["request"].user
    proposes = user.is_authenticated and buyers_of(user).exists()
    return {"version": version, "proposes": proposes}
