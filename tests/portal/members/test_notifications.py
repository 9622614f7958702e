"""Who wants mail about what, and the way out of a mail."""

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied

from portal.members.enums import Frequency, Topic
from portal.members.models import NotificationChoice
from portal.members.services.notifications import (
    FREQUENCIES,
    choices_of,
    choose,
    signed_link,
    subscription_of,
    unsubscribe,
    users_wanting,
)
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.races import race

pytestmark = pytest.mark.django_db
DEFAULTS = {
    Topic.FIGURES: Frequency.AT_ONCE,
    Topic.NEW_MEMBERS: Frequency.WEEKLY,
    Topic.CONSULTATIONS: Frequency.WEEKLY,
    Topic.VOTES: Frequency.AT_ONCE,
    Topic.PUBLISHED: Frequency.WEEKLY,
    Topic.SUCCESSORS: Frequency.AT_ONCE,
    Topic.QUESTIONS: Frequency.WEEKLY,
}


def member(**fields):
    return MembershipFactory(**fields).user


def test_defaults_hold_until_somebody_chooses():
    assert choices_of(member()) == DEFAULTS


def test_every_topic_can_be_had_never():
    assert set(FREQUENCIES) == set(Topic)
    assert all(Frequency.NEVER in offered for offered in FREQUENCIES.values())


def test_choice_is_kept_and_changed():
    user = member()
    choose(user.pk, {Topic.NEW_MEMBERS: Frequency.AT_ONCE}, actor=user)
    choose(user.pk, {Topic.NEW_MEMBERS: Frequency.NEVER}, actor=user)

    assert choices_of(user) == {**DEFAULTS, Topic.NEW_MEMBERS: Frequency.NEVER}
    assert NotificationChoice.objects.count() == 1


@pytest.mark.parametrize("fields", [{}, {"is_superuser": True}])
def test_nobody_chooses_for_somebody_else(fields):
    user = member()

    with pytest.raises(PermissionDenied):
        choose(user.pk, {Topic.FIGURES: Frequency.NEVER}, actor=UserFactory(**fields))

    assert choices_of(user) == DEFAULTS


def test_frequency_that_a_topic_has_not_is_refused():
    user = member()

    with pytest.raises(ValueError, match="figures has no mail weekly"):
        choose(user.pk, {Topic.FIGURES: Frequency.WEEKLY}, actor=user)


def test_wanting_counts_defaults_and_choices():
    silent, chose, never = member(), member(), member()
    NotificationChoice.objects.create(user=chose, topic=Topic.NEW_MEMBERS, frequency=Frequency.AT_ONCE)
    NotificationChoice.objects.create(user=never, topic=Topic.NEW_MEMBERS, frequency=Frequency.NEVER)

    assert users_wanting(Topic.NEW_MEMBERS, Frequency.WEEKLY) == {silent.pk}
    assert users_wanting(Topic.NEW_MEMBERS, Frequency.AT_ONCE) == {chose.pk}
    assert users_wanting(Topic.NEW_MEMBERS, Frequency.NEVER) == {never.pk}
    assert users_wanting(Topic.FIGURES, Frequency.AT_ONCE) == {silent.pk, chose.pk, never.pk}


def test_whoever_works_for_nobody_or_cannot_sign_in_wants_nothing():
    UserFactory()
    member(user__is_active=False)

    assert users_wanting(Topic.FIGURES, Frequency.AT_ONCE) == set()


def test_whoever_works_for_two_is_wanted_once():
    user = member()
    MembershipFactory(user=user)

    assert users_wanting(Topic.FIGURES, Frequency.AT_ONCE) == {user.pk}


def test_link_stops_its_own_topic_only():
    user = member()

    stopped = unsubscribe(signed_link(user.pk, Topic.NEW_MEMBERS))

    assert stopped == (user, (Topic.NEW_MEMBERS,))
    assert choices_of(user) == {**DEFAULTS, Topic.NEW_MEMBERS: Frequency.NEVER}


def test_link_of_a_mail_about_several_topics_stops_them_all():
    user = member()

    stopped = unsubscribe(signed_link(user.pk, Topic.VOTES, Topic.PUBLISHED))

    assert stopped is not None
    assert stopped.label == "Votes that wait for your organisation; New versions of criteria"
    assert choices_of(user) == {**DEFAULTS, Topic.VOTES: Frequency.NEVER, Topic.PUBLISHED: Frequency.NEVER}


def test_looking_at_a_link_stops_nothing():
    user = member()

    assert subscription_of(signed_link(user.pk, Topic.FIGURES)) == (user, (Topic.FIGURES,))
    assert choices_of(user) == DEFAULTS


def test_link_that_was_changed_or_made_elsewhere_stops_nothing():
    user = member()
    link = signed_link(user.pk, Topic.FIGURES)

    assert unsubscribe(link[:-1]) is None
    assert unsubscribe(signing.Signer(salt="another").sign_object([user.pk, "figures"])) is None
    assert unsubscribe("") is None
    assert choices_of(user) == DEFAULTS


def test_link_of_somebody_who_has_gone_stops_nothing():
    user = member()
    link = signed_link(user.pk, Topic.FIGURES)
    user.delete()

    assert unsubscribe(link) is None


@pytest.mark.django_db(transaction=True)
def test_stopping_twice_at_once_keeps_one_choice():
    user = member()
    link = signed_link(user.pk, Topic.FIGURES)

    results = race(*[lambda: unsubscribe(link)] * 2)

    assert results == [(user, (Topic.FIGURES,))] * 2
    assert NotificationChoice.objects.count() == 1


@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("frequency", Frequency)
def test_everybody_in_the_portal_wants_each_topic_in_exactly_one_way(topic, frequency):
    users = {member().pk, member().pk}
    chooser = member()
    if frequency in FREQUENCIES[topic]:
        choose(chooser.pk, {topic: frequency}, actor=chooser)

    wanting = [users_wanting(topic, each) for each in Frequency]

    assert sorted(pk for group in wanting for pk in group) == sorted({*users, chooser.pk})
