"""How a vote on a candidate stands or ended, on any page that shows the candidate."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from registry.drafts.outcome import outcome_of
from registry.models import CriterionVersion, Elector
from registry.sealed.texts import Text, texts_in

register = template.Library()


@register.inclusion_tag("registry/_vote_outcome.html")
def vote_outcome(version: CriterionVersion) -> dict[str, Any]:
    """Electorate and votes; nothing for a version on which there was no vote. A final asks nothing of the database."""
    return {"outcome": outcome_of(version) if version.prerelease else None}


@register.filter
def title_of(elector: Elector) -> Text:
    """The title of what is voted on, in the reader's language where it has it; the elector is from ``for_list()``."""
    return texts_in(elector.candidate.version, get_language() or settings.LANGUAGE_CODE).title
