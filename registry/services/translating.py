"""Translating: begun for a version and a language, saved by whoever read it last, handed in, confirmed by another one.

A confirmed translation is sealed as a further revision; the version stays as it is.
"""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from registry.checks.translation import Faults, translation_faults
from registry.diffs.suggestions import Suggestion, blocks_of, suggestions
from registry.drafts.transitions import TRANSLATING
from registry.enums import OPEN_TRANSLATIONS, TranslationState
from registry.errors import (
    NothingChanged,
    NotTranslatable,
    ReasonNeeded,
    RevisionLanded,
    StaleDraft,
    StepNotPossible,
    TranslationNotReady,
    UnknownBlock,
)
from registry.models import CriterionVersion, TranslationDraft, TranslationStep, VersionTranslation
from registry.sealed.canonical import canonical, normal_text, sha256
from registry.services.sealing import lock, seal_translation


@transaction.atomic
def begin(version: CriterionVersion, language: str, *, actor: User) -> TranslationDraft:
    """The open translation of a final version into a language; there is one at most, and a new one starts it.

    It begins with the newest revision that is sealed. Raises PermissionDenied or NotTranslatable.
    """
    require(actor, "registry.translate")
    lock(version.criterion_id)
    open_one = TranslationDraft.objects.filter(version=version, language=language, state__in=OPEN_TRANSLATIONS).first()
    if open_one:
        return open_one
    if version.prerelease or language in version.parsed.texts or language not in dict(settings.LANGUAGES):
        raise NotTranslatable(version, language=language)
    base = newest_sealed(version, language)
    blocks = {block: text for block, text in base.blocks.items() if block in blocks_of(version)} if base else {}
    draft = TranslationDraft.objects.create(version=version, language=language, base=base, blocks=blocks)
    log(draft, "begin", actor=actor)
    return draft


@transaction.atomic
def save(pk: int, *, blocks: Mapping[str, str], kept: Collection[str] = (), seen: int, actor: User) -> TranslationDraft:
    """Save all words of a translation; ``seen`` is the lock version that its writer has read.

    ``kept`` are the blocks of which the writer says that their earlier words still hold. Whoever changes a word cannot
    confirm it. Raises PermissionDenied, StepNotPossible, UnknownBlock, or StaleDraft with both texts; then nothing has
    changed.
    """
    draft = locked(pk)
    require(actor, "registry.translate", draft)
    require_state(draft, TranslationState.DRAFTING)
    known = blocks_of(draft.version)
    if strange := sorted({*blocks, *kept} - set(known)):
        raise UnknownBlock(draft, block=strange[0])
    written = {block: text for block in known if (text := normal_text(blocks.get(block, "")))}
    if draft.lock_version != seen:
        raise StaleDraft(draft, yours=written, theirs=draft.blocks)
    if (written, sorted(kept)) == (draft.blocks, draft.kept):
        return draft
    draft.blocks, draft.kept = written, sorted(kept)
    draft.lock_version += 1
    draft.save()
    draft.writers.add(actor)
    return draft


@transaction.atomic
def hand_in(pk: int, *, seen: int, actor: User) -> TranslationDraft:
    """Put a translation before the second person.

    Raises PermissionDenied, StepNotPossible, StaleDraft, RevisionLanded, TranslationNotReady with the faults, or
    NothingChanged if it is the newest revision word for word.
    """
    draft = locked(pk)
    check(draft, "hand_in", actor=actor)
    require_sealable(draft, seen=seen)
    walk(draft, "hand_in", actor=actor)
    return draft


@transaction.atomic
def confirm(pk: int, *, seen: int, actor: User) -> VersionTranslation:
    """Seal a translation as the next revision, as somebody who has not written in it.

    ``seen`` is the lock version that was read: with the draft it is the key under which this happens once, and a repeat
    returns the same revision. Raises what ``hand_in`` does.
    """
    draft = locked(pk)
    require(actor, "registry.confirm_translation", draft)
    if draft.sealed_as and draft.lock_version == seen:
        return draft.sealed_as
    check(draft, "confirm", actor=actor)
    require_sealable(draft, seen=seen)
    sealed = seal_translation(draft.version, draft.language, draft.blocks)
    if sealed is None:
        raise NothingChanged(draft)
    draft.sealed_as = sealed
    walk(draft, "confirm", actor=actor)
    return sealed


@transaction.atomic
def send_back(pk: int, *, reason: str, actor: User) -> TranslationDraft:
    """Let a translation be written in again. Raises PermissionDenied, StepNotPossible or ReasonNeeded."""
    return _step(pk, "send_back", reason=reason, actor=actor)


@transaction.atomic
def abandon(pk: int, *, reason: str, actor: User) -> TranslationDraft:
    """Give a translation up. Raises PermissionDenied, StepNotPossible or ReasonNeeded."""
    return _step(pk, "abandon", reason=reason, actor=actor)


@transaction.atomic
def rebase(pk: int, *, seen: int, actor: User) -> list[str]:
    """Take over what was sealed since a translation was begun; where both changed a block, its writer's words stay.

    Returns those blocks: somebody has to look at them, so it can be written in again. Nothing happens if nothing was
    sealed. Raises PermissionDenied, StepNotPossible or StaleDraft.
    """
    draft = locked(pk)
    require(actor, "registry.translate", draft)
    require_state(draft, *OPEN_TRANSLATIONS)
    if draft.lock_version != seen:
        raise StaleDraft(draft, theirs=draft.blocks)
    newest = newest_sealed(draft.version, draft.language)
    if newest is None or newest == draft.base:
        return []
    begun, landed, mine = draft.base.blocks if draft.base else {}, newest.blocks, draft.blocks
    known = blocks_of(draft.version)
    merged = {each: landed.get(each) if mine.get(each) == begun.get(each) else mine.get(each) for each in known}
    draft.base, draft.blocks = newest, {block: text for block, text in merged.items() if text}
    draft.state = TranslationState.DRAFTING
    draft.lock_version += 1
    draft.save()
    log(draft, "rebase", actor=actor)
    return [block for block in known if len({begun.get(block), landed.get(block), mine.get(block)}) == 3]


def _step(pk: int, name: str, *, reason: str, actor: User) -> TranslationDraft:
    draft = locked(pk)
    check(draft, name, actor=actor, reason=reason)
    walk(draft, name, actor=actor, reason=reason)
    return draft


def locked(pk: int) -> TranslationDraft:
    """One translation, with the register, its criterion and its own row locked in that order, as all who seal do."""
    lock(TranslationDraft.objects.values_list("version__criterion", flat=True).get(pk=pk))
    rows = TranslationDraft.objects.select_for_update(of=("self",)).select_related("version__criterion")
    return rows.get(pk=pk)


def check(draft: TranslationDraft, name: str, *, actor: User, reason: str = "") -> None:
    """Whether a step is allowed to this actor and possible now.

    Raises PermissionDenied, StepNotPossible or ReasonNeeded.
    """
    transition = TRANSLATING[name]
    require(actor, transition.permission, draft)
    require_state(draft, *transition.sources)
    if transition.needs_reason and not reason.strip():
        raise ReasonNeeded(draft)


def require_state(draft: TranslationDraft, *states: TranslationState) -> None:
    """Raises StepNotPossible unless the translation is in one of the states."""
    if draft.state not in states:
        raise StepNotPossible(draft, state=draft.get_state_display())


def require_sealable(draft: TranslationDraft, *, seen: int) -> None:
    """Whether the words that were read could be sealed now; call it with the draft locked.

    Raises StaleDraft, RevisionLanded, TranslationNotReady or NothingChanged.
    """
    if draft.lock_version != seen:
        raise StaleDraft(draft, theirs=draft.blocks)
    newest = newest_sealed(draft.version, draft.language)
    if newest != draft.base:
        raise RevisionLanded(draft, newest=newest)
    if faults := faults_of(draft):
        sentences = (f"{block}: {' '.join(found)}" for block, found in faults.items())
        raise TranslationNotReady(draft, faults=" ".join(sentences))
    if newest and newest.content_hash == sha256(canonical(draft.blocks)):
        raise NothingChanged(draft)


def faults_of(draft: TranslationDraft, offered: Mapping[str, Suggestion] | None = None) -> Faults:
    """What keeps a translation from being handed in; ``offered`` are its suggestions, if they were read already."""
    return translation_faults(
        {block: draft.source[block] for block in blocks_of(draft.version)},
        draft.blocks,
        offered=offers_for(draft.version, draft.language) if offered is None else offered,
        settled=draft.base.blocks if draft.base else {},
        kept=draft.kept,
    )


def offers_for(version: CriterionVersion, language: str) -> dict[str, Suggestion]:
    """What the versions before this one offer to its translator, in two queries."""
    finals = version.criterion.versions.finals().select_related("criterion").with_translations(language=language)
    return suggestions(version, language, [each for each in finals if each.number < version.number])


def newest_sealed(version: CriterionVersion, language: str) -> VersionTranslation | None:
    """The revision that readers see now, asked of the database."""
    return version.translations.filter(language=language).order_by("-revision").first()


def walk(draft: TranslationDraft, name: str, *, actor: User, reason: str = "") -> None:
    """Write a step that has been checked. Call it with the row locked."""
    draft.state = TRANSLATING[name].target
    draft.save()
    log(draft, name, actor=actor, reason=reason)


def log(draft: TranslationDraft, name: str, *, actor: User, reason: str = "") -> TranslationStep:
    """Append to what happened to a translation."""
    return TranslationStep.objects.create(draft=draft, name=name, user=actor, reason=reason.strip())
