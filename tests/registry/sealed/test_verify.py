"""Whoever changes a sealed row behind the guards is found out, and the row is named."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry.sealed import guards
from registry.sealed.canonical import sha256
from registry.sealed.verify import find_faults
from tests.factories.history import followed_by
from tests.factories.registry import (
    CriterionFactory,
    ReleaseFactory,
    SharedBasketFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)
from tests.registry.sealed.tampering import tamper

pytestmark = pytest.mark.django_db

NOT_AS_SEALED = "its content is not what was sealed"
GONE_ASTRAY = "its members are not the ones in its manifest"
FIRST, SECOND, SET = "BAT-01@1.0.0", "BAT-01@1.1.0", "smartphones@1.0.0"
BASKET = "imta7fa7szvxrkdqtsrfwgxagu"  # the address of the one that is shared here
BREAKS_AT_FIRST = f"The chain of events breaks at number 1: {FIRST} published 2026-02-02."
BREAKS_AT_SECOND = f"The chain of events breaks at number 2: {SECOND} published 2026-05-04."
STRAYED = f"Release {SET}: {GONE_ASTRAY}."
VERSIONS, TRANSLATIONS, EVENTS = "registry_criterionversion", "registry_versiontranslation", "registry_statusevent"
RELEASES, MEMBERS, BASKETS = "registry_release", "registry_releasemember", "registry_sharedbasket"


@pytest.fixture(autouse=True)
def register():
    """Two versions, a translation and a release; the chain is 1 first published, 2 second published, 3 first
    superseded, 4 another criterion published, 5 release published."""
    first = VersionFactory(criterion__code="BAT-01")
    second = followed_by(first, "1.1.0", body=battery_content(theme="durability"))
    other = VersionFactory(criterion__code="LAB-01")
    TranslationFactory(version=second)
    ReleaseFactory(members=[second, other])
    CriterionFactory(code="TAK-01")
    SharedBasketFactory(body={"schema": "basket/1", "title": "Phones", "items": []})


def faults() -> list[str]:
    """The sentences, without the hashes in them."""
    return [fault.split(" (hash")[0] for fault in find_faults()]


def test_untouched_rows_have_no_fault():
    assert faults() == []


def test_guards_that_were_off_for_nothing_leave_no_fault():
    tamper()

    assert faults() == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            f"UPDATE {VERSIONS} SET content = replace(content, 'lasts', 'fades') WHERE minor = 1",
            [f"criterion version {SECOND}: {NOT_AS_SEALED}"],
        ),
        (
            f"UPDATE {VERSIONS} SET content_hash = '{sha256('other')}' WHERE minor = 1",
            [
                f"criterion version {SECOND}: {NOT_AS_SEALED}",
                f"Translation {SECOND}/sv.r1: it translates another text than its version's.",
                STRAYED,
                BREAKS_AT_SECOND,
            ],
        ),
        (
            f"UPDATE {VERSIONS} SET content = '{{}}', content_hash = '{sha256('{}')}' WHERE minor = 1",
            [
                f"Translation {SECOND}/sv.r1: it translates another text than its version's.",
                STRAYED,
                BREAKS_AT_SECOND,
            ],
        ),
        (
            f"UPDATE {VERSIONS} SET patch = 7 WHERE minor = 1",
            [STRAYED.replace(SECOND, "BAT-01@1.1.7"), BREAKS_AT_SECOND.replace("1.1.0", "1.1.7")],
        ),
        (f'UPDATE {VERSIONS} SET change = \'{{"step":"patch"}}\' WHERE minor = 1', [BREAKS_AT_SECOND]),
        (f"UPDATE {VERSIONS} SET base_version_id = NULL WHERE minor = 1", [BREAKS_AT_SECOND]),
        ("UPDATE registry_criterion SET kind = 'award' WHERE code = 'BAT-01'", [BREAKS_AT_FIRST]),
        (
            "UPDATE registry_criterion SET code = 'BAT-09' WHERE code = 'BAT-01'",
            [STRAYED, BREAKS_AT_FIRST.replace("BAT-01", "BAT-09")],
        ),
        (
            f"UPDATE {TRANSLATIONS} SET content = replace(content, '[sv]', '[SV]')",
            [f"version translation {SECOND}/sv.r1: {NOT_AS_SEALED}"],
        ),
        (
            f"UPDATE {TRANSLATIONS} SET source_hash = '{sha256('other')}'",
            [f"Translation {SECOND}/sv.r1: it translates another text than its version's."],
        ),
        (
            f"UPDATE {TRANSLATIONS} SET version_id = (SELECT min(id) FROM {VERSIONS})",
            [f"Translation {FIRST}/sv.r1: it translates another text than its version's."],
        ),
        (
            f"UPDATE {RELEASES} SET content = replace(content, '1.1.0', '1.0.0')",
            [f"release {SET}: {NOT_AS_SEALED}", STRAYED],
        ),
        (
            f"UPDATE {RELEASES} SET patch = 1",
            ["The chain of events breaks at number 5: smartphones@1.0.1 published 2026-02-02."],
        ),
        (f"UPDATE {MEMBERS} SET mandatory = NOT mandatory WHERE position = 2", [STRAYED]),
        (f"UPDATE {MEMBERS} SET position = 9 WHERE position = 1", [STRAYED]),
        (f"UPDATE {MEMBERS} SET version_id = (SELECT min(id) FROM {VERSIONS}) WHERE position = 1", [STRAYED]),
        (
            f"UPDATE {MEMBERS} SET criterion_id = (SELECT max(id) FROM registry_criterion) WHERE position = 1",
            [STRAYED],
        ),
        (f"DELETE FROM {MEMBERS} WHERE position = 2", [STRAYED]),
        (f"DELETE FROM {MEMBERS}", [STRAYED]),
        (
            f"UPDATE {EVENTS} SET kind = 'deprecated' WHERE sequence = 3",
            [f"The chain of events breaks at number 3: {FIRST} deprecated 2026-05-04."],
        ),
        (
            f"UPDATE {EVENTS} SET effective_on = '2025-01-01' WHERE sequence = 2",
            [f"The chain of events breaks at number 2: {SECOND} published 2025-01-01."],
        ),
        (f"UPDATE {EVENTS} SET details = '{{}}' WHERE sequence = 2", [BREAKS_AT_SECOND]),
        (f"UPDATE {EVENTS} SET previous_hash = '' WHERE sequence = 2", [BREAKS_AT_SECOND]),
        (f"UPDATE {EVENTS} SET event_hash = '{sha256('other')}' WHERE sequence = 2", [BREAKS_AT_SECOND]),
        (f"UPDATE {EVENTS} SET sequence = 9 WHERE sequence = 5", ["The chain of events has a gap before number 9."]),
        (f"DELETE FROM {EVENTS} WHERE sequence = 3", ["The chain of events has a gap before number 4."]),
        (
            f"DELETE FROM {EVENTS} WHERE sequence = 5",
            [f"release {SET}: the chain of events does not say since when it is published."],
        ),
        (
            f"UPDATE {BASKETS} SET content = replace(content, 'Phones', 'Tablets')",
            [f"shared basket {BASKET}: {NOT_AS_SEALED}"],
        ),
        (
            f"UPDATE {BASKETS} SET content = '{{}}', content_hash = '{sha256('{}')}'",
            [f"Shared basket {BASKET}: its address belongs to another content."],
        ),
        (
            f"UPDATE {BASKETS} SET key = 'aaaaaaaaaaaaaaaaaaaaaaaaaa'",
            ["Shared basket aaaaaaaaaaaaaaaaaaaaaaaaaa: its address belongs to another content."],
        ),
    ],
)
def test_row_that_was_changed_is_named(statement, found):
    tamper(statement)

    assert faults() == found


def test_two_changed_rows_are_both_named():
    tamper(f"UPDATE {BASKETS} SET content = '{{}}'", f"UPDATE {TRANSLATIONS} SET content = '{{}}'")

    assert faults() == [
        f"version translation {SECOND}/sv.r1: {NOT_AS_SEALED}",
        f"shared basket {BASKET}: {NOT_AS_SEALED}",
    ]


def test_row_that_was_changed_back_is_as_sealed():
    tamper(f"UPDATE {VERSIONS} SET patch = patch + 1", f"UPDATE {VERSIONS} SET patch = patch - 1")

    assert faults() == []


def test_last_events_cut_off_are_missed_by_what_they_published():
    """The chain before them is whole; a final version without a day of publication gives the cut away."""
    tamper(f"DELETE FROM {EVENTS} WHERE sequence >= 4")

    assert faults() == [
        "criterion version LAB-01@1.0.0: the chain of events does not say since when it is published.",
        f"release {SET}: the chain of events does not say since when it is published.",
    ]


def test_candidate_needs_no_publication():
    VersionFactory(number="1.0.0-rc.1", published=None)

    assert faults() == []


@pytest.mark.only_on("sqlite")  # PostgreSQL never lets a foreign key dangle
@pytest.mark.django_db(transaction=True)
def test_version_that_was_deleted_from_under_its_events_is_missed():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        guards.remove(connection)
        cursor.execute(f"DELETE FROM {VERSIONS} WHERE minor = 1")
        guards.install(connection)

    [fault] = faults()
    assert fault.startswith("A row that others refer to is gone. The row in table 'registry_")


def test_guard_that_is_missing_is_named():
    guards.remove(connection)

    found = faults()

    assert len(found) == len(guards.missing(connection)) > 0
    [first, *_] = guards.missing(connection)
    assert found[0] == f"The database guard {first} is missing: run manage.py migrate --skip-checks."


def test_command_counts_the_versions_that_are_as_sealed(capsys):
    call_command("registry_verify", no_color=True)

    assert capsys.readouterr().out == "3 versions are as sealed\n"


def test_command_fails_naming_each_row_that_was_changed():
    """A CommandError is a non-zero exit."""
    tamper(f"UPDATE {BASKETS} SET content = '{{}}'", f"UPDATE {VERSIONS} SET content = '{{}}' WHERE minor = 1")

    with pytest.raises(CommandError) as refusal:
        call_command("registry_verify")

    named = [line.split(":")[0] for line in str(refusal.value).split("\n")]
    assert named == [f"criterion version {SECOND}", f"shared basket {BASKET}"]
    assert refusal.value.returncode == 1
