"""Sealed notes of a release: whoever changes, adds or takes one behind the guards is found out."""

import pytest
from django.db import IntegrityError, transaction

from registry.errors import AlreadySealed
from registry.models import ReleaseNote
from registry.sealed.canonical import sha256
from registry.sealed.verify import find_faults
from tests.factories.registry import ReleaseNoteFactory, VersionFactory
from tests.factories.releases import issued, ready, renoted
from tests.registry.sealed.tampering import tamper

pytestmark = pytest.mark.django_db

NOTES = "registry_releasenote"
STRAYED = "Release smartphones@1.0.0: its notes are not the ones that the chain of events knows."


@pytest.fixture
def release():
    return issued(ready(VersionFactory()))


def faults() -> list[str]:
    return [fault.split(" (hash")[0] for fault in find_faults()]


def test_note_is_cited_with_language_and_revision(release):
    assert str(release.notes.get(language="sv")) == "smartphones@1.0.0/sv.r1"


def test_note_cannot_be_saved_again_or_deleted(release):
    note = release.notes.get(language="sv")

    for attempt in (note.save, note.delete):
        with pytest.raises(AlreadySealed):
            attempt()


def test_revision_in_a_language_is_there_once(release):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseNoteFactory(release=release, language="sv")


def test_later_revision_leaves_no_fault(release):
    renoted(release, "sv", {"lead": "Mycket längre."})

    assert faults() == []


def test_later_revision_that_no_event_knows_is_named(release):
    ReleaseNoteFactory(release=release, language="sv", revision=2)

    assert faults() == [STRAYED]


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {NOTES} SET content = '{{}}', content_hash = '{sha256('{}')}' WHERE revision = 2",
        f"UPDATE {NOTES} SET revision = 3 WHERE revision = 2",
        f"DELETE FROM {NOTES} WHERE revision = 1 AND language = 'sv'",
    ],
)
def test_later_revision_that_was_changed_or_taken_is_named(release, statement):
    renoted(release, "sv", {"lead": "Mycket längre."})

    tamper(statement)

    assert faults() == [STRAYED]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            f"UPDATE {NOTES} SET content = '{{}}' WHERE language = 'sv'",
            ["release note smartphones@1.0.0/sv.r1: its content is not what was sealed"],
        ),
        (f"UPDATE {NOTES} SET content = '{{}}', content_hash = '{sha256('{}')}' WHERE language = 'sv'", [STRAYED]),
        (f"UPDATE {NOTES} SET language = 'de' WHERE language = 'sv'", [STRAYED]),
        (f"UPDATE {NOTES} SET revision = 2 WHERE language = 'sv'", [STRAYED]),
        (f"DELETE FROM {NOTES} WHERE language = 'sv'", [STRAYED]),
        (f"DELETE FROM {NOTES}", [STRAYED]),
    ],
)
def test_note_that_was_changed_is_named(release, statement, found):
    tamper(statement)

    assert faults() == found


def test_note_that_was_slipped_in_is_named(release):
    ReleaseNoteFactory(release=release, language="de")

    assert faults() == [STRAYED]


def test_blocks_are_those_that_were_written(release):
    note = ReleaseNote.objects.get(release=release, language="en")

    assert note.blocks == release.draft.note("en")
