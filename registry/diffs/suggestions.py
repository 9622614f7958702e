"""What earlier translations offer to the translator of a version: words that still hold, and words to start from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.models import CriterionVersion, VersionTranslation

Sources = Mapping[str, str]  # by authoritative language
ORDER = (
    *("title", "subject_matter", "purpose", "requirement", "parameter", "proof"),
    *("follow_up", "legal_floor", "guidance"),
)


@dataclass(frozen=True)
class Suggestion:
    """The words of one block in an earlier translation."""

    text: str
    origin: VersionTranslation  # with its version: where the words are from
    source: str  # what they translate, in the first authoritative language
    holds: bool  # the source is word for word the same


def suggestions(version: CriterionVersion, language: str, earlier: Iterable[CriterionVersion]) -> dict[str, Suggestion]:
    """By block, what an earlier version offers: the newest words whose source stayed the same, else the newest at all.

    Reads the prefetched translations of ``earlier``; of each version only its newest revision counts.
    """
    newest_first = sorted(earlier, key=lambda each: each.number.precedence, reverse=True)
    revisions = [revision for each in newest_first if (revision := newest_revision(each, language))]
    found: dict[str, Suggestion] = {}
    for block in blocks_of(version):
        offers = [_suggestion(version, revision, block) for revision in revisions if block in revision.blocks]
        if offers:
            found[block] = next((offer for offer in offers if offer.holds), offers[0])
    return found


def blocks_of(version: CriterionVersion) -> list[str]:
    """The blocks that a translation of a version has, as they are read: of one family by their names."""
    return sorted(next(iter(version.parsed.texts.values())), key=_place)


def _place(block: str) -> tuple[int, str]:
    family = block.partition(".")[0]
    return (ORDER.index(family) if family in ORDER else len(ORDER), block)


def sources_of(version: CriterionVersion, block: str) -> Sources:
    """The authoritative texts of one block."""
    return {language: texts[block] for language, texts in version.parsed.texts.items() if block in texts}


def newest_revision(version: CriterionVersion, language: str) -> VersionTranslation | None:
    """The newest revision of a version in a language, of its prefetched translations; it knows its version."""
    rows = [row for row in version.translations.all() if row.language == language]
    newest = max(rows, key=lambda row: row.revision, default=None)
    if newest:
        newest.version = version
    return newest


def _suggestion(version: CriterionVersion, revision: VersionTranslation, block: str) -> Suggestion:
    old, new = sources_of(revision.version, block), sources_of(version, block)
    return Suggestion(revision.blocks[block], revision, next(iter(old.values()), ""), old == new)
