"""A city that has adapted an older release is told once of a newer one."""

import pytest
from django.core import mail

from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Frequency, Topic
from portal.members.models import NotificationChoice
from portal.outbox.models import OutboxEvent
from portal.outbox.services import deliver_waiting
from registry.services.adapting import rebase_adaptation, start_next_adaptation
from registry.services.releasing import publish_release
from registry.services.telling_adapters import take, tell_adapters_of
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.adaptations import (
    ADAPTED_ON,
    changes,
    cycles,
    published_adaptation,
    smartphones,
    withdrawn_adaptation,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory, battery_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return OrganisationFactory(name="Examplehaven", slug="examplehaven")


@pytest.fixture
def editor(city):
    return city_editor(city)


@pytest.fixture
def adaptation(city, editor):
    return published_adaptation(organisation=city, release=smartphones("BAT-01"), actor=editor)


def released(adaptation, *, origin="release"):
    """A release of the set in which the battery's criterion has a new version."""
    base = adaptation.release.members.get().version
    version = VersionFactory(
        criterion=base.criterion, number="1.0.1", base_version=base, body=battery_content(theme="durability")
    )
    release, _is_new = publish_release(
        adaptation.criteria_set, [(version, False)], effective_on=ADAPTED_ON, origin=origin
    )
    return release


def letters():
    rows = Letter.objects.filter(kind="registry.newer_release").order_by("pk")
    return list(rows.values_list("recipient", "object_id", "occasion"))


def sent():
    send_waiting()
    return [message for message in mail.outbox if "has a newer release" in message.subject]


def test_editors_of_the_city_are_told_once(adaptation, city, editor):
    MembershipFactory(organisation=city)
    city_editor()
    release = released(adaptation)

    deliver_waiting()

    assert letters() == [(editor.email, release.pk, f"organisation.{city.pk}")]


def test_letter_says_what_stands_on_what_and_leads_to_the_changes(adaptation, editor):
    release = released(adaptation)

    deliver_waiting()

    [message] = sent()
    assert message.to == [editor.email]
    assert message.subject == f"What Examplehaven has adapted has a newer release: {release}"
    assert "examplehaven/smartphones@1.0.0 stands on smartphones@1.0.0" in message.body
    assert f"/en/criteria/smartphones/compare/1.0.0...{release.number}/" in message.body
    assert "/en/me/adaptations/" in message.body
    assert message.extra_headers["List-Unsubscribe"].startswith("<http")


def test_event_that_comes_again_tells_nobody_twice(adaptation, editor):
    release = released(adaptation)
    event = OutboxEvent.objects.get(name="registry.released", object_id=release.pk)

    deliver_waiting()
    take([event, event])

    assert (len(letters()), tell_adapters_of(release.pk), len(sent())) == (1, 1, 1)


def test_import_of_a_register_tells_nobody(adaptation, editor):
    released(adaptation, origin="import")

    deliver_waiting()

    assert letters() == []


def test_city_that_has_withdrawn_its_adaptation_is_not_told(adaptation, editor):
    withdrawn_adaptation(adaptation)
    released(adaptation)

    deliver_waiting()

    assert letters() == []


def test_city_that_stands_on_the_newer_release_already_is_not_told(adaptation, editor):
    release = released(adaptation)
    draft = start_next_adaptation(adaptation, actor=editor)
    rebase_adaptation(draft.pk, release, decisions={}, values={}, seen=draft.lock_version, on=ADAPTED_ON, actor=editor)
    draft.refresh_from_db()
    published_adaptation(draft, actor=city_editor(adaptation.organisation))

    deliver_waiting()

    assert letters() == []


def test_letter_is_not_sent_to_whoever_has_left_meanwhile(adaptation, editor):
    released(adaptation)
    deliver_waiting()

    editor.memberships.all().delete()

    assert sent() == []


def test_whoever_wants_no_such_mail_gets_none(adaptation, editor):
    NotificationChoice.objects.create(user=editor, topic=Topic.SUCCESSORS, frequency=Frequency.NEVER)
    released(adaptation)

    deliver_waiting()

    assert letters() == []


def test_release_that_is_gone_tells_nobody():
    assert tell_adapters_of(987_654) == 0


def test_city_with_two_adaptations_is_told_of_the_newest_only(adaptation, city, editor):
    draft = start_next_adaptation(adaptation, actor=editor)
    draft.overrides = changes(cycles("1300")).as_dict()
    draft.save()
    published_adaptation(draft, actor=city_editor(city))
    released(adaptation)

    deliver_waiting()

    [message, _colleague] = sent()
    assert "examplehaven/smartphones@2.0.0 stands on" in message.body
