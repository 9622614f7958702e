"""Database, entries and engine compared: every difference is named, and mended."""

import contextlib

import pytest
from django.core.management import CommandError, call_command

from portal.outbox.models import OutboxEvent
from search.backends import search_engine
from search.checking import copy_differences, entry_differences
from search.database import writing
from search.elastic.client import send
from search.elastic.documents import alias, all_aliases
from search.entries import version_key
from search.models import IndexedEntry
from tests.factories.registry import VersionFactory
from tests.factories.search import deliver, entry, found, rebuild

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(elasticsearch, settings):
    settings.SEARCH_BACKEND = "search.elastic.ElasticBackend"


def published():
    version = VersionFactory()
    OutboxEvent.objects.record("registry.published", version)
    deliver()
    return version_key(version.pk)


def told(differences):
    return [str(difference) for difference in differences]


def test_what_was_indexed_does_not_differ(backend, capsys):
    list(rebuild())
    published()

    call_command("search_check")

    assert capsys.readouterr().out == f"no difference ({backend.name})\n"


def test_entry_that_is_missing_wrong_or_too_many_is_named():
    list(rebuild())
    missing, wrong = published(), published()
    writing.remove([missing])
    IndexedEntry.objects.filter(key=wrong).update(digest="0" * 64)
    writing.write([entry("criterion:999999", "A battery that nobody published")])

    assert told(entry_differences()) == [
        f"{missing}: there, but not among the entries",
        f"{wrong}: the entry says something else",
        "criterion:999999: an entry of what cannot be found any more",
    ]


def test_command_lists_differences_and_repairs_them(backend, capsys):
    list(rebuild())
    key = published()
    backend.remove([key])
    with pytest.raises(CommandError, match="1 differences: search_check --repair mends them"):
        call_command("search_check")
    assert capsys.readouterr().out == f"{key}: there, but not among the entries\n"

    call_command("search_check", "--repair")

    assert found(backend, "battery") == [key]
    call_command("search_check")


def test_document_that_is_missing_old_or_too_many_is_named(engine):
    list(rebuild())
    missing, old = published(), published()
    index = alias("public", "criterion")
    send("DELETE", f"/{index}/_doc/{missing}?refresh=true")
    revision = IndexedEntry.objects.get(key=old).revision
    IndexedEntry.objects.filter(key=old).update(revision=revision + 5)
    stray = {"key": "criterion:999999", "kind": "criterion", "visible_to": ["everyone"], "digest": "0"}
    send("PUT", f"/{index}/_doc/criterion:999999?refresh=true", stray)

    assert sorted(told(copy_differences(search_engine()))) == sorted(
        [
            f"{missing}: revision {IndexedEntry.objects.get(key=missing).revision} is missing in the engine",
            f"{old}: revision {revision} in the engine instead of {revision + 5}",
            "criterion:999999: in the engine, but nowhere else",
        ]
    )


def test_documents_are_repaired(engine, capsys):
    list(rebuild())
    key = published()
    index = alias("public", "criterion")
    send("DELETE", f"/{index}/_doc/{key}?refresh=true")
    stray = {"key": "criterion:999999", "kind": "criterion", "visible_to": ["everyone"], "digest": "0"}
    send("PUT", f"/{index}/_doc/criterion:999999?version=77&version_type=external&refresh=true", stray)

    call_command("search_check", "--repair")

    assert capsys.readouterr().out.splitlines()[-1] == "2 differences mended (elasticsearch)"
    call_command("search_check")
    assert list(copy_differences(search_engine())) == []


def test_repair_reads_the_engine_as_often_as_a_check(engine, caplog):
    list(rebuild())
    send("DELETE", f"/{alias('public', 'criterion')}/_doc/{published()}?refresh=true")

    def reads(*options):
        caplog.clear()
        with contextlib.suppress(CommandError):
            call_command("search_check", *options)
        return sum("/_search" in message for message in caplog.messages)

    with caplog.at_level("INFO", "elastic_transport.transport"):
        once, again = reads(), reads("--repair")

    assert once == again == len(all_aliases())


def test_command_fails_while_the_engine_is_away(engine, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"

    with pytest.raises(CommandError, match="The search engine cannot be compared"):
        call_command("search_check")
