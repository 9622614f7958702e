"""The texts of a version in a language, with an explicit fallback: every text says which language it is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry.sealed.translation import VersionTranslation
    from registry.sealed.version import CriterionVersion


class Text(str):
    """A text that knows its language."""

    lang: str

    def __new__(cls, text: str, lang: str) -> "Text":
        self = super().__new__(cls, text)
        self.lang = lang
        return self


@dataclass(frozen=True)
class Texts:
    """All blocks of one version for a reader of ``wanted``; ``source`` is an authoritative language."""

    wanted: str
    source: str
    translated: Mapping[str, str]
    original: Mapping[str, str]

    def __getitem__(self, block: str) -> Text:
        """The block in the wanted language, else in the source. Raises KeyError if the version has no such block."""
        if block in self.translated:
            return Text(self.translated[block], self.wanted)
        return Text(self.original[block], self.source)

    def get(self, block: str) -> Text | None:
        return self[block] if block in self.original else None

    @property
    def title(self) -> Text:
        return self["title"]

    @property
    def missing(self) -> list[str]:
        """The blocks not yet translated; empty when the translation is complete."""
        return sorted(block for block in self.original if block not in self.translated)


def texts_in(version: "CriterionVersion", language: str) -> Texts:
    """The texts of a version in a language; reads its prefetched translations, newest revision first."""
    authoritative = version.parsed.texts
    source = language if language in authoritative else next(iter(authoritative))
    original = authoritative[source]
    if source == language:
        return Texts(language, source, original, original)
    newest = next((row for row in _newest_first(version) if row.language == language), None)
    return Texts(language, source, newest.blocks if newest else {}, original)


def languages_of(version: "CriterionVersion") -> list[str]:
    """The languages a version can be read in: the authoritative ones first."""
    authoritative = list(version.parsed.texts)
    return authoritative + sorted({row.language for row in version.translations.all()} - set(authoritative))


def _newest_first(version: "CriterionVersion") -> list["VersionTranslation"]:
    return sorted(version.translations.all(), key=lambda row: -row.revision)
