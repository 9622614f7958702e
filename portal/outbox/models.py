"""Events, appended in the transaction that changed something, and their deliveries."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CASCADE, Q

from portal.outbox.channels import channels


class OutboxEventManager(models.Manager["OutboxEvent"]):
    def record(self, name: str, thing: models.Model) -> "OutboxEvent":
        """Note what happened to ``thing``, for every channel to take. Call it inside the changing transaction."""
        event = self.create(name=name, label=thing._meta.label_lower, object_id=thing.pk)
        Delivery.objects.bulk_create(Delivery(event=event, channel=channel) for channel in channels())
        return event

    def waiting_for(self, channel: str) -> models.QuerySet["OutboxEvent"]:
        return self.filter(deliveries__channel=channel, deliveries__delivered_at=None).order_by("pk")


class OutboxEvent(models.Model):
    """Append-only; one ``Delivery`` per event and channel says whether it was taken."""

    name = models.CharField(max_length=100)  # "registry.published"
    label = models.CharField(max_length=100)  # "registry.criterionversion"
    object_id = models.BigIntegerField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OutboxEventManager()

    def __str__(self) -> str:
        return f"{self.name}: {self.label} {self.object_id}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        return self.filter(delivered_at=None)

    def due(self, channel: str, *, at: datetime) -> Self:
        """What a channel is to take at a time: without what failed and is to be tried again later."""
        return self.waiting().filter(Q(retry_at=None) | Q(retry_at__lte=at), channel=channel).order_by("event_id")


class Delivery(models.Model):
    """One event for one channel; made with the event, so that what waits is found without a look at the past."""

    event = models.ForeignKey(OutboxEvent, CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=50)  # "search"
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # that failed
    retry_at = models.DateTimeField(null=True)  # not before; None: at once
    fault = models.TextField(blank=True)  # of the last attempt

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "channel"], name="delivery_once_per_event_and_channel")]
        indexes = [models.Index(fields=["channel", "event"], name="delivery_waiting", condition=Q(delivered_at=None))]

    def __str__(self) -> str:
        return f"{self.event} to {self.channel}"
