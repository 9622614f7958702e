"""A text on its way to the register: edited until it is put to the members, then sealed as a candidate."""

import json
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import PROTECT, SET_NULL, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import LockableMixin, PreviewableMixin, RevisionMixin

from portal.members.models import Organisation
from registry.drafts.step import Step
from registry.enums import OPEN_STATES, PUT_STATES, Bump, CriterionKind, DraftState
from registry.sealed.base import Sealed
from registry.sealed.content import CriterionContent
from registry.sealed.criterion import CODE_PATTERN

# What an older revision may bring back; all else says where the draft stands, not what it says.
WRITTEN = ("content", "summary", "at_least", "same_bids_reason")


class Draft(PreviewableMixin, LockableMixin, RevisionMixin, models.Model):
    """One proposal for a criterion. Only services write it; ``lock_version`` counts how often its words were saved.

    Not DraftStateMixin or WorkflowMixin: their last approval publishes by itself, and approvals outlive edits.
    """

    register = models.ForeignKey("Register", PROTECT, related_name="drafts")
    criterion = models.ForeignKey("Criterion", PROTECT, null=True, related_name="drafts")  # None: not sealed yet
    code = models.CharField(max_length=8, validators=[RegexValidator(f"^{CODE_PATTERN}$")])
    kind = models.CharField(max_length=30, choices=CriterionKind)
    base_version = models.ForeignKey("CriterionVersion", PROTECT, null=True, related_name="drafts")
    content = models.JSONField()  # as CriterionContent.as_dict() writes it
    summary = models.JSONField(default=dict, blank=True)  # language: what changes, in a sentence
    at_least = models.PositiveSmallIntegerField(choices=Bump, default=Bump.PATCH)
    same_bids_reason = models.TextField(blank=True)  # why changed wording shuts no bid out; empty: not declared
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, SET_NULL, null=True, related_name="+")
    proposed_by = models.ForeignKey(Organisation, PROTECT, related_name="drafts")
    proposers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")  # all who have written in it
    state = models.CharField(max_length=20, choices=DraftState, default=DraftState.DRAFTING)
    lock_version = models.PositiveIntegerField(default=1)
    final = models.OneToOneField("CriterionVersion", PROTECT, null=True, related_name="draft")  # what it became
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["code", "-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(state__in=OPEN_STATES), name="draft_one_open_of_code"),
            models.UniqueConstraint(
                fields=["base_version"], condition=Q(state__in=OPEN_STATES), name="draft_one_open_of_base"
            ),
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=CriterionKind.values), name="draft_kind_is_known"),
            models.CheckConstraint(
                condition=Q(declared_by=None) | Q(confirmed_by=None) | ~Q(declared_by=F("confirmed_by")),
                name="draft_declaration_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.PUBLISHED, final__isnull=False)
                | (~Q(state=DraftState.PUBLISHED) & Q(final=None)),
                name="draft_published_has_final",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.base_version.number if self.base_version else _('new')})"

    @property
    def parsed(self) -> CriterionContent:
        return CriterionContent.from_json(json.dumps(self.content))

    @property
    def is_declared(self) -> bool:
        """Whether two people say that the same bids comply; one of them may be gone, and then they do not any more."""
        return bool(self.same_bids_reason and self.declared_by_id and self.confirmed_by_id)

    @property
    def newest_candidate(self) -> "Candidate | None":
        return self.candidates.select_related("version__criterion").order_by("-pk").first()

    @property
    def candidate(self) -> "Candidate | None":
        """The candidate that is before the members now."""
        return self.newest_candidate if self.state in PUT_STATES else None

    def with_content_json(self, content: dict[str, Any]) -> "Draft":
        """This draft with the words of an older revision; state, base, writers and counts stay as they are."""
        older: Draft = super().with_content_json(content)
        for field in self._meta.concrete_fields:
            if field.name not in WRITTEN:
                setattr(older, field.attname, getattr(self, field.attname))
        return older


class Candidate(Sealed):
    """A draft as it was sealed to be consulted and voted on."""

    draft = models.ForeignKey(Draft, PROTECT, related_name="candidates")
    version = models.OneToOneField("CriterionVersion", PROTECT, related_name="candidate")

    def __str__(self) -> str:
        return str(self.version)


class DraftStep(Step):
    """What happened to a draft."""

    draft = models.ForeignKey(Draft, PROTECT, related_name="steps")
    organisation = models.ForeignKey(Organisation, SET_NULL, null=True, related_name="+")  # whose vote or request
