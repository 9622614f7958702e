"""Who may vote on a candidate, and how they did."""

from datetime import date, timedelta

from django.db import models
from django.db.models import PROTECT, Q
from django.utils import timezone

from portal.members.models import Organisation
from registry.drafts.draft import Candidate
from registry.drafts.querysets import ElectorQuerySet, VoteQuerySet
from registry.drafts.tally import Tally
from registry.enums import StatusKind, VoteChoice
from registry.sealed.base import Sealed
from registry.sealed.status import StatusEvent


class Elector(Sealed):
    """A member that was there when the vote on a candidate opened; ``guards.py`` lets nobody in later."""

    candidate = models.ForeignKey(Candidate, PROTECT, related_name="electors")
    organisation = models.ForeignKey(Organisation, PROTECT, related_name="+")

    objects = ElectorQuerySet.as_manager()

    class Meta:
        ordering = ["candidate", "organisation__name"]
        constraints = [models.UniqueConstraint(fields=["candidate", "organisation"], name="elector_once_per_candidate")]

    def __str__(self) -> str:
        return f"{self.organisation} on {self.candidate}"


class Vote(models.Model):
    """What a member says of a candidate; it can be changed until an event closes the vote, as ``guards.py`` enforces.

    No person is in it: an erasure must not touch a closed vote. The steps of the draft say who cast it.
    """

    elector = models.OneToOneField(Elector, PROTECT, related_name="vote")
    choice = models.CharField(max_length=10, choices=VoteChoice)
    reason = models.TextField(max_length=5000, blank=True)
    cast_at = models.DateTimeField(default=timezone.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(choice__in=VoteChoice.values), name="vote_choice_is_known"),
            models.CheckConstraint(
                condition=~Q(choice=VoteChoice.REJECT) | ~Q(reason=""), name="vote_objection_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elector}: {self.choice}"


def tally_of(candidate: Candidate) -> Tally:
    """The count at this instant, by the rules that were fixed when the vote opened.

    It holds while the caller has the register locked. Raises StatusEvent.DoesNotExist before a vote has opened.
    """
    rules = candidate.version.events.get(kind=StatusKind.VOTING).parsed_details
    votes = Vote.objects.filter(elector__candidate=candidate).by_choice()
    return Tally.read(rules, votes)


def first_day_to_publish(opened: StatusEvent) -> date:
    """The day from which a text may be published, by the event that opened its vote; older ones ask for no days."""
    return opened.effective_on + timedelta(days=opened.parsed_details.get("min_days", 0))
