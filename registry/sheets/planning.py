"""What a workbook of translations would do, version by version: the trial and the import plan the same file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.files.cells import text_of
from portal.members.seen import seen_of
from registry.checks.translation import LONGEST, placeholder_faults
from registry.diffs.names import block_name
from registry.diffs.suggestions import blocks_of
from registry.enums import TranslationState
from registry.models import CriterionVersion, TranslationDraft
from registry.sealed.canonical import normal_text
from registry.sheets.columns import BLOCK, SEEN, SOURCE_HASH, TEXT
from registry.sheets.reading import Line
from registry.sheets.texts import open_drafts, source_hash, source_of, standing_words


class Fault(NamedTuple):
    address: str  # "Translations!H5"
    text: str  # with the way out


class Change(NamedTuple):
    block: str
    name: str
    text: str


@dataclass
class Result:
    """What would happen to one version, None where there is no such; ``draft`` is the translation that is open."""

    cited: str
    version: CriterionVersion | None
    draft: TranslationDraft | None = None
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def blocks(self) -> dict[str, str]:
        return {change.block: change.text for change in self.changes}

    @property
    def seen(self) -> int | None:
        """The lock version of the translation that is open; None: none is."""
        return self.draft.lock_version if self.draft else None


@dataclass(frozen=True)
class Plan:
    """``results`` are the versions that something would happen to, or in which something is wrong."""

    language: str
    results: Sequence[Result]
    unchanged: int  # rows

    @property
    def is_possible(self) -> bool:
        return not any(result.faults for result in self.results)

    @property
    def mark(self) -> str:
        """The same for the same plan: whoever says yes to it has seen it."""
        return seen_of(self.language, [[result.cited, result.blocks, result.seen] for result in self.results])


def plan_of(lines: Sequence[Line], language: str) -> Plan:
    """What the lines would do. Nothing is written; the queries are three."""
    versions = _versions(lines, language)
    drafts = open_drafts(versions.values(), language)
    results: dict[str, Result] = {}
    met: set[tuple[str, str]] = set()
    unchanged = 0
    for line in lines:
        version = versions.get(line.version)
        draft = drafts.get(version.pk) if version else None
        result = results.setdefault(line.version, Result(line.version, version, draft))
        standing = standing_words(version, language, drafts) if version else {}
        faults = list(_faults(line, version, standing, is_twice=(line.version, line.text(BLOCK)) in met))
        met.add((line.version, line.text(BLOCK)))
        if faults:
            result.faults += [Fault(line.address, text) for text in faults]
        elif version and _is_changed(line, standing):
            block = line.text(BLOCK)
            change = Change(block, str(block_name(block, version.parsed)), normal_text(line.text(TEXT)))
            result.changes.append(change)
        else:
            unchanged += 1
    found = [_settled(result) for result in results.values() if result.changes or result.faults]
    return Plan(language, found, unchanged)


def _versions(lines: Sequence[Line], language: str) -> dict[str, CriterionVersion]:
    """The final versions that the lines name and that are translated into the language, as they are cited."""
    codes = {line.version.partition("@")[0] for line in lines}
    rows = CriterionVersion.objects.finals().filter(criterion__code__in=codes).select_related("criterion")
    known = {str(row): row for row in rows.with_translations(language=language)}
    return {name: row for name, row in known.items() if language not in row.parsed.texts}


def _is_changed(line: Line, standing: Mapping[str, str]) -> bool:
    """Whether a cell says otherwise than what stands there, and than what stood there when the workbook was made."""
    text = line.text(TEXT)
    return text != text_of(standing.get(line.text(BLOCK), "")) and seen_of(text) != line.text(SEEN)


def _faults(
    line: Line, version: CriterionVersion | None, standing: Mapping[str, str], *, is_twice: bool
) -> Iterator[str]:
    """What is wrong with one line; the first thing that makes the others moot ends it."""
    block = line.text(BLOCK)
    if version is None:
        yield _("There is no version %(version)s to be translated: export the workbook again.") % {
            "version": line.version
        }
    elif block not in blocks_of(version):
        named = {"version": version, "block": block}
        yield _("%(version)s has no block “%(block)s”: export the workbook again.") % named
    elif line.text(SOURCE_HASH) != source_hash(source_of(version, block)):
        yield _("The source is not the one of %(version)s: export the workbook again.") % {"version": version}
    elif is_twice:
        yield _("This text stands in the workbook twice: remove one of the rows.")
    elif line.cells[TEXT].is_formula:
        yield _("There is a formula or an error in this cell. Write the text or the number instead.")
    elif _is_changed(line, standing):
        yield from _faults_of_text(line, source_of(version, block), standing.get(block, ""))


def _faults_of_text(line: Line, source: str, stands: str) -> Iterator[str]:
    text = line.text(TEXT)
    if line.text(SEEN) != seen_of(text_of(stands)):
        yield _("Somebody has changed this translation since the workbook was made: export it again.")
    elif not text:
        yield _("This cell is empty, but there is a translation: write one, or put the old one back.")
    elif len(text) > LONGEST:
        yield _("This text is too long: %(most)s characters are the most.") % {"most": LONGEST}
    else:
        yield from placeholder_faults(source, normal_text(text))


def _settled(result: Result) -> Result:
    """With the fault of a version that takes no words now."""
    if result.draft and result.draft.state == TranslationState.WAITING and result.changes:
        text = _("%(draft)s waits for confirmation: send it back first, then import.") % {"draft": result.draft}
        result.faults.append(Fault(result.cited, text))
    return result
