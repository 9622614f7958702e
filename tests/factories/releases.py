"""Drafts of releases, as the services begin and write them."""

from collections.abc import Mapping, Sequence
from datetime import date

from portal.accounts.models import User
from registry.models import CriteriaSet, CriterionVersion, NoteProposal, Release, ReleaseDraft, ReleaseNote
from registry.services.assembling import Choice, save_members, start_release
from registry.services.issuing import digest_of, issue
from registry.services.noting import regenerate_notes
from registry.services.renoting import confirm_note, propose_note
from tests.factories.drafts import secretary
from tests.factories.registry import CriteriaSetFactory

RELEASED = date(2026, 10, 1)


def chosen(*members: CriterionVersion, mandatory: Sequence[CriterionVersion] = ()) -> list[Choice]:
    return [Choice(version.pk, version in mandatory) for version in members]


def release_draft(
    *members: CriterionVersion,
    criteria_set: CriteriaSet | None = None,
    mandatory: Sequence[CriterionVersion] = (),
    effective_on: date | None = None,
    actor: User | None = None,
) -> ReleaseDraft:
    """A draft of the next release with these members, without notes; the actor alone has written it."""
    actor = actor or secretary()
    draft = start_release(criteria_set or CriteriaSetFactory.create(), on=RELEASED, actor=actor)
    choices = chosen(*members, mandatory=mandatory)
    return save_members(draft.pk, choices, effective_on=effective_on, seen=draft.lock_version, actor=actor)


def noted(draft: ReleaseDraft, *, actor: User | None = None) -> ReleaseDraft:
    """The draft with generated notes in every language."""
    return regenerate_notes(draft.pk, seen=draft.lock_version, actor=actor or secretary())[0]


def ready(*members: CriterionVersion, **facts: object) -> ReleaseDraft:
    """A draft that two people have written and nothing keeps from being published."""
    return noted(release_draft(*members, **facts))  # type: ignore[arg-type]


def issued(draft: ReleaseDraft, *, actor: User | None = None, on: date = RELEASED) -> Release:
    return issue(draft.pk, seen=digest_of(draft), on=on, actor=actor or secretary())


def note_proposed(
    release: Release, language: str, blocks: Mapping[str, str], *, actor: User | None = None, seen: int = 0
) -> NoteProposal:
    """A later revision of the notes in a language that waits for a second coordinator."""
    return propose_note(release, language, blocks, seen=seen, actor=actor or secretary())


def renoted(release: Release, language: str, blocks: Mapping[str, str], *, on: date = RELEASED) -> ReleaseNote:
    """A later revision that somebody else has confirmed."""
    proposal = note_proposed(release, language, blocks)
    return confirm_note(proposal.pk, seen=proposal.lock_version, on=on, actor=secretary())
