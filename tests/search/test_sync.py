"""The index follows what happens: from the outbox, however late, doubled or disordered, and by a rebuild."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from portal.outbox.models import OutboxEvent
from registry.services.sealing import seal_first, seal_next, seal_translation
from registry.services.withdrawing import withdraw
from search.copying import copy_waiting
from search.entries import EntryKind
from search.sources import base
from search.sync import take
from tests.factories.cms import home_in, page_under
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import (
    CriterionFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)
from tests.factories.search import asked, deliver, found, rebuild

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False):
        yield


def happened(name, thing):
    """An event as the services record it, and its delivery."""
    OutboxEvent.objects.record(name, thing)
    return deliver()


def key(version):
    return f"criterion:{version.pk}"


def test_published_criterion_is_found(backend):
    version = VersionFactory()

    assert happened("registry.published", version) == 1

    assert found(backend, "battery") == [key(version)]


def test_sealing_alone_has_it_found(backend, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        version = seal_first(CriterionFactory(), battery_content(), effective_on=TODAY, origin="test")

    assert found(backend, "battery") == [key(version)]


def test_next_version_takes_the_place_of_the_first(backend):
    body = battery_content(blocks={"title": "An accumulator that lasts"})
    first = seal_first(CriterionFactory(), battery_content(), effective_on=TODAY, origin="test")
    deliver()
    second, _difference = seal_next(first, body, change={}, effective_on=TODAY, origin="test")
    deliver()

    assert found(backend, "cycles") == [key(second)]


def test_late_translation_is_found(backend, django_capture_on_commit_callbacks):
    version = VersionFactory()
    happened("registry.published", version)

    with django_capture_on_commit_callbacks(execute=True):
        seal_translation(version, "fi", {"title": "Kestävä akku"})

    assert found(backend, "akun", "fi") == [key(version)]


def test_withdrawn_criterion_is_found_no_more(backend, django_capture_on_commit_callbacks):
    version = VersionFactory()
    happened("registry.published", version)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(version, reason={"en": "Nobody could prove it."}, use_instead=None, effective_on=TODAY, origin="test")

    assert found(backend, "battery") == []
    assert backend.keys(EntryKind.CRITERION) == set()


def test_release_brings_its_members_into_the_set_and_takes_others_out(backend):
    staying, leaving = VersionFactory(), VersionFactory()
    happened("registry.released", ReleaseFactory(members=[staying, leaving]))
    assert len(found(backend, facets={"set": ("smartphones",)})) == 2

    happened("registry.released", ReleaseFactory(number="2.0.0", members=[staying]))

    assert found(backend, facets={"set": ("smartphones",)}) == [key(staying)]
    assert set(found(backend)) == {key(staying), key(leaving)}


def test_version_of_tomorrow_is_found_tomorrow_without_another_event(backend):
    first = VersionFactory(published=date(2026, 2, 2))
    second = followed_by(first, "1.1.0", on=date(2026, 11, 24))
    happened("registry.published", second)

    assert found(backend, "battery", on=TODAY) == [key(first)]
    assert found(backend, "battery", on=date(2026, 11, 24)) == [key(second)]


def test_events_in_any_order_and_number_lead_to_the_same(backend):
    version = VersionFactory()
    translation = TranslationFactory(version=version)
    second = followed_by(version, "1.1.0", on=TODAY)
    events = [
        OutboxEvent.objects.record("registry.published", second),
        OutboxEvent.objects.record("registry.translated", translation),
        OutboxEvent.objects.record("registry.published", version),
    ]

    take(events)
    take(events[::-1])
    copy_waiting()

    assert found(backend, "battery") == [key(second)]


def test_event_of_a_criterion_itself_is_taken(backend):
    version = VersionFactory()

    happened("registry.changed", version.criterion)

    assert found(backend, "battery") == [key(version)]


@pytest.mark.parametrize("label", ["members.organisation", "gone.model", "registry.register", "registry.sharedbasket"])
def test_event_about_something_else_is_taken_and_changes_nothing(backend, label):
    event = OutboxEvent.objects.record("something.happened", VersionFactory())
    OutboxEvent.objects.filter(pk=event.pk).update(label=label)

    assert deliver() == 1

    assert not OutboxEvent.objects.waiting_for("search").exists()
    assert found(backend) == []


def test_event_about_a_version_that_is_not_there_changes_nothing(backend):
    event = OutboxEvent.objects.record("registry.published", VersionFactory())
    OutboxEvent.objects.filter(pk=event.pk).update(object_id=999_999)

    assert deliver() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_events_of_many_criteria_take_as_many_queries_as_of_one(database, django_assert_num_queries, count):
    events = [OutboxEvent.objects.record("registry.published", TranslationFactory().version) for _ in range(count)]

    with django_assert_num_queries(19):
        take(events)


def test_published_page_is_found(backend):
    page = page_under(home_in(), title="Background")

    happened("cms.page_published", page)

    assert found(backend, "background") == [f"page:{page.translation_key}"]


def test_publishing_in_the_admin_has_it_found(backend, django_capture_on_commit_callbacks):
    page = page_under(home_in(), title="Old words", live=False)
    page.title = "Background"

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert found(backend, "background") == [f"page:{page.translation_key}"]


def test_unpublished_page_is_found_no_more(backend):
    page = page_under(home_in(), title="Background")
    happened("cms.page_published", page)
    page.unpublish()

    deliver()

    assert backend.keys(EntryKind.PAGE) == set()


def test_page_unpublished_in_one_language_is_found_in_the_other(backend):
    english = page_under(home_in("en"), title="Background")
    swedish = page_under(home_in("sv"), title="Bakgrund", translation_key=english.translation_key)
    happened("cms.page_published", english)
    swedish.unpublish()

    deliver()

    assert found(backend, "bakgrund", "sv") == []
    assert found(backend, "background", "sv") == [f"page:{english.translation_key}"]


def test_deleted_page_is_found_no_more_and_others_stay(backend):
    home = home_in()
    staying, going = page_under(home, title="Staying", slug="staying"), page_under(home, title="Going", slug="going")
    happened("cms.page_published", staying)
    happened("cms.page_published", going)
    going.delete()

    deliver()

    assert backend.keys(EntryKind.PAGE) == {f"page:{page.translation_key}" for page in (staying,)}


def test_moved_page_is_found_at_its_new_address(backend):
    home = home_in()
    goal, page = page_under(home, slug="goal"), page_under(home, title="Background", slug="background")
    happened("cms.page_published", page)

    page.move(goal, "last-child")
    deliver()

    assert [hit.path for hit in backend.search(asked("background")).hits] == ["/goal/background/"]


def test_rebuild_finds_everything_there_is(backend):
    version, gone = VersionFactory(), withdrawn(VersionFactory())
    page = page_under(home_in(), title="Background")

    counts = list(rebuild())

    assert counts == [1, 3, 3]
    assert set(found(backend)) == {
        key(version),
        f"page:{page.translation_key}",
        "page:00000000-0000-0000-0000-000000000001",
    }
    assert key(gone) not in found(backend)


def test_rebuild_mends_an_index_that_went_astray(backend):
    version = VersionFactory()
    list(rebuild())
    backend.remove([key(version)])

    list(rebuild())

    assert found(backend, "battery") == [key(version)]


def test_rebuild_goes_in_batches(backend, monkeypatch):
    monkeypatch.setattr(base, "BATCH_SIZE", 2)
    VersionFactory.create_batch(5)

    assert list(rebuild()) == [2, 4, 5, 5, 5]  # the last ones look at the page that Wagtail brings, and at what is gone


def test_command_rebuilds_and_says_how_much_is_found(database, capsys):
    VersionFactory.create_batch(2)

    call_command("search_rebuild")
    call_command("search_rebuild")

    assert capsys.readouterr().out.splitlines()[-1] == "2 entries can be found (database)"
    assert len(found(database)) == 2


def test_command_on_an_empty_register_is_well(database, capsys):
    call_command("search_rebuild")

    assert capsys.readouterr().out.splitlines()[-1] == "0 entries can be found (database)"
