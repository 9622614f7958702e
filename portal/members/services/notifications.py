"""Who wants mail about what, and how often. One mail can be stopped from itself, without signing in."""

from collections.abc import Mapping
from typing import NamedTuple

from django.core import signing
from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from portal.members.enums import Frequency, Topic
from portal.members.models import NotificationChoice

# The first is the default.
FREQUENCIES: Mapping[Topic, tuple[Frequency, ...]] = {
    Topic.FIGURES: (Frequency.AT_ONCE, Frequency.NEVER),
    Topic.NEW_MEMBERS: (Frequency.WEEKLY, Frequency.AT_ONCE, Frequency.NEVER),
    Topic.CONSULTATIONS: (Frequency.WEEKLY, Frequency.AT_ONCE, Frequency.NEVER),
    Topic.VOTES: (Frequency.AT_ONCE, Frequency.WEEKLY, Frequency.NEVER),
    Topic.PUBLISHED: (Frequency.WEEKLY, Frequency.AT_ONCE, Frequency.NEVER),
    Topic.SUCCESSORS: (Frequency.AT_ONCE, Frequency.NEVER),
    Topic.QUESTIONS: (Frequency.WEEKLY, Frequency.AT_ONCE, Frequency.NEVER),
}
_signer = signing.Signer(salt="members.unsubscribe")


class Subscription(NamedTuple):
    """What a signed link in a mail stops: the topics of that mail for one person."""

    user: User
    topics: tuple[Topic, ...]

    @property
    def label(self) -> str:
        return "; ".join(str(topic.label) for topic in self.topics)


def choices_of(user: User) -> dict[Topic, Frequency]:
    """How often somebody wants mail about each topic: as chosen, else the topic's default."""
    chosen = dict(user.notification_choices.values_list("topic", "frequency"))
    return {topic: Frequency(chosen.get(topic, offered[0])) for topic, offered in FREQUENCIES.items()}


def users_wanting(topic: Topic, frequency: Frequency) -> set[int]:
    """The ids of the people in the portal who want mail about a topic just so often."""
    people = User.objects.filter(is_active=True, memberships__isnull=False)
    chosen = NotificationChoice.objects.filter(topic=topic)
    wanting = people.filter(pk__in=chosen.filter(frequency=frequency).values("user"))
    if frequency == FREQUENCIES[topic][0]:
        wanting = wanting | people.exclude(pk__in=chosen.values("user"))
    return set(wanting.values_list("pk", flat=True))


@transaction.atomic
def choose(user_id: int, choices: Mapping[Topic, Frequency], *, actor: User) -> None:
    """Keep somebody's own choices. Raises PermissionDenied, or ValueError for a frequency that the topic has not."""
    user = User.objects.get(pk=user_id)
    require(actor, "members.choose_notifications", user)
    for topic, frequency in choices.items():
        _keep(user, topic, frequency)


@transaction.atomic
def unsubscribe(signed: str) -> Subscription | None:
    """Stop mail about the topics of a mail, for whoever holds its link. A repeat changes nothing."""
    subscription = subscription_of(signed)
    if subscription:
        for topic in subscription.topics:
            _keep(subscription.user, topic, Frequency.NEVER)
    return subscription


def signed_link(user_id: int, *topics: Topic) -> str:
    """What stands in the link of a mail; it opens nothing but the way out of its topics, and never expires."""
    return _signer.sign_object([user_id, *(topic.value for topic in topics)])


def subscription_of(signed: str) -> Subscription | None:
    """What a link stops; None if it is not ours, or its person has gone."""
    try:
        user_id, *topics = _signer.unsign_object(signed)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=user_id).first()
    return Subscription(user, tuple(map(Topic, topics))) if user else None


def _keep(user: User, topic: Topic, frequency: Frequency) -> None:
    if frequency not in FREQUENCIES[topic]:
        raise ValueError(f"{topic} has no mail {frequency}")
    NotificationChoice.objects.update_or_create(user=user, topic=topic, defaults={"frequency": frequency})
