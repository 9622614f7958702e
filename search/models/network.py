"""What members ask each other when the search has not answered them."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.db import models
from django.db.models import CASCADE, Exists, OuterRef
from django.utils import timezone

from portal.core.sent_once import LONGEST_KEY, SentOnceQuerySet
from portal.members.models import Membership, Organisation
from search.queries import LONGEST_TEXT

SHORTEST_QUESTION, LONGEST_QUESTION = 10, 2_000  # characters
KEPT = timedelta(days=180)


class NetworkQuestionQuerySet(SentOnceQuerySet["NetworkQuestion"]):
    def standing(self, *, at: datetime) -> Self:
        """Not too old, of people who still work for the organisation: whoever has left is written to no more."""
        here = Membership.objects.active().filter(user=OuterRef("asker"), organisation=OuterRef("organisation"))
        return self.filter(Exists(here), asked_at__gt=at - KEPT)

    def for_list(self) -> Self:
        """With who asks, newest first."""
        return self.select_related("asker", "organisation").order_by("-asked_at", "-pk")


class NetworkQuestion(models.Model):
    """A question to all other members. They answer by mail; one that is withdrawn is gone."""

    asker = models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE, related_name="network_questions")
    organisation = models.ForeignKey(Organisation, CASCADE, related_name="network_questions")
    text = models.TextField(validators=[MinLengthValidator(SHORTEST_QUESTION), MaxLengthValidator(LONGEST_QUESTION)])
    words = models.CharField(max_length=LONGEST_TEXT, blank=True)  # that were searched for
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)  # of the text
    key = models.CharField(max_length=LONGEST_KEY, blank=True)  # of the form that it came from
    asked_at = models.DateTimeField(default=timezone.now)

    objects = NetworkQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.text[:60]}"
