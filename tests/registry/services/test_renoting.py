"""Later revisions of release notes: one coordinator proposes, another confirms; the release stays as it is."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from portal.outbox.models import OutboxEvent
from registry.enums import ProposalState, StatusKind
from registry.errors import NothingChanged, NotTranslatable, ProposalClosed, StaleDraft, WordsMissing
from registry.models import NoteProposal, Release, ReleaseNote
from registry.sealed.verify import find_faults
from registry.services.renoting import confirm_note, newest_note, propose_note, take_back_note, waiting_note
from registry.takeaway.standing import standing_of
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import secretary
from tests.factories.registry import ReleaseFactory, VersionFactory
from tests.factories.releases import RELEASED, issued, note_proposed, ready

pytestmark = pytest.mark.django_db

LATER = date(2026, 11, 2)
WORDS = {"lead": "Batterier håller längre.", "stricter": "- BAT-01: 1 000 cykler."}


@pytest.fixture
def release():
    return issued(ready(VersionFactory(criterion__code="BAT-01")))


def confirmed(proposal, *, seen=None, on=LATER, actor=None):
    return confirm_note(proposal.pk, seen=seen or proposal.lock_version, on=on, actor=actor or secretary())


def taken_back(proposal, *, actor=None):
    return take_back_note(proposal.pk, actor=actor or secretary())


def test_proposal_is_kept_with_its_writer_and_seals_nothing(release):
    actor = secretary()

    proposal = note_proposed(release, "sv", {**WORDS, "lead": "  Batterier håller längre. "}, actor=actor)

    assert (proposal.blocks, proposal.state, proposal.proposed_by) == (WORDS, ProposalState.WAITING, actor)
    assert waiting_note(release, "sv") == proposal
    assert newest_note(release, "sv").revision == 1


def test_confirmed_text_is_the_next_revision_and_the_chain_holds_its_hash(release):
    first = newest_note(release, "sv")

    note = confirmed(note_proposed(release, "sv", WORDS))

    event = release.events.get(kind=StatusKind.NOTES)
    assert (str(note), note.blocks) == ("smartphones@1.0.0/sv.r2", WORDS)
    assert [row.pk for row in release.notes.filter(language="sv")] == [note.pk, first.pk]
    assert event.effective_on == LATER
    assert event.parsed_details == {
        "origin": "release",
        "notes": {"sv": {"revision": 2, "content_hash": note.content_hash}},
    }
    assert list(find_faults()) == []
    assert OutboxEvent.objects.filter(name="registry.noted").count() == 1


def test_release_and_its_status_stay_as_they_are(release):
    before = Release.objects.values().get()

    confirmed(note_proposed(release, "sv", WORDS))

    assert Release.objects.values().get() == before
    standing = standing_of(list(release.events.all()), on=LATER, language="en")
    assert (standing.kind, standing.since, standing.errata) == (StatusKind.PUBLISHED, RELEASED, ())


def test_language_that_was_missing_begins_with_one():
    release = ReleaseFactory(members=[VersionFactory()])

    note = confirmed(note_proposed(release, "fi", WORDS))

    assert str(note) == "smartphones@1.0.0/fi.r1"
    assert list(find_faults()) == []


def test_revisions_follow_one_another(release):
    notes = [confirmed(note_proposed(release, "sv", {"lead": text})) for text in ("Ett.", "Två.")]

    assert [note.revision for note in notes] == [2, 3]
    assert list(find_faults()) == []


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_nobody_confirms_what_they_proposed(release, who):
    author = secretary(is_superuser=who == "superuser")
    proposal = note_proposed(release, "sv", WORDS, actor=author)

    with pytest.raises(PermissionDenied):
        confirmed(proposal, actor=author)

    assert confirmed(proposal).revision == 2


def test_whoever_wrote_it_last_is_its_author(release):
    first, second = secretary(), secretary()
    proposal = note_proposed(release, "sv", {"lead": "Ett."}, actor=first)

    again = note_proposed(release, "sv", WORDS, actor=second, seen=proposal.lock_version)

    assert (again.pk, again.blocks, again.lock_version, again.proposed_by) == (proposal.pk, WORDS, 2, second)
    with pytest.raises(PermissionDenied):
        confirmed(again, actor=second)
    assert confirmed(again, actor=first).blocks == WORDS


def test_what_waits_already_is_not_proposed_again(release):
    author = secretary()
    proposal = note_proposed(release, "sv", WORDS, actor=author)

    again = note_proposed(release, "sv", WORDS, seen=1)

    assert (again.pk, again.lock_version, again.proposed_by) == (proposal.pk, 1, author)


@pytest.mark.parametrize("seen", [1, 2])
def test_proposal_that_came_meanwhile_is_not_lost(release, seen):
    if seen == 2:
        note_proposed(release, "sv", WORDS)
    else:
        confirmed(note_proposed(release, "sv", WORDS))

    with pytest.raises(StaleDraft) as refused:
        note_proposed(release, "sv", {"lead": "Mitt."}, seen=seen)

    assert refused.value.yours == {"lead": "Mitt."}
    assert refused.value.theirs == (WORDS if seen == 2 else {})


def test_text_that_changed_since_it_was_read_is_not_confirmed(release):
    proposal = note_proposed(release, "sv", {"lead": "Ett."})
    note_proposed(release, "sv", WORDS, seen=1)

    with pytest.raises(StaleDraft):
        confirmed(proposal, seen=1)

    assert ReleaseNote.objects.filter(language="sv").count() == 1


def test_repeat_returns_the_same_revision(release):
    proposal = note_proposed(release, "sv", WORDS)

    notes = [confirmed(proposal) for _time in range(2)]

    assert notes[0] == notes[1]
    assert release.events.filter(kind=StatusKind.NOTES).count() == 1
    assert OutboxEvent.objects.filter(name="registry.noted").count() == 1


def test_text_without_words_is_refused(release):
    with pytest.raises(WordsMissing, match="Swedish"):
        note_proposed(release, "sv", {"lead": " "})


def test_text_that_readers_see_already_is_refused(release):
    with pytest.raises(NothingChanged):
        note_proposed(release, "sv", newest_note(release, "sv").blocks)


def test_language_that_the_site_does_not_have_is_refused(release):
    with pytest.raises(NotTranslatable):
        note_proposed(release, "de", WORDS)


def test_unknown_block_is_refused(release):
    with pytest.raises(ValueError, match="lede"):
        note_proposed(release, "sv", {"lede": "Längre."})


def test_proposal_can_be_taken_back_and_another_one_made(release):
    proposal = taken_back(note_proposed(release, "sv", WORDS))

    assert (proposal.state, taken_back(proposal).pk) == (ProposalState.TAKEN_BACK, proposal.pk)
    assert waiting_note(release, "sv") is None
    with pytest.raises(ProposalClosed):
        confirmed(proposal)
    assert confirmed(note_proposed(release, "sv", WORDS)).revision == 2


def test_confirmed_proposal_is_not_taken_back(release):
    proposal = note_proposed(release, "sv", WORDS)
    confirmed(proposal)

    with pytest.raises(ProposalClosed):
        taken_back(proposal)


@pytest.mark.parametrize("who", [UserFactory, city_editor, lambda: UserFactory(is_superuser=True)])
def test_stranger_proposes_confirms_and_takes_back_nothing(release, who):
    proposal, stranger = note_proposed(release, "sv", WORDS), who()
    attempts = [
        lambda: propose_note(release, "fi", WORDS, seen=0, actor=stranger),
        lambda: confirmed(proposal, actor=stranger),
        lambda: taken_back(proposal, actor=stranger),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    assert [row.state for row in NoteProposal.objects.all()] == [ProposalState.WAITING]
    assert ReleaseNote.objects.filter(revision=2).count() == 0


def test_proposal_outlives_the_name_of_its_writer(release):
    author = secretary()
    proposal = note_proposed(release, "sv", WORDS, actor=author)
    author.delete()

    assert confirmed(proposal).blocks == WORDS
