"""Two versions of a criterion field by field, in a reader's language: what the compare page shows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from re import Match

from django.utils.safestring import SafeString

from registry.diffs.facts import Facts, legal_floor_facts, list_facts, parameter_facts, proof_facts
from registry.diffs.markup import change_html, lines_html
from registry.diffs.names import amount, block_name
from registry.diffs.structure import ChangeKind
from registry.diffs.words import Line, Mark, Segment, diff_text
from registry.models import CriterionVersion
from registry.sealed.content import CriterionContent
from registry.sealed.texts import texts_in
from registry.sealed.wording import PLACEHOLDER, placeholders, shown_value

Values = Mapping[str, Iterable[str]]  # of each parameter, one a level where they differ

FactsOf = Callable[[CriterionContent, str], Facts]


@dataclass(frozen=True, kw_only=True)
class FieldDiff:
    """One field with its differences; ``kind`` is None where there are none."""

    anchor: str  # the block it shows: "requirement.2", "proof.eprel", "cpv"
    name: str
    kind: ChangeKind | None
    text: SafeString
    lang: str = ""  # of the text; empty where it is not the registry's
    facts: tuple[tuple[str, SafeString], ...] = ()
    is_only_translated_otherwise: bool = False
    lines: tuple[Line, ...] = ()  # the text again, for what is not HTML
    sides: tuple[tuple[str, str, str], ...] = ()  # the facts again: name, old and new value


@dataclass(frozen=True)
class TextPair:
    """One block of both versions in one language; None on a side that does not have it."""

    old: str | None
    new: str | None
    lang: str
    is_only_translated_otherwise: bool = False  # every authoritative text is the same on both sides

    @property
    def kind(self) -> ChangeKind | None:
        """Whether the block came or went."""
        if self.old is None:
            return None if self.new is None else ChangeKind.ADDED
        return ChangeKind.REMOVED if self.new is None else None


def anchor_of(path: str) -> str:
    """The anchor of the field in which the change at a path is seen: "requirement.2" for "levels.2.cycles"."""
    family, _dot, rest = path.partition(".")
    if family == "texts":
        return rest.partition(".")[2] or "authoritative"
    if family == "levels":
        return f"requirement.{rest.split('.')[0]}"
    return {"parameters": f"parameter.{rest}", "eforms": "eforms"}.get(family, path)


def pair_texts(old: CriterionVersion, new: CriterionVersion, block: str, language: str) -> TextPair:
    """A block of both versions in one language: the reader's if both have it there, else an authoritative one.

    Where an authoritative text changed but the reader's did not, the authoritative one is shown: no change is hidden.
    A block that only one of them has in a language that is authoritative in both came or went there. If no language is
    common to both, each side is in its own first one.
    """
    sides = [{**version.parsed.texts, language: texts_in(version, language).translated} for version in (old, new)]
    having = [side for side in sides if any(block in blocks for blocks in side.values())]
    authoritative = dict.fromkeys([*old.parsed.texts, *new.parsed.texts])
    shared = old.parsed.texts.keys() & new.parsed.texts.keys()
    pairs = {
        each: TextPair(sides[0].get(each, {}).get(block), sides[1].get(each, {}).get(block), each)
        for each in (language, *authoritative)
        if all(block in side.get(each, {}) for side in having)
        or any(block in side[each] for side in sides if each in shared)
    }
    if not pairs:
        first = [next(blocks[block] for blocks in side.values() if block in blocks) for side in sides]
        return TextPair(first[0], first[1], next(iter(new.parsed.texts)))
    differing = [pair for each, pair in pairs.items() if pair.old != pair.new]
    if differing and not any(pair.lang in authoritative for pair in differing):
        return replace(differing[0], is_only_translated_otherwise=True)
    return (differing or list(pairs.values()))[0]


def fields_of(old: CriterionVersion, new: CriterionVersion, language: str) -> list[FieldDiff]:
    """Every field of either version, in reading order; the translations of both are to be prefetched."""
    return list(_Reader(old, new, language).fields())


class _Reader:
    """What is read side by side, and for whom."""

    def __init__(self, old: CriterionVersion, new: CriterionVersion, language: str) -> None:
        self.versions = (old, new)
        self.old, self.new = old.parsed, new.parsed
        self.language = language

    def fields(self) -> Iterator[FieldDiff]:
        yield from self._plain("title", "subject_matter")
        for level in sorted(self.old.levels.keys() | self.new.levels.keys()):
            yield self._requirement(level)
        yield from self._family("parameter", lambda content: content.parameters, parameter_facts)
        yield from self._family("proof", lambda content: [route.id for route in content.proof], proof_facts)
        yield from self._plain("follow_up", "purpose", "guidance")
        yield from self._family("legal_floor", lambda c: [floor.id for floor in c.legal_floor], legal_floor_facts)
        yield from self._lists()

    def _plain(self, *blocks: str) -> Iterator[FieldDiff]:
        for block in blocks:
            pair = pair_texts(*self.versions, block, self.language)
            if pair.old is not None or pair.new is not None:
                yield field_between(
                    block, pair, values_by_parameter(self.old), values_by_parameter(self.new), kind=pair.kind
                )

    def _values(self) -> tuple[Values, Values]:
        return values_by_parameter(self.old), values_by_parameter(self.new)

    def _requirement(self, level: int) -> FieldDiff:
        """The wording with the level's values; a value that it does not show is told apart from it."""
        before, after = self.old.levels.get(level, {}), self.new.levels.get(level, {})
        pair = pair_texts(*self.versions, f"requirement.{level}", self.language)
        seen = placeholders(pair.old or "") | placeholders(pair.new or "")
        facts = [
            (str(block_name(f"parameter.{code}")), amount_of(self.old, before, code), amount_of(self.new, after, code))
            for code in sorted(before.keys() | after.keys())
            if code not in seen
        ]
        kind = _came_or_went(level in self.old.levels, level in self.new.levels)
        values = ({code: [value] for code, value in side.items()} for side in (before, after))
        return field_between(f"requirement.{level}", pair, *values, facts=facts, kind=kind)

    def _family(
        self,
        family: str,
        names: Callable[[CriterionContent], Iterable[str]],
        facts: Callable[[CriterionContent, str], Facts],
    ) -> Iterator[FieldDiff]:
        before, after = list(names(self.old)), list(names(self.new))
        for name in [*after, *(name for name in before if name not in after)]:
            block = f"{family}.{name}"
            pair = pair_texts(*self.versions, block, self.language)
            both = zip(facts(self.old, name), facts(self.new, name), strict=True)
            rows = [(label, was, now) for (label, was), (_label, now) in both]
            kind = _came_or_went(name in before, name in after)
            title = str(block_name(block, self.new, self.old))
            yield field_between(
                block,
                pair,
                values_by_parameter(self.old),
                values_by_parameter(self.new),
                name=title,
                facts=rows,
                kind=kind,
            )

    def _lists(self) -> Iterator[FieldDiff]:
        before, after = list_facts(self.old), list_facts(self.new)
        for field, (name, new) in after.items():
            old = before[field][1]
            if old or new:
                marks = {label: Mark.EQUAL if label in old else Mark.INSERTED for label in new}
                gone = dict.fromkeys((label for label in old if label not in new), Mark.DELETED)
                lines = tuple(Line("ul", (Segment(mark, label),)) for label, mark in {**gone, **marks}.items())
                kind = _came_or_went(bool(old), bool(new)) or (ChangeKind.CHANGED if set(old) != set(new) else None)
                yield FieldDiff(anchor=field, name=name, kind=kind, text=lines_html(lines), lines=lines)


def field_between(
    block: str,
    pair: TextPair,
    before: Values,
    after: Values,
    *,
    name: str = "",
    facts: Iterable[tuple[str, str, str]] = (),
    kind: ChangeKind | None = None,
) -> FieldDiff:
    """One block with its values on both sides; ``facts`` are further ones, each with its name."""
    lines = diff_text(_shown(pair.old or "", before, pair.lang), _shown(pair.new or "", after, pair.lang), pair.lang)
    facts = [fact for fact in facts if fact[1] or fact[2]]
    has_other_values = any(line.is_changed for line in lines) or any(was != now for _name, was, now in facts)
    is_changed = has_other_values or pair.old != pair.new
    return FieldDiff(
        anchor=block,
        name=name or str(block_name(block)),
        kind=kind or (ChangeKind.CHANGED if is_changed else None),
        text=lines_html(lines),
        lang=pair.lang,
        facts=tuple((label, change_html(was, now)) for label, was, now in facts),
        is_only_translated_otherwise=pair.is_only_translated_otherwise,
        lines=lines,
        sides=tuple(facts),
    )


def _came_or_went(was: bool, is_now: bool) -> ChangeKind | None:
    if was == is_now:
        return None
    return ChangeKind.ADDED if is_now else ChangeKind.REMOVED


def amount_of(content: CriterionContent, values: Mapping[str, str], code: str) -> str:
    """A value with its unit; empty where there is none."""
    return str(amount(content.parameters[code], values[code])) if code in values else ""


def values_by_parameter(content: CriterionContent) -> Values:
    """The values of every parameter, one a level unless all levels share it."""
    levels = [content.levels[level] for level in sorted(content.levels)]
    return {code: dict.fromkeys(values[code] for values in levels if code in values) for code in content.parameters}


def _shown(text: str, values: Values, language: str) -> str:
    """The text with its values: "800 / 1,000" where levels differ."""

    def shown(match: Match[str]) -> str:
        return " / ".join(shown_value(value, language) for value in values.get(match[1], ())) or match[0]

    return PLACEHOLDER.sub(shown, text)
