"""The outbox: each channel takes each event once; what fails waits, and stops nobody else."""

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.outbox import channels, services
from portal.outbox.channels import register_channel
from portal.outbox.models import Delivery, OutboxEvent
from portal.outbox.services import FIRST_PAUSE, deliver_waiting, pause
from portal.outbox.tasks import deliver_after_commit
from tests.factories.registry import CriterionFactory, VersionFactory
from tests.races import race


@pytest.fixture(autouse=True)
def _own_channels(monkeypatch):
    monkeypatch.setattr(channels, "_channels", {})


@pytest.fixture
def channel():
    """Register a channel that notes the names of the events it takes, batch by batch."""

    def register(name):
        batches = []
        register_channel(name, lambda events: batches.append([event.name for event in events]))
        return batches

    return register


def record(*names):
    version = VersionFactory()
    return [OutboxEvent.objects.record(name, version) for name in names]


def fail(events):
    raise ConnectionError("the world does not answer")


@transaction.atomic
def record_and_fail(name):
    record(name)
    deliver_after_commit()
    fail([])


def test_event_says_what_happened_to_which_row(db):
    version = VersionFactory(criterion__code="BAT-01")

    event = OutboxEvent.objects.record("registry.published", version)

    assert (event.name, event.label, event.object_id) == ("registry.published", "registry.criterionversion", version.pk)
    assert str(event) == f"registry.published: registry.criterionversion {version.pk}"


def test_each_channel_takes_each_event_once_oldest_first(db, channel):
    search, mail = channel("search"), channel("mail")
    record("one", "two")

    assert deliver_waiting() == {"search": 2, "mail": 2}
    assert deliver_waiting() == {"search": 0, "mail": 0}
    assert search == mail == [["one", "two"]]
    assert Delivery.objects.count() == 4


def test_channel_that_comes_later_takes_what_happens_from_then_on(db, channel):
    channel("search")
    record("one")

    late = channel("mail")
    record("two")

    assert deliver_waiting() == {"search": 2, "mail": 1}
    assert late == [["two"]]


def test_failing_channel_stops_no_other_and_its_events_wait(db, channel, caplog):
    register_channel("mail", fail)
    search = channel("search")
    record("one")

    assert deliver_waiting() == {"mail": 0, "search": 1}
    assert search == [["one"]]
    assert list(OutboxEvent.objects.waiting_for("mail").values_list("name", flat=True)) == ["one"]
    assert "The channel mail failed; its events are tried one by one." in caplog.text

    mended = channel("mail")
    assert deliver_waiting() == {"mail": 0, "search": 0}
    with time_machine.travel(timezone.now() + FIRST_PAUSE):
        assert deliver_waiting() == {"mail": 1, "search": 0}
    assert mended == [["one"]]


def test_event_that_fails_by_itself_is_set_aside_and_its_neighbours_are_taken(db, caplog):
    taken = []

    def take_all_but_two(events):
        if any(event.name == "two" for event in events):
            fail(events)
        taken.extend(event.name for event in events)

    register_channel("search", take_all_but_two)
    record("one", "two", "three")

    assert deliver_waiting() == {"search": 2}
    assert taken == ["one", "three"]
    poison = Delivery.objects.waiting().get()
    assert (poison.event.name, poison.attempts) == ("two", 1)
    assert poison.fault == "ConnectionError('the world does not answer')"
    assert f"{poison} failed 1 times" in caplog.text


def test_pause_doubles_and_never_exceeds_an_hour():
    assert [pause(attempts).total_seconds() for attempts in (1, 2, 3, 10, 1_000)] == [10, 20, 40, 3_600, 3_600]


def test_channel_that_takes_nothing_is_asked_for_three_events_only(db):
    asked = []

    def refuse(events):
        asked.append(len(events))
        fail(events)

    register_channel("mail", refuse)
    record("one", "two", "three", "four", "five")

    assert deliver_waiting() == {"mail": 0}
    assert asked == [5, 1, 1, 1]
    assert Delivery.objects.due("mail", at=timezone.now()).count() == 2


def test_what_a_failing_channel_wrote_is_taken_back(db):
    def write_and_fail(events):
        CriterionFactory(code="BAT-77")
        fail(events)

    register_channel("half", write_and_fail)
    [event] = record("one")

    deliver_waiting()

    assert not type(VersionFactory().criterion).objects.filter(code="BAT-77").exists()
    assert Delivery.objects.get(event=event).delivered_at is None


def test_events_are_taken_in_batches(db, channel, monkeypatch):
    monkeypatch.setattr(services, "BATCH_SIZE", 2)
    search = channel("search")
    record("one", "two", "three", "four", "five")

    assert deliver_waiting() == {"search": 5}
    assert search == [["one", "two"], ["three", "four"], ["five"]]


def test_batches_before_a_failure_stay_delivered(db, monkeypatch):
    monkeypatch.setattr(services, "BATCH_SIZE", 1)
    taken = []

    def take_two(events):
        if len(taken) == 2:
            fail(events)
        taken.extend(event.name for event in events)

    register_channel("search", take_two)
    record("one", "two", "three")

    assert deliver_waiting() == {"search": 2}
    assert [event.name for event in OutboxEvent.objects.waiting_for("search")] == ["three"]


def test_second_delivery_of_an_event_is_refused_by_the_database(db):
    register_channel("search", fail)
    [event] = record("one")

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(event=event, channel="search")


def test_command_says_how_many_each_channel_took(db, channel, capsys):
    channel("search")
    channel("mail")
    record("one", "two")

    call_command("outbox_deliver")

    assert capsys.readouterr().out == "search: 2 events\nmail: 2 events\n"


def test_delivery_happens_once_after_the_commit_however_often_it_is_asked_for(
    db, channel, django_capture_on_commit_callbacks
):
    search = channel("search")

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        record("one")
        deliver_after_commit()
        with transaction.atomic():
            record("two")
            deliver_after_commit()
        deliver_after_commit()
        assert search == []

    assert (len(callbacks), search) == (1, [["one", "two"]])


def test_step_that_was_taken_back_inside_does_not_take_the_delivery_with_it(
    db, channel, django_capture_on_commit_callbacks
):
    search = channel("search")

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        with pytest.raises(ConnectionError):
            record_and_fail("lost")
        record("kept")
        deliver_after_commit()

    assert (len(callbacks), search) == (1, [["kept"]])


def test_nothing_is_delivered_of_a_transaction_that_was_taken_back(db, channel, django_capture_on_commit_callbacks):
    search = channel("search")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ConnectionError):
        record_and_fail("one")

    assert (search, OutboxEvent.objects.count()) == ([], 0)


def test_failing_channel_does_not_undo_what_was_committed(db, django_capture_on_commit_callbacks):
    register_channel("mail", fail)

    with django_capture_on_commit_callbacks(execute=True):
        record("one")
        deliver_after_commit()

    assert OutboxEvent.objects.get().name == "one"


@pytest.mark.django_db(transaction=True)
def test_deliveries_at_the_same_time_note_each_event_once(channel):
    channel("search")
    record(*(f"event {n}" for n in range(20)))

    race(deliver_waiting, deliver_waiting, deliver_waiting)
    deliver_waiting()

    assert Delivery.objects.filter(channel="search").exclude(delivered_at=None).count() == 20
    assert not OutboxEvent.objects.waiting_for("search").exists()
