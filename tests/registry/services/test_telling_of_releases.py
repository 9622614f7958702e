"""Who is told of a release of a set: whoever wants news of what is published, once; of imported ones nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Frequency
from portal.outbox.models import OutboxEvent
from portal.outbox.services import deliver_waiting
from registry.models import Release
from registry.services.noting import save_note
from registry.services.releasing import publish_release
from registry.services.telling import RELEASED, take, tell_of_release, tell_of_the_week, week_of
from tests.factories.drafts import secretary
from tests.factories.registry import CriteriaSetFactory, VersionFactory
from tests.factories.releases import RELEASED as DAY
from tests.factories.releases import issued, ready
from tests.registry.services.test_telling import MONDAY, WEDNESDAY, letters, reader, sent_to

pytestmark = pytest.mark.django_db

AT_ONCE, WEEKLY, NEVER = Frequency.AT_ONCE, Frequency.WEEKLY, Frequency.NEVER


def released(lead="", version=None):
    draft = ready(version or VersionFactory(criterion__code="BAT-01"))
    if lead:
        text = {**draft.note("en"), "lead": lead}
        draft = save_note(draft.pk, "en", text, seen=draft.lock_version, actor=secretary())
    return issued(draft)


def test_whoever_wants_it_at_once_gets_one_letter():
    user = reader(published=AT_ONCE)
    reader(published=NEVER)
    reader(published=WEEKLY)

    release = released()
    deliver_waiting()
    take(OutboxEvent.objects.filter(name=RELEASED))

    assert letters(RELEASED) == [(user.email, release.pk)]


def test_letter_says_what_a_human_wrote_and_leads_to_the_release():
    user = reader(published=AT_ONCE)
    released(lead="Batteries last longer.")
    deliver_waiting()

    [message] = sent_to(user)

    assert message.subject == "Published: smartphones@1.0.0"
    assert "smartphones@1.0.0, Circular and fair smartphones." in message.body
    assert "Batteries last longer." in message.body
    assert "/criteria/smartphones/1.0.0/" in message.body


def test_letter_of_a_release_without_a_lead_is_whole():
    user = reader(published=AT_ONCE)
    released()
    deliver_waiting()

    [message] = sent_to(user)

    assert "/criteria/smartphones/1.0.0/" in message.body


def test_whoever_has_changed_their_mind_gets_nothing():
    user = reader(published=AT_ONCE)
    released()
    deliver_waiting()
    user.notification_choices.update(frequency=NEVER)

    send_waiting()

    assert mail.outbox == []


def test_import_tells_nobody():
    reader(published=AT_ONCE)
    members = [(VersionFactory(), False)]
    release, _is_new = publish_release(CriteriaSetFactory(), members, effective_on=DAY, origin="import")

    assert tell_of_release(release.pk) == 0
    assert Letter.objects.count() == 0


def test_weekly_letter_names_the_release_once():
    user = reader(published=WEEKLY)
    with time_machine.travel(WEDNESDAY):
        release = released(lead="Batteries last longer.")

    assert list(week_of(user, monday=MONDAY).releases) == [release]
    with time_machine.travel(MONDAY):
        assert tell_of_the_week(on=MONDAY) > 0  # coordinators get one too
        assert tell_of_the_week(on=MONDAY) == 0
        [message] = sent_to(user)
    assert "New releases of sets" in message.body
    assert "- smartphones@1.0.0, Circular and fair smartphones: Batteries last longer." in message.body
    assert week_of(user, monday=MONDAY + timedelta(days=7)).count == 0


def test_weekly_letter_leaves_out_what_was_told_at_once():
    user = reader(published=AT_ONCE)
    with time_machine.travel(WEDNESDAY):
        released()
        deliver_waiting()
    user.notification_choices.update(frequency=WEEKLY)

    assert week_of(user, monday=MONDAY).count == 0


def test_release_that_is_gone_from_the_list_is_told_to_nobody():
    assert tell_of_release(Release.objects.count() + 1) == 0
