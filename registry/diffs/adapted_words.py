"""The blocks whose words a city may change in a criterion, and what of a changed wording is new."""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.diffs.names import block_name, language_name
from registry.enums import Alteration
from registry.models import CriterionVersion
from registry.sealed.canonical import normal_text
from registry.sealed.content import is_editorial
from registry.sealed.overrides import ADDABLE, ALTERABLE, BlockAltered
from registry.sealed.texts import texts_in


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One block of a criterion, as it reads in each language that a city writes in."""

    criterion: str  # its code
    block: str
    label: str
    base: Mapping[str, str]  # by language; empty where the block is not there
    authoritative: tuple[str, ...]

    @property
    def name(self) -> str:
        """The same as the end of the override's key."""
        return f"texts.{self.block}"

    @property
    def languages(self) -> list[str]:
        return list(self.base)

    @property
    def binds(self) -> bool:
        """Whether bids are held against it."""
        return not is_editorial(self.block)

    def label_in(self, language: str) -> str:
        return f"{self.label}: {language_name(language)}"

    def shown(self, words: BlockAltered | None) -> dict[str, str]:
        """The whole block by language as a city has written it. A translation of what it has rewritten is not shown."""
        if words is None:
            return dict(self.base)
        is_kept = words.how == Alteration.ADD
        return {
            language: words.written(language, text if is_kept or language in self.authoritative else "")
            for language, text in self.base.items()
        }

    def altered(self, typed: Mapping[str, str], *, reason: str, legal_basis: str, effect: str) -> BlockAltered | None:
        """What a city changes with the whole block as it has typed it; None if it reads as before.

        What only goes on after the text is an addition, so that a newer text can take its place above it.
        """
        texts = {language: normal_text(text) for language, text in typed.items()}
        changed = {language: text for language, text in texts.items() if text != normal_text(self.base[language])}
        if not any(text or language in self.authoritative for language, text in changed.items()):
            return None
        added = {language: self._after(language, text) for language, text in changed.items() if text}
        is_addition = len(added) == len(changed) and all(added.values())
        own = {language: text for language, text in texts.items() if language in self.authoritative} | changed
        return BlockAltered(
            criterion=self.criterion,
            block=self.block,
            how=(Alteration.ADD if is_addition else Alteration.REPLACE).value,
            text=added if is_addition else {language: text for language, text in own.items() if text},
            reason=reason,
            legal_basis=legal_basis,
            effect=effect,
        )

    def _after(self, language: str, text: str) -> str:
        """What stands after the text of the release; empty if that text does not open it."""
        base = normal_text(self.base[language])
        if not base:
            return text
        return text.removeprefix(f"{base}\n\n") if text.startswith(f"{base}\n\n") else ""


def wordings_of(version: CriterionVersion, languages: list[str]) -> list[Wording]:
    """The blocks that a city may change, in reading order: in the authoritative languages, and in further ones."""
    content = version.parsed
    wanted = [*content.texts, *(language for language in languages if language not in content.texts)]
    blocks = {block for texts in content.texts.values() for block in texts if block.partition(".")[0] in ALTERABLE}
    return [
        Wording(
            criterion=version.criterion.code,
            block=block,
            label=str(block_name(block, content)),
            base={language: _text(version, block, language) for language in wanted},
            authoritative=tuple(content.texts),
        )
        for block in sorted(blocks | set(ADDABLE), key=_reading_order)
    ]


def _text(version: CriterionVersion, block: str, language: str) -> str:
    authoritative = version.parsed.texts
    if language in authoritative:
        return authoritative[language].get(block, "")
    return texts_in(version, language).translated.get(block, "")


def _reading_order(block: str) -> tuple[int, str]:
    return ALTERABLE.index(block.partition(".")[0]), block
