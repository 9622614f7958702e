"""The parts of a translation as the pages show them: source, what it changed from, words, what stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.safestring import SafeString

from registry.admin.translating.forms import TranslationForm, kept_name
from registry.diffs.markup import lines_html
from registry.diffs.names import block_name
from registry.diffs.suggestions import Suggestion, blocks_of
from registry.diffs.words import diff_text
from registry.models import TranslationDraft


@dataclass(frozen=True, kw_only=True)
class Part:
    """One block in the editor."""

    block: str
    source: str
    source_language: str
    offer: Suggestion | None
    field: BoundField
    tick: BoundField | None
    remarks: list[str]

    @property
    def is_offered(self) -> bool:
        """Whether there are words to take over that do not stand there already."""
        return self.offer is not None and self.offer.text != (self.field.value() or "")

    @property
    def source_change(self) -> SafeString:
        """From the source of the earlier words to the present one."""
        assert self.offer is not None  # noqa: S101  (asked only where something is offered)
        return lines_html(diff_text(self.offer.source, self.source, self.source_language))


@dataclass(frozen=True)
class Read:
    """One block on the page that is confirmed: word by word against the newest revision."""

    name: str
    source: str
    text: SafeString
    is_changed: bool


def parts_of(
    draft: TranslationDraft,
    form: TranslationForm,
    offers: Mapping[str, Suggestion],
    faults: Mapping[str, list[str]],
) -> list[Part]:
    """All blocks for the editor; of what is not written yet the empty field says enough."""
    language = next(iter(draft.version.parsed.texts))
    return [
        Part(
            block=block,
            source=draft.source[block],
            source_language=language,
            offer=offers.get(block),
            field=form[block],
            tick=form[kept_name(block)] if kept_name(block) in form.fields else None,
            remarks=faults.get(block, []) if draft.blocks.get(block) and not form.errors else [],
        )
        for block in blocks_of(draft.version)
    ]


def compared(draft: TranslationDraft) -> list[Read]:
    """The whole text against the revision it was begun from, of which nothing is left out."""
    before = draft.base.blocks if draft.base else {}
    rows = []
    for block in blocks_of(draft.version):
        old, new = before.get(block, ""), draft.blocks.get(block, "")
        lines = diff_text(old, new, draft.language)
        name = str(block_name(block, draft.version.parsed))
        rows.append(Read(name, draft.source[block], lines_html(lines), old != new))
    return rows
