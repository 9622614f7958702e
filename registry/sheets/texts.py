"""The texts that a workbook holds: of each version every block, with what stands there and what is offered."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from portal.files.cells import text_of
from portal.members.seen import seen_of
from registry.diffs.names import block_name
from registry.diffs.suggestions import blocks_of, newest_revision, suggestions
from registry.enums import OPEN_TRANSLATIONS
from registry.models import CriterionVersion, TranslationDraft
from registry.sealed.canonical import sha256
from registry.sheets.columns import BLOCK, CODE, NAME, OFFER, SEEN, SOURCE, SOURCE_HASH, TEXT, VERSION


class SheetText(NamedTuple):
    """One block of one version: a row."""

    version: CriterionVersion
    block: str
    offer: str
    text: str  # what stands there now

    @property
    def source(self) -> str:
        return source_of(self.version, self.block)

    def as_cells(self) -> dict[str, str]:
        return {
            CODE: str(self.version.criterion),
            VERSION: str(self.version.number),
            BLOCK: self.block,
            NAME: str(block_name(self.block, self.version.parsed)),
            SOURCE: self.source,
            SOURCE_HASH: source_hash(self.source),
            OFFER: self.offer,
            TEXT: self.text,
            SEEN: seen_of(text_of(self.text)),
        }


def source_of(version: CriterionVersion, block: str) -> str:
    return next(iter(version.parsed.texts.values()))[block]


def source_hash(source: str) -> str:
    """Enough of the hash of a source to know it by."""
    return sha256(source)[:16]


def open_drafts(versions: Iterable[CriterionVersion], language: str) -> dict[int, TranslationDraft]:
    """The translations that are open, by version."""
    rows = TranslationDraft.objects.filter(version__in=list(versions), language=language, state__in=OPEN_TRANSLATIONS)
    return {draft.version_id: draft for draft in rows}


def standing_words(
    version: CriterionVersion, language: str, drafts: Mapping[int, TranslationDraft]
) -> Mapping[str, str]:
    """What stands there now: of the open translation, else of the newest sealed one; the version's are prefetched."""
    if draft := drafts.get(version.pk):
        blocks: dict[str, str] = draft.blocks
        return blocks
    newest = newest_revision(version, language)
    return newest.blocks if newest else {}


def sheet_texts(versions: Iterable[CriterionVersion], language: str) -> Iterator[SheetText]:
    """Every block of the versions, whose translations are prefetched, in three queries."""
    chosen = list(versions)
    criteria = {version.criterion_id for version in chosen}
    finals = CriterionVersion.objects.finals().filter(criterion__in=criteria).select_related("criterion")
    lines: dict[int, list[CriterionVersion]] = {}
    for each in finals.with_translations(language=language):
        lines.setdefault(each.criterion_id, []).append(each)
    drafts = open_drafts(chosen, language)
    for version in chosen:
        earlier = [each for each in lines[version.criterion_id] if each.number < version.number]
        offers, standing = suggestions(version, language, earlier), standing_words(version, language, drafts)
        for block in blocks_of(version):
            offer = offers[block].text if block in offers else ""
            yield SheetText(version, block, offer, standing.get(block, ""))
