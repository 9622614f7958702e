"""Lists inside a sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

NAMED = 3  # the rest is counted


def in_short(things: Sequence[str]) -> str:
    """The first things by name, in the active language: "title, year, country and 4 more"."""
    named, others = ", ".join(things[:NAMED]), len(things) - NAMED
    if others > 0:
        return _("%(things)s and %(count)d more") % {"things": named, "count": others}
    return named
