"""What pages about a draft show of tender experiences."""

from django import template

from portal.experiences.models import TenderExperience
from registry.models import CriterionVersion

register = template.Library()


@register.simple_tag
def tenders_citing(version: CriterionVersion) -> int:
    """How many published tender experiences say that they used a version."""
    citing = TenderExperience.objects.filter(retracted_at=None, current__citations__version=version)
    return citing.distinct().count()
