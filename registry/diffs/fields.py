"""Two versions of a criterion field by field, in a reader's language: what the compare page shows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.diffs.markup import change_html, deleted, inserted, lines_html
from registry.diffs.names import amount, block_name, language_name
from registry.diffs.structure import ChangeKind
from registry.diffs.words import diff_text
from registry.enums import (
    Ambition,
    AppliesTo,
    Direction,
    LifeCycleStage,
    ParameterType,
    ProofMoment,
    ProofType,
    Theme,
    Unit,
)
from registry.models import CriterionVersion
from registry.sealed.content import CriterionContent, LegalFloor, Parameter, ProofRoute
from registry.sealed.texts import Text, texts_in
from registry.sealed.wording import filled, placeholders, shown_value

Fact = tuple[str, object, object]  # its name, what it was, what it is; empty where it is not there


@dataclass(frozen=True, kw_only=True)
class FieldDiff:
    """One field with its differences; ``kind`` is None where there are none."""

    anchor: str  # the block it shows: "requirement.2", "proof.eprel", "cpv"
    name: str
    kind: ChangeKind | None
    text: SafeString = SafeString()
    lang: str = ""  # of the text
    facts: tuple[tuple[str, SafeString], ...] = ()


@dataclass(frozen=True)
class TextPair:
    """One block of both versions in one language; None on a side that does not have it."""

    old: str | None
    new: str | None
    lang: str


def anchor_of(path: str) -> str:
    """The anchor of the field in which the change at a path is seen: "requirement.2" for "levels.2.cycles"."""
    family, _dot, rest = path.partition(".")
    if family == "texts":
        return rest.partition(".")[2] or "authoritative"
    if family == "levels":
        return f"requirement.{rest.split('.')[0]}"
    return {"parameters": f"parameter.{rest}", "eforms": "eforms"}.get(family, path)


def fields_of(old: CriterionVersion, new: CriterionVersion, language: str) -> list[FieldDiff]:
    """Every field of either version, in reading order; the translations of both are to be prefetched."""
    return list(_Fields(old, new, language).all())


def pair_texts(old: CriterionVersion, new: CriterionVersion, block: str, language: str) -> TextPair:
    """A block of both versions in the reader's language if both have it there, else in one that is authoritative.

    If not even that is common to both, each side is in its own first language.
    """
    sides = [{**version.parsed.texts, language: texts_in(version, language).translated} for version in (old, new)]
    sides = [side if any(block in blocks for blocks in side.values()) else {} for side in sides]
    for each in (language, *old.parsed.texts, *new.parsed.texts):
        if all(block in side.get(each, ()) for side in sides if side):
            before, after = (side[each][block] if side else None for side in sides)
            return TextPair(before, after, each)
    before, after = (next(blocks[block] for blocks in side.values() if block in blocks) for side in sides)
    return TextPair(before, after, next(iter(new.parsed.texts)))


class _Fields:
    def __init__(self, old: CriterionVersion, new: CriterionVersion, language: str) -> None:
        self.versions = (old, new)
        self.old, self.new = old.parsed, new.parsed
        self.language = language

    def all(self) -> Iterator[FieldDiff]:
        yield from self._plain("title", "subject_matter")
        for level in sorted(self.old.levels.keys() | self.new.levels.keys()):
            yield self._requirement(level)
        yield from self._each(lambda content: content.parameters, "parameter", _parameter_facts)
        yield from self._each(lambda content: {route.id: route for route in content.proof}, "proof", _proof_facts)
        yield from self._plain("follow_up", "purpose", "guidance")
        yield from self._each(lambda c: {floor.id: floor for floor in c.legal_floor}, "legal_floor", self._floor_facts)
        yield from self._lists()

    def _pair(self, block: str) -> TextPair:
        return pair_texts(*self.versions, block, self.language)

    def _plain(self, *blocks: str) -> Iterator[FieldDiff]:
        for block in blocks:
            if any(block in texts for content in (self.old, self.new) for texts in content.texts.values()):
                yield self._field(block, str(block_name(block)), _shared_values(self.old), _shared_values(self.new))

    def _requirement(self, level: int) -> FieldDiff:
        """The wording with the level's values; a value that the wording does not show is told apart from it."""
        before, after = (content.levels.get(level, {}) for content in (self.old, self.new))
        block = f"requirement.{level}"
        pair = self._pair(block)
        facts = []
        for code in sorted(before.keys() | after.keys()):
            is_seen = any(code in placeholders(text or "") for text in (pair.old, pair.new))
            if before.get(code) != after.get(code) and not is_seen:
                was, now = (
                    str(amount(content.parameters[code], values[code])) if code in values else ""
                    for content, values in ((self.old, before), (self.new, after))
                )
                facts.append((str(block_name(f"parameter.{code}")), was, now))
        return self._field(block, str(block_name(block)), before, after, facts=facts)

    def _each(
        self, things: Callable[[CriterionContent], Mapping[str, Any]], family: str, facts: Callable[..., list[Fact]]
    ) -> Iterator[FieldDiff]:
        before, after = things(self.old), things(self.new)
        for name in [*after, *(name for name in before if name not in after)]:
            block = f"{family}.{name}"
            sides = zip(facts(before.get(name), self.old), facts(after.get(name), self.new), strict=True)
            rows = [(label, was, now) for (label, was), (_label, now) in sides]
            kind = ChangeKind.ADDED if name not in before else ChangeKind.REMOVED if name not in after else None
            values = (_shared_values(self.old), _shared_values(self.new))
            title = str(block_name(block, self.new, self.old))
            yield self._field(block, title, *values, facts=rows, kind=kind)
