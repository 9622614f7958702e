"""What a city changes in a release, as a reader sees it: both wordings, their differences marked, and the reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from registry.diffs.fields import FieldDiff, TextPair, amount_of, field_between, values_by_parameter
from registry.diffs.names import block_name
from registry.enums import Declared, Relation
from registry.models import CriterionVersion, Release, ReleaseMember
from registry.sealed.content import CriterionContent
from registry.sealed.overrides import ALTERABLE, BlockAltered, LeftOut, Overrides, resolve
from registry.sealed.texts import Text, texts_in
from registry.sealed.wording import placeholders


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why something is changed, in the city's words."""

    reason: str
    legal_basis: str
    declared: str = ""  # what the city says its words do to bids


@dataclass(frozen=True, kw_only=True)
class AlteredField:
    """One block with the city's words and values in it."""

    field: FieldDiff
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, kw_only=True)
class AdaptedRow:
    """One criterion of a release as a city uses it, for a reader of ``language``; translations are to be prefetched."""

    version: CriterionVersion
    mandatory: bool
    relation: Relation
    overrides: Overrides  # of this criterion
    language: str

    @property
    def code(self) -> str:
        return self.version.criterion.code

    @property
    def title(self) -> Text:
        return texts_in(self.version, self.language).title

    @property
    def left_out(self) -> LeftOut | None:
        return next(iter(self.overrides.left_out), None)

    @property
    def is_changed(self) -> bool:
        return any(True for _each in self.overrides)

    @cached_property
    def fields(self) -> list[AlteredField]:
        return altered_fields(self.version, self.overrides, self.language)

    @property
    def summary(self) -> str:
        """The names of what is changed, in a row."""
        return ", ".join(each.field.name for each in self.fields)


def members_to_read(release: Release, language: str) -> list[ReleaseMember]:
    """The members of a release in their order, with their versions and translations in one language; three queries."""
    rows = list(release.members.order_by("position"))
    found = CriterionVersion.objects.for_cards(language=language).in_bulk([row.version_id for row in rows])
    for row in rows:
        row.version = found[row.version_id]
    return rows


def adapted_rows(
    members: Iterable[ReleaseMember], overrides: Overrides, relations: Mapping[str, str], language: str
) -> list[AdaptedRow]:
    """Every criterion of a release, with its relation by the version's citation; what is missing there is left out."""
    return [
        AdaptedRow(
            version=member.version,
            mandatory=member.mandatory,
            relation=Relation(relations.get(str(member.version), Relation.LEFT_OUT)),
            overrides=overrides.of(member.version.criterion.code),
            language=language,
        )
        for member in members
    ]


def altered_fields(version: CriterionVersion, overrides: Overrides, language: str) -> list[AlteredField]:
    """The blocks in which a city's values or words are seen, in reading order; ``overrides`` are of this criterion."""
    blocks = {each.block for each in overrides.blocks} | {f"requirement.{each.level}" for each in overrides.values}
    return [_altered(version, overrides, block, language) for block in sorted(blocks, key=_reading_order)]


def _altered(version: CriterionVersion, overrides: Overrides, block: str, language: str) -> AlteredField:
    content = version.parsed
    words = next((each for each in overrides.blocks if each.block == block), None)
    pair = _pair(version, words, block, language)
    before, after = content, resolve(content, replace(overrides, blocks=()))
    family, _dot, name = block.partition(".")
    facts: list[tuple[str, str, str]] = []
    values = [values_by_parameter(side) for side in (before, after)]
    if family == "requirement":
        sides = [side.levels[int(name)] for side in (before, after)]
        values = [{code: [value] for code, value in side.items()} for side in sides]
        facts = _unseen(content, sides, pair)
    field = field_between(block, pair, *values, name=str(block_name(block, content)), facts=facts, kind=pair.kind)
    anchor = f"{version.criterion.code}-{block}".lower().replace(".", "-")
    return AlteredField(field=replace(field, anchor=anchor), grounds=_grounds(overrides, words, block))


def _unseen(content: CriterionContent, sides: list[dict[str, str]], pair: TextPair) -> list[tuple[str, str, str]]:
    """The values that differ although the wording does not show them."""
    seen = placeholders(pair.old or "") | placeholders(pair.new or "")
    return [
        (str(block_name(f"parameter.{code}")), amount_of(content, sides[0], code), amount_of(content, sides[1], code))
        for code in sides[0]
        if code not in seen and sides[0][code] != sides[1][code]
    ]


def _pair(version: CriterionVersion, words: BlockAltered | None, block: str, language: str) -> TextPair:
    """Both wordings in the reader's language where both have it, else in an authoritative one."""
    texts = texts_in(version, language)
    base = texts.get(block)
    if words is None:
        return TextPair(base, base, base.lang if base else language)
    if words.text.get(language, "").strip() and (base is None or base.lang == language):
        lang = language
    else:
        lang = texts.source
    old = texts.original.get(block) if lang == texts.source else texts.translated.get(block)
    return TextPair(old, words.written(lang, old or ""), lang)


def _grounds(overrides: Overrides, words: BlockAltered | None, block: str) -> tuple[Ground, ...]:
    found = [
        Ground(reason=each.reason, legal_basis=each.legal_basis)
        for each in overrides.values
        if block == f"requirement.{each.level}"
    ]
    if words:
        declared = str(Declared(words.effect).label) if words.effect else ""
        found.append(Ground(reason=words.reason, legal_basis=words.legal_basis, declared=declared))
    return tuple(dict.fromkeys(each for each in found if each.reason or each.legal_basis or each.declared))


def _reading_order(block: str) -> tuple[int, str]:
    return ALTERABLE.index(block.partition(".")[0]), block
