"""Which criterion version an edition says it used, and how that went."""

from django.db import models
from django.db.models import CASCADE, PROTECT, Q
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import CitedAs, Usage, Verification
from portal.experiences.models.edition import Edition
from registry.enums import Level
from registry.models import CriterionVersion


class Citation(models.Model):
    """A final version at one level, with the values that stood in the tender. ``guards.py`` holds it to its hash."""

    edition = models.ForeignKey(Edition, CASCADE, related_name="citations")
    version = models.ForeignKey(CriterionVersion, PROTECT, related_name="citations")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    values = models.JSONField(
        _("parameter values"), default=dict, blank=True
    )  # only where they differ from the level's
    cited_hash = models.CharField(max_length=64)  # content_hash of the version
    cited_as = models.CharField(max_length=20, choices=CitedAs)

    usage = models.CharField(_("used as it is or adapted"), max_length=10, choices=Usage, default=Usage.KEPT)
    change = models.TextField(_("what was changed"), max_length=4000, blank=True)
    change_reason = models.TextField(_("why"), max_length=2000, blank=True)
    bidders_met = models.PositiveSmallIntegerField(_("bidders that met it"), null=True, blank=True)
    verification = models.CharField(_("how it was verified"), max_length=20, choices=Verification, blank=True)
    verification_text = models.TextField(_("more about the verification"), max_length=2000, blank=True)
    relaxed = models.TextField(_("what was relaxed"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["edition", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "version", "level"], name="citation_once_per_version_and_level"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="citation_level_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.version}/L{self.level}"
