"""How templates ask for the registry's names and numbers."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

from registry.enums import Level
from registry.sealed.wording import shown_value

register = template.Library()


@register.filter
def number(value: object) -> str:
    """A quantity with the separators of the reader's language."""
    return shown_value(str(value), get_language() or settings.LANGUAGE_CODE)


@register.filter
def language_name(code: str) -> str:
    """A language by its own name: "Svenska"."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def level_label(level: int) -> str:
    """The name of a level: "Advanced"."""
    return str(Level(level).label)
