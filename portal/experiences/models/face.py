"""What each audience sees of a published experience: written when it is published, read by every list and figure.

Lists, facets, statistics, exports and search read faces only, so that nothing a reader may not see can be counted,
sorted or filtered by. ``services/faces.py`` makes them.
"""

from django.conf import settings
from django.db import models
from django.db.models import CASCADE, PROTECT
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import Again, Audience, ContractType, PriceOutcome, Procedure, Stage, Usage, ValueBand
from portal.experiences.models.experience import TenderExperience
from portal.experiences.querysets import FaceCitationQuerySet, FaceQuerySet
from portal.members.countries import country_choices
from portal.members.models import Organisation
from registry.enums import Theme
from registry.models import Criterion, CriterionVersion


class Face(models.Model):
    """One experience as one audience sees it; what that audience may not see is not in the row."""

    experience = models.ForeignKey(TenderExperience, CASCADE, related_name="faces")
    audience = models.CharField(max_length=10, choices=Audience)
    organisation = models.ForeignKey(Organisation, CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    year = models.PositiveSmallIntegerField(_("year"))
    stage = models.CharField(max_length=20, choices=Stage)
    procedure = models.CharField(_("procedure"), max_length=20, choices=Procedure, blank=True)
    contract_type = models.CharField(_("type of contract"), max_length=30, choices=ContractType, blank=True)
    value_band = models.CharField(_("value"), max_length=20, choices=ValueBand, blank=True)
    bids = models.PositiveSmallIntegerField(null=True)
    price_outcome = models.CharField(max_length=20, choices=PriceOutcome, blank=True)
    again = models.CharField(max_length=20, choices=Again, blank=True)
    published_at = models.DateTimeField()  # of this edition
    content = models.JSONField()  # as ``shown.Shown.as_dict`` writes it

    is_public: bool  # only after with_reach()

    objects = FaceQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-published_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["experience", "audience"], name="face_once_per_audience"),
        ]
        indexes = [
            models.Index(fields=["audience", "-year", "-published_at"], name="face_newest_first"),
            models.Index(fields=["organisation", "audience"], name="face_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.experience} for {self.audience}"


class FaceCitation(models.Model):
    """One version that an audience may see was used."""

    face = models.ForeignKey(Face, CASCADE, related_name="citations")
    criterion = models.ForeignKey(Criterion, PROTECT, related_name="+")
    version = models.ForeignKey(CriterionVersion, PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    theme = models.CharField(max_length=30, choices=Theme)
    usage = models.CharField(max_length=10, choices=Usage)
    has_own_values = models.BooleanField(default=False)  # other parameter values than the level's
    is_verified = models.BooleanField(default=False)
    bidders_met = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = FaceCitationQuerySet.as_manager()

    class Meta:
        ordering = ["face", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["face", "version", "level"], name="face_citation_once"),
        ]
        indexes = [models.Index(fields=["criterion", "face"], name="face_citation_of_criterion")]

    def __str__(self) -> str:
        return f"{self.version}/L{self.level}"
