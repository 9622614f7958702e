"""What an experience tells: its working edition is written, its published ones stay as they are."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import CASCADE, SET_NULL, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import (
    WORKING_STATES,
    Again,
    Audience,
    Challenge,
    ContractType,
    Currency,
    PriceOutcome,
    Procedure,
    Section,
    Stage,
    State,
    Topic,
)
from portal.experiences.models.experience import TenderExperience
from portal.experiences.querysets import EditionQuerySet
from portal.members.countries import country_choices, country_name
from portal.members.models import is_nuts, region_fault

is_notice = RegexValidator(
    r"^[1-9][0-9]{0,7}-20[0-9]{2}$", _("A TED notice number is digits, a hyphen and a year: 554113-2026.")
)


class Edition(models.Model):
    """One state of a record. How strictly it is looked at is the one difference of a draft."""

    experience = models.ForeignKey(TenderExperience, CASCADE, related_name="editions")
    number = models.PositiveIntegerField()  # 1, then one more with each correction
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    submission = models.PositiveIntegerField(default=0)  # which submission of its record it was last; 0: never sent
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    language = models.CharField(_("language of the text"), max_length=10, choices=settings.LANGUAGES, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    nuts = models.CharField(_("NUTS code"), max_length=5, blank=True, validators=[is_nuts])
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    stage = models.CharField(_("stage of the tender"), max_length=20, choices=Stage, blank=True)
    procedure = models.CharField(_("procedure"), max_length=20, choices=Procedure, blank=True)
    contract_type = models.CharField(_("type of contract"), max_length=30, choices=ContractType, blank=True)
    cpv = models.JSONField(_("CPV codes"), default=list, blank=True)  # "32250000-0"
    notice = models.CharField(_("TED notice number"), max_length=13, blank=True, validators=[is_notice])
    lots = models.PositiveSmallIntegerField(_("lots"), null=True, blank=True)
    duration = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)
    extension = models.PositiveSmallIntegerField(_("possible extension in months"), null=True, blank=True)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)
    source_title = models.CharField(_("public source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the public source"), blank=True)

    currency = models.CharField(_("currency"), max_length=3, choices=Currency, blank=True)
    estimated_value = models.DecimalField(_("estimated value"), max_digits=14, decimal_places=2, null=True, blank=True)
    awarded_value = models.DecimalField(_("awarded value"), max_digits=14, decimal_places=2, null=True, blank=True)

    bids = models.PositiveSmallIntegerField(_("number of bids"), null=True, blank=True)
    price_outcome = models.CharField(_("price against the estimate"), max_length=20, choices=PriceOutcome, blank=True)
    challenge = models.CharField(_("questions or challenges"), max_length=20, choices=Challenge, blank=True)
    challenge_text = models.TextField(_("what came of them"), max_length=4000, blank=True)
    again = models.CharField(_("would you do it again?"), max_length=20, choices=Again, blank=True)
    again_text = models.TextField(_("why"), max_length=4000, blank=True)
    suppliers_anonymous = models.BooleanField(_("do not name suppliers"), default=True)
    contact_role = models.CharField(_("whom to ask, by role"), max_length=150, blank=True)

    visibility = models.CharField(
        _("who may see the record"), max_length=10, choices=Audience, default=Audience.MEMBERS
    )
    values_visibility = models.CharField(
        _("who may see the values"), max_length=10, choices=Audience, default=Audience.EVERYONE
    )
    criteria_visibility = models.CharField(
        _("who may see the criteria"), max_length=10, choices=Audience, default=Audience.EVERYONE
    )
    outcome_visibility = models.CharField(
        _("who may see what happened"), max_length=10, choices=Audience, default=Audience.EVERYONE
    )
    lessons_visibility = models.CharField(
        _("who may see the lessons"), max_length=10, choices=Audience, default=Audience.EVERYONE
    )
    contact_visibility = models.CharField(
        _("who may see the contact"), max_length=10, choices=Audience, default=Audience.EVERYONE
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["experience", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["experience", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["experience"], condition=Q(state__in=WORKING_STATES), name="edition_one_in_work"
            ),
            models.CheckConstraint(
                condition=Q(estimated_value=None) | Q(estimated_value__gte=0), name="edition_estimate_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(awarded_value=None) | Q(awarded_value__gte=0), name="edition_award_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=(Audience.MEMBERS, Audience.EVERYONE)),
                name="edition_record_is_for_members_or_everyone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.experience} {self.title}".strip()

    def clean(self) -> None:
        """Raises ValidationError for a region of another country."""
        super().clean()
        if self.nuts and self.country and (fault := region_fault(self.nuts, self.country)):
            raise ValidationError({"nuts": fault})

    @property
    def country_name(self) -> str:
        return country_name(self.country) if self.country else ""

    def audience_of(self, section: Section) -> Audience:
        """Who may see a section: its own audience, or the record's where that is narrower."""
        record = Audience(self.visibility)
        if section is Section.TENDER:
            return record
        own = Audience(getattr(self, f"{section.value}_visibility"))
        return min(record, own, key=lambda audience: audience.width)


class Lesson(models.Model):
    """What was learned about one topic."""

    edition = models.ForeignKey(Edition, CASCADE, related_name="lessons")
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    text = models.TextField(_("lesson"), max_length=6000)

    class Meta:
        ordering = ["edition", "topic"]
        constraints = [models.UniqueConstraint(fields=["edition", "topic"], name="lesson_once_per_topic")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_topic_display()}"


class Supplier(models.Model):
    """A company that took part; outside its buyer it is "Supplier A" while suppliers are not named."""

    edition = models.ForeignKey(Edition, CASCADE, related_name="suppliers")
    name = models.CharField(_("supplier"), max_length=200)
    is_winner = models.BooleanField(_("won a contract"), default=False)

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="supplier_once_per_edition")]

    def __str__(self) -> str:
        return self.name
