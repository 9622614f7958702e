"""How templates say how many there are."""

from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def results(count: int) -> str:
    """ "(12 results)", in words for whoever hears a number without what stands around it."""
    return ngettext("(%(count)s result)", "(%(count)s results)", count) % {"count": count}
