"""The way back to the page that asked for a second factor."""

from django import template
from django.http import HttpRequest

from portal.accounts.middleware import RETURN_KEY
from portal.accounts.second_factor import signed_in_with_second_factor

register = template.Library()


@register.simple_tag
def way_back(request: HttpRequest) -> str:
    """Its address, once the factor is there; empty for somebody whom no page has sent."""
    address = request.session.get(RETURN_KEY, "")
    return address if address and signed_in_with_second_factor(request) else ""
