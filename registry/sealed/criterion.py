"""A criterion as a concept: its code and kind, for ever."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from registry.enums import CriterionKind
from registry.sealed.base import Sealed

CODE_PATTERN = r"[A-Z][A-Z0-9]{1,4}-[0-9]{2}"


class Criterion(Sealed):
    """One requirement as a concept. Its code never changes and never returns; a new kind is a new criterion."""

    register = models.ForeignKey("Register", models.PROTECT, related_name="criteria")
    code = models.CharField(max_length=8, unique=True, validators=[RegexValidator(f"^{CODE_PATTERN}$")])
    kind = models.CharField(max_length=30, choices=CriterionKind.choices)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CriterionKind.values), name="criterion_kind_is_known")
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("registry:criterion", args=[self.slug])

    @property
    def slug(self) -> str:
        return self.code.lower()
