"""Import of translations from a workbook: all of it, or nothing. What comes in still needs the second person."""

from collections.abc import Iterable

from django.db import transaction

from portal.accounts.models import User
from registry.errors import StaleDraft
from registry.models import TranslationDraft
from registry.services.translating import begin, log, save
from registry.sheets.planning import Result


@transaction.atomic
def import_texts(language: str, results: Iterable[Result], *, actor: User) -> list[TranslationDraft]:
    """Write the planned changes into open translations, which are begun where there is none.

    Raises what ``begin`` and ``save`` do, StaleDraft also if somebody has begun one since the plan; then nothing has
    changed.
    """
    drafts = []
    for result in sorted(results, key=lambda each: each.cited):
        if result.version is None or not result.changes:
            continue
        draft = begin(result.version, language, actor=actor)
        if draft.lock_version != (result.seen or 1):
            raise StaleDraft(draft, yours=result.blocks, theirs=draft.blocks)
        words = {**draft.blocks, **result.blocks}
        draft = save(draft.pk, blocks=words, kept=draft.kept, seen=draft.lock_version, actor=actor)
        log(draft, "import", actor=actor)
        drafts.append(draft)
    return drafts
