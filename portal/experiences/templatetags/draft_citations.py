"""What pages about a draft show of tender experiences."""

from django import template

from portal.experiences.models import CriterionFeedback, TenderExperience
from portal.experiences.services.feedback import open_points
from portal.experiences.services.successors import organisations_citing
from registry.models import Criterion, CriterionVersion

register = template.Library()


@register.simple_tag
def tenders_citing(version: CriterionVersion) -> int:
    """How many published tender experiences say that they used a version."""
    citing = TenderExperience.objects.filter(retracted_at=None, current__citations__version=version)
    return citing.distinct().count()


@register.simple_tag
def points_open(criterion: Criterion | None) -> list[CriterionFeedback]:
    """What was said about a criterion and nobody has answered yet; nothing of one that is new."""
    return open_points(criterion) if criterion else []


@register.simple_tag
def organisations_told(version: CriterionVersion) -> int:
    """How many organisations have tenders, published or not, that cite a version: their editors are written to."""
    return organisations_citing(version.pk)
