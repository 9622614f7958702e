"""Two at once on a later revision of release notes: one is sealed, whoever comes second is told."""

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import ProposalState, StatusKind
from registry.errors import ProposalClosed, StaleDraft
from registry.models import NoteProposal, ReleaseNote
from registry.services.renoting import confirm_note, propose_note, take_back_note
from tests.factories.drafts import secretary
from tests.factories.registry import VersionFactory
from tests.factories.releases import RELEASED, issued, note_proposed, ready
from tests.races import race
from tests.registry.services.promises import broken_promises

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {"lead": "Batterier håller längre."}
OTHERS = {"lead": "Batterier håller mycket längre."}


@pytest.fixture
def release():
    return issued(ready(VersionFactory(criterion__code="BAT-01")))


@pytest.fixture(autouse=True)
def _promises_hold(release):
    """Whatever happened: the register verifies, a sealed revision is one event and one announcement, and it is what a
    confirmed proposal says."""
    yield
    assert broken_promises() == []
    revisions = list(release.notes.filter(revision__gt=1))
    confirmed = list(NoteProposal.objects.filter(state=ProposalState.CONFIRMED))
    assert [row.sealed_as for row in confirmed] == revisions
    assert [row.blocks for row in confirmed] == [note.blocks for note in revisions]
    assert release.events.filter(kind=StatusKind.NOTES).count() == len(revisions)
    assert OutboxEvent.objects.filter(name="registry.noted").count() == len(revisions)


def confirming(proposal):
    """A call that confirms what was read, by a coordinator of its own."""
    second = secretary()
    return lambda: confirm_note(proposal.pk, seen=proposal.lock_version, on=RELEASED, actor=second)


def writing(release, words, *, seen=0):
    actor = secretary()
    return lambda: propose_note(release, "sv", words, seen=seen, actor=actor)


def faults(results):
    return [type(result) for result in results if isinstance(result, Exception)]


def revisions_of(release) -> list[str]:
    return [str(note) for note in ReleaseNote.objects.filter(release=release, language="sv").order_by("revision")]


def test_of_two_confirmations_one_is_sealed_and_the_other_is_told_which(release):
    proposal = note_proposed(release, "sv", WORDS)

    results = race(confirming(proposal), confirming(proposal))

    assert [str(note) for note in results] == ["smartphones@1.0.0/sv.r2"] * 2
    assert revisions_of(release) == ["smartphones@1.0.0/sv.r1", "smartphones@1.0.0/sv.r2"]


def test_of_four_confirmations_one_decided(release):
    proposal = note_proposed(release, "sv", WORDS)

    results = race(*(confirming(proposal) for _ in range(4)))

    proposal.refresh_from_db()
    assert {note.pk for note in results} == {proposal.sealed_as_id}
    assert proposal.decided_by_id is not None


def test_what_is_written_anew_during_the_confirmation_is_told_to_one_of_both(release):
    """Either what was read is sealed and the writer starts from it, or the new text waits and is read again."""
    proposal = note_proposed(release, "sv", WORDS)

    results = race(confirming(proposal), writing(release, OTHERS, seen=proposal.lock_version))

    proposal.refresh_from_db()
    assert faults(results) == [StaleDraft]
    was_confirmed = not isinstance(results[0], Exception)
    assert proposal.state == (ProposalState.CONFIRMED if was_confirmed else ProposalState.WAITING)
    assert proposal.blocks == (WORDS if was_confirmed else OTHERS)


def test_confirmed_and_taken_back_at_once_is_one_of_both(release):
    proposal, third = note_proposed(release, "sv", WORDS), secretary()

    results = race(confirming(proposal), lambda: take_back_note(proposal.pk, actor=third))

    assert faults(results) == [ProposalClosed]
    assert len(revisions_of(release)) == (2 if isinstance(results[1], Exception) else 1)


def test_of_two_who_propose_at_once_one_is_told_of_the_other(release):
    results = race(writing(release, WORDS), writing(release, OTHERS))

    assert faults(results) == [StaleDraft]
    [kept] = [result for result in results if not isinstance(result, Exception)]
    assert NoteProposal.objects.get() == kept


def test_two_languages_do_not_wait_for_each_other(release):
    swedish, finnish = note_proposed(release, "sv", WORDS), note_proposed(release, "fi", {"lead": "Yksi."})

    results = race(confirming(swedish), confirming(finnish))

    assert [str(note) for note in results] == ["smartphones@1.0.0/sv.r2", "smartphones@1.0.0/fi.r2"]
