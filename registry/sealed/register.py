"""The register and its sets: names and settings, which may change."""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language


class Register(models.Model):
    """One harmonised body of criteria; its row is the lock under which events are chained."""

    code = models.SlugField(unique=True)
    authoritative_languages = models.JSONField()  # language codes; their texts are inside each version's hash
    consultation_min_days = models.PositiveSmallIntegerField(default=14)  # before a vote may open
    # Cities decide in meetings: without it a vote could open and close within an hour, by those at their desks.
    voting_min_days = models.PositiveSmallIntegerField(default=7)  # before a text may be published
    quorum_numerator = models.PositiveSmallIntegerField(default=1)  # of the electorate has cast a vote
    quorum_denominator = models.PositiveSmallIntegerField(default=2)
    majority_numerator = models.PositiveSmallIntegerField(default=2)  # of those that approve or reject approve
    majority_denominator = models.PositiveSmallIntegerField(default=3)
    translations_percent = models.PositiveSmallIntegerField(default=0)  # of the site's other languages, complete
    is_governed = models.BooleanField(default=False)  # a vote was opened: from then on texts come by vote only

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_numerator__gte=1, quorum_numerator__lte=F("quorum_denominator")),
                name="register_quorum_is_a_share",
            ),
            models.CheckConstraint(  # more than half, or two opposite texts could both be carried
                condition=Q(majority_numerator__lte=F("majority_denominator"))
                & Q(majority_numerator__gt=F("majority_denominator") - F("majority_numerator")),
                name="register_majority_is_more_than_half",
            ),
            models.CheckConstraint(
                condition=Q(translations_percent__lte=100), name="register_translations_are_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def quorum(self) -> Fraction:
        return Fraction(self.quorum_numerator, self.quorum_denominator)

    @property
    def majority(self) -> Fraction:
        return Fraction(self.majority_numerator, self.majority_denominator)


class CriteriaSet(models.Model):
    """What is bought together, such as smartphones; its releases are sealed, its name is not part of them."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="sets")
    slug = models.SlugField(unique=True)
    titles = models.JSONField()  # language: text
    introductions = models.JSONField()  # language: text

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("registry:set", args=[self.slug])

    @property
    def title(self) -> str:
        """The title in the reader's language, else in the register's own."""
        return self._text(self.titles)

    @property
    def introduction(self) -> str:
        return self._text(self.introductions)

    def _text(self, texts: dict[str, str]) -> str:
        return texts.get(get_language() or "") or texts[self.register.authoritative_languages[0]]
