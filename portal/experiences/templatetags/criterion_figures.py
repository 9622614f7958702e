"""How cities fared with a criterion, for its page: ``{% criterion_figures criterion %}``."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.formats import number_format

from portal.experiences.statistics import figures_of
from portal.members.viewers import viewer_of
from registry.models import Criterion

register = template.Library()


@register.inclusion_tag("experiences/_criterion_figures.html", takes_context=True)
def criterion_figures(context: RequestContext, criterion: Criterion) -> dict[str, Any]:
    """The figures of what whoever asks may see, with the way to the tenders behind them."""
    figures = figures_of(criterion, viewer_of(context["request"].user))
    return {
        "criterion": criterion,
        "figures": figures,
        "experiences_url": f"{reverse('experiences:list')}?criterion={criterion.code}",
    }


@register.filter
def half(value: float | None) -> str:
    """A median as people write it: "4" or "4.5" by the habits of the language."""
    return "" if value is None else number_format(value, decimal_pos=0 if value == int(value) else 1)
