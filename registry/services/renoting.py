"""The notes of a release get a later revision: one coordinator proposes it, another one confirms it.

The release stays as it is, and so do the revisions before; the chain of events holds the hash of each.
"""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.access import require
from portal.core.languages import language_name
from registry.enums import ProposalState, StatusKind
from registry.errors import NothingChanged, NotTranslatable, ProposalClosed, StaleDraft, WordsMissing
from registry.models import NoteProposal, Release, ReleaseNote
from registry.sealed.canonical import canonical, normal_text, sha256
from registry.sealed.chain import append_event, lock_register
from registry.services.issuing import ORIGIN
from registry.services.noting import BLOCKS
from registry.services.sealing import announce

NOTED = "registry.noted"  # the event of the outbox, about a ReleaseNote


def newest_note(release: Release, language: str) -> ReleaseNote | None:
    """The revision that readers see now, asked of the database."""
    return release.notes.filter(language=language).order_by("-revision").first()


def waiting_note(release: Release, language: str) -> NoteProposal | None:
    """What waits for a second coordinator; there is one at most in a language."""
    rows = release.note_proposals.filter(language=language, state=ProposalState.WAITING)
    proposal: NoteProposal | None = rows.select_related("proposed_by").first()
    return proposal


@transaction.atomic
def propose_note(release: Release, language: str, blocks: Mapping[str, str], *, seen: int, actor: User) -> NoteProposal:
    """Propose a text, or write the one anew that waits; who wrote it last cannot confirm it.

    ``seen`` is the lock version of what waited when it was read, 0 if nothing did. Raises PermissionDenied,
    NotTranslatable for a language that the site does not have, ValueError for an unknown block, WordsMissing without
    any text, NothingChanged if it says what readers see already, or StaleDraft with both texts; then nothing changes.
    """
    require(actor, "registry.propose_note")
    lock_register()
    if language not in dict(settings.LANGUAGES):
        raise NotTranslatable(release, language=language)
    if not set(blocks) <= set(BLOCKS):
        raise ValueError(f"the notes of a release have no {sorted(set(blocks) - set(BLOCKS))}")
    text = {name: block for name in BLOCKS if (block := normal_text(blocks.get(name, "")))}
    waiting = waiting_note(release, language)
    if seen != (waiting.lock_version if waiting else 0):
        raise StaleDraft(f"{release}/{language}", yours=text, theirs=waiting.blocks if waiting else {})
    if not text:
        raise WordsMissing(release, languages=language_name(language))
    _require_new(release, language, text)
    if waiting is None:
        return NoteProposal.objects.create(release=release, language=language, blocks=text, proposed_by=actor)
    if waiting.blocks != text:
        waiting.blocks, waiting.proposed_by, waiting.proposed_at = text, actor, timezone.now()
        waiting.lock_version += 1
        waiting.save()
    return waiting


@transaction.atomic
def confirm_note(pk: int, *, seen: int, on: date, actor: User) -> ReleaseNote:
    """Seal a proposed text as the next revision, as somebody who did not write it last.

    ``seen`` is the lock version that was read: with the proposal it is the key under which this happens once, and a
    repeat returns the same revision. Raises PermissionDenied, ProposalClosed, StaleDraft or NothingChanged.
    """
    proposal = _locked(pk)
    require(actor, "registry.confirm_note", proposal)
    if proposal.sealed_as and proposal.lock_version == seen:
        return proposal.sealed_as
    _require_waiting(proposal)
    if proposal.lock_version != seen:
        raise StaleDraft(proposal, theirs=proposal.blocks)
    _require_new(proposal.release, proposal.language, proposal.blocks)
    note = _seal(proposal, on=on)
    proposal.sealed_as = note
    _decide(proposal, ProposalState.CONFIRMED, actor)
    announce(NOTED, note)
    return note


@transaction.atomic
def take_back_note(pk: int, *, actor: User) -> NoteProposal:
    """Give a proposed text up; a repeat is harmless. Raises PermissionDenied or ProposalClosed."""
    proposal = _locked(pk)
    require(actor, "registry.propose_note")
    if proposal.state == ProposalState.TAKEN_BACK:
        return proposal
    _require_waiting(proposal)
    _decide(proposal, ProposalState.TAKEN_BACK, actor)
    return proposal


def _locked(pk: int) -> NoteProposal:
    """The row, with the register locked before it. Raises NoteProposal.DoesNotExist."""
    lock_register()
    rows = NoteProposal.objects.select_for_update(of=("self",))
    return rows.select_related("release__criteria_set", "sealed_as").get(pk=pk)


def _require_waiting(proposal: NoteProposal) -> None:
    if proposal.state != ProposalState.WAITING:
        raise ProposalClosed(proposal, state=proposal.get_state_display())


def _require_new(release: Release, language: str, text: Mapping[str, str]) -> None:
    newest = newest_note(release, language)
    if newest and newest.content_hash == sha256(canonical(text)):
        raise NothingChanged(newest)


def _seal(proposal: NoteProposal, *, on: date) -> ReleaseNote:
    release, language, content = proposal.release, proposal.language, canonical(proposal.blocks)
    newest = newest_note(release, language)
    note = ReleaseNote.objects.create(
        release=release,
        language=language,
        revision=newest.revision + 1 if newest else 1,
        content=content,
        content_hash=sha256(content),
    )
    sealed = {language: {"revision": note.revision, "content_hash": note.content_hash}}
    append_event(release, StatusKind.NOTES, effective_on=on, details={"origin": ORIGIN, "notes": sealed})
    return note


def _decide(proposal: NoteProposal, state: ProposalState, actor: User) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, timezone.now()
    proposal.save()
