"""Release notes in each language: generated from the differences, then edited; what was edited is never overwritten
unless somebody says so."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from portal.accounts.models import User
from registry.diffs.meaning import EffectKind
from registry.diffs.notes import generated_notes
from registry.enums import StatusKind
from registry.errors import StaleDraft
from registry.models import ReleaseDraft, StatusEvent
from registry.sealed.canonical import normal_text
from registry.sealed.notes import LEAD
from registry.services.assembling import compared_with_newest, editable, saved

if TYPE_CHECKING:
    from registry.drafts.release import Blocks

BLOCKS = (LEAD, *EffectKind.values)  # of a note, in their order


def languages_for(draft: ReleaseDraft) -> list[str]:
    """The languages in which notes are written: those of the register, which come first, then the site's others."""
    own = draft.criteria_set.register.authoritative_languages
    return [*own, *(code for code, _name in settings.LANGUAGES if code not in own)]


def generated_for(draft: ReleaseDraft, language: str) -> "Blocks":
    """What the differences from the newest release say in a language, by group."""
    compared = compared_with_newest(draft, language)
    gone = StatusEvent.objects.filter(kind=StatusKind.WITHDRAWN, version__in=[row.version for row in compared.removed])
    withdrawn = set(gone.values_list("version__criterion__code", flat=True))
    return generated_notes(compared, language, withdrawn=withdrawn)


def outdated(draft: ReleaseDraft) -> list[str]:
    """The languages whose notes were written before the members became what they are."""
    return [each for each in languages_for(draft) if draft.note(each) and is_outdated(draft, each)]


def is_outdated(draft: ReleaseDraft, language: str) -> bool:
    return draft.made_from(language) != generated_for(draft, language)


@transaction.atomic
def save_note(pk: int, language: str, blocks: Mapping[str, str], *, seen: int, actor: User) -> ReleaseDraft:
    """Save the note in a language as a human wrote it, of the members as they are now; without any text, drop it.

    ``seen`` is the lock version that was read. Raises PermissionDenied, StepNotPossible, ValueError for a block or a
    language that there is not, or StaleDraft with both texts; then nothing has changed.
    """
    draft = editable(pk, actor=actor)
    text = {name: normal_text(blocks.get(name, "")) for name in BLOCKS}
    text = {name: block for name, block in text.items() if block}
    if draft.lock_version != seen:
        raise StaleDraft(draft, yours=text, theirs=draft.note(language))
    if language not in languages_for(draft) or not set(blocks) <= set(BLOCKS):
        raise ValueError(f"a release has no notes in {language} with {sorted(blocks)}")
    made_from = generated_for(draft, language)
    if (text, made_from) == (draft.note(language), draft.made_from(language)):
        return draft
    return _written(draft, {language: (text, made_from)}, actor=actor)


@transaction.atomic
def regenerate_notes(pk: int, *, seen: int, actor: User, over: Collection[str] = ()) -> tuple[ReleaseDraft, list[str]]:
    """Write the notes anew in every language that nobody has edited, and in those of ``over``.

    Returns the draft and the languages that were left alone because somebody has edited them. Raises
    PermissionDenied, StepNotPossible or StaleDraft.
    """
    draft = editable(pk, actor=actor)
    if draft.lock_version != seen:
        raise StaleDraft(draft)
    kept = [each for each in languages_for(draft) if draft.is_edited(each) and each not in over]
    wanted = [each for each in languages_for(draft) if each not in kept]
    made = {language: generated_for(draft, language) for language in wanted}
    new = {language: (text, text) for language, text in made.items() if text != draft.note(language)}
    return (_written(draft, new, actor=actor) if new else draft), kept


def _written(draft: ReleaseDraft, notes: "Mapping[str, tuple[Blocks, Blocks]]", *, actor: User) -> ReleaseDraft:
    """``notes``: by language, the text and what it was made from."""
    stored = dict(draft.notes)
    for language, (text, made_from) in notes.items():
        stored[language] = {"text": text, "made_from": made_from}
        if not text:
            del stored[language]
    draft.notes = stored
    return saved(draft, "notes", actor=actor)
