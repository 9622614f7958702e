"""The criteria of a release as one city uses them, and how each stands to the one it comes from."""

from collections.abc import Iterable, Iterator

from registry.diffs.releases import Member
from registry.enums import Alteration, Declared, Relation
from registry.models import Release, ReleaseMember
from registry.sealed.adaptation import AdaptedText
from registry.sealed.canonical import normal_text
from registry.sealed.content import CriterionContent, is_editorial
from registry.sealed.overrides import BlockAltered, Overrides, ValueSet, resolve
from registry.sealed.values import is_stricter

_WAYS = {
    "": Relation.NOT_COMPARABLE,  # nobody can compute what other words ask
    Declared.SAME: Relation.IDENTICAL,
    Declared.STRICTER: Relation.STRICTER,
    Declared.LOOSER: Relation.LOOSER,
}


def pinned_by(release: Release) -> list[ReleaseMember]:
    """The members of a release in their order, each with its version, in one query."""
    return list(release.members.select_related("version__criterion").order_by("position"))


def members_of(pinned: Iterable[ReleaseMember]) -> dict[str, Member]:
    """The members of a release by code, as comparisons take them."""
    found = (
        Member(
            code=member.version.criterion.code,
            number=member.version.number,
            content=member.version.parsed,
            mandatory=member.mandatory,
        )
        for member in pinned
    )
    return {member.code: member for member in found}


def relation_of(content: CriterionContent, overrides: Overrides) -> Relation:
    """How a criterion stands to the one it comes from, for bids; ``overrides`` are those of this criterion, all valid.

    Values are compared by the direction of their parameter. Other words in a block that bids are held against are not
    comparable, unless the city declares what they do; in one that only explains they change nothing. Stricter in one
    place and looser in another is not comparable either.
    """
    if overrides.left_out:
        return Relation.LEFT_OUT
    ways = set(_ways(content, overrides)) - {Relation.IDENTICAL}
    if len(ways) > 1:
        return Relation.NOT_COMPARABLE
    return ways.pop() if ways else Relation.IDENTICAL


def adapted(pinned: Iterable[ReleaseMember], overrides: Overrides) -> list[AdaptedText]:
    """Every criterion of a release that is not left out, as the city uses it; ``overrides`` have no grave fault."""
    found = []
    for member in pinned:
        own = overrides.of(member.version.criterion.code)
        if not own.left_out:
            content = member.version.parsed
            found.append(
                AdaptedText(
                    version=str(member.version),
                    content_hash=member.version.content_hash,
                    mandatory=member.mandatory,
                    relation=relation_of(content, own).value,
                    content=resolve(content, own),
                )
            )
    return found


def says_the_same(content: CriterionContent, override: ValueSet | BlockAltered) -> bool:
    """Whether an override changes nothing in the content that it is about, in any authoritative language."""
    if isinstance(override, ValueSet):
        parameter, base = content.parameters[override.parameter], content.levels[override.level][override.parameter]
        return parameter.rank(override.value) == parameter.rank(base)
    return not override.further(content) and not _rewrites(content, override)


def _ways(content: CriterionContent, overrides: Overrides) -> Iterator[Relation]:
    for value in overrides.values:
        parameter, base = content.parameters[value.parameter], content.levels[value.level][value.parameter]
        if is_stricter(parameter, value.value, than=base):
            yield Relation.STRICTER
        elif is_stricter(parameter, base, than=value.value):
            yield Relation.LOOSER
    for words in overrides.blocks:
        if not is_editorial(words.block) and _rewrites(content, words):
            yield _WAYS[words.effect]


def _rewrites(content: CriterionContent, words: BlockAltered) -> bool:
    """Whether the words of any authoritative language become other ones."""
    if words.how == Alteration.ADD:
        return any(words.text.get(language, "").strip() for language in content.texts)
    return any(
        normal_text(words.written(language, blocks.get(words.block, ""))) != blocks.get(words.block, "")
        for language, blocks in content.texts.items()
    )
