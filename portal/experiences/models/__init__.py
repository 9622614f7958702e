"""A tender experience, its editions, what they cite, and what each audience sees of it."""

from portal.experiences.models.citation import Citation
from portal.experiences.models.document import ExperienceDocument
from portal.experiences.models.edition import Edition, Lesson, Supplier
from portal.experiences.models.experience import ExperienceStep, TenderExperience
from portal.experiences.models.face import Face, FaceCitation
from portal.experiences.models.feedback import CriterionFeedback

__all__ = [
    "Citation",
    "CriterionFeedback",
    "Edition",
    "ExperienceDocument",
    "ExperienceStep",
    "Face",
    "FaceCitation",
    "Lesson",
    "Supplier",
    "TenderExperience",
]
