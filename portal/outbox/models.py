"""Events, appended in the transaction that changed something, and their deliveries."""

from django.db import models
from django.db.models import CASCADE


class OutboxEventManager(models.Manager["OutboxEvent"]):
    def record(self, name: str, thing: models.Model) -> "OutboxEvent":
        """Note what happened to ``thing``. Call it inside the changing transaction."""
        return self.create(name=name, label=thing._meta.label_lower, object_id=thing.pk)

    def waiting_for(self, channel: str) -> models.QuerySet["OutboxEvent"]:
        return self.exclude(deliveries__channel=channel).order_by("pk")


class OutboxEvent(models.Model):
    """Append-only; one ``Delivery`` per event and channel says who has taken it."""

    name = models.CharField(max_length=100)  # "registry.published"
    label = models.CharField(max_length=100)  # "registry.criterionversion"
    object_id = models.BigIntegerField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OutboxEventManager()

    def __str__(self) -> str:
        return f"{self.name}: {self.label} {self.object_id}"


class Delivery(models.Model):
    """One channel has taken one event."""

    event = models.ForeignKey(OutboxEvent, CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=50)  # "search"
    delivered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "channel"], name="delivery_once_per_event_and_channel")]

    def __str__(self) -> str:
        return f"{self.event} to {self.channel}"
