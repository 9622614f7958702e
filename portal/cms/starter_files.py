"""The files of the starter pages: one a page, all languages of each text beside each other.

Texts of a block named ``text`` are Markdown; a link such as ``/members/`` gets the language in front.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from markdown_it import MarkdownIt

from portal.cms.rich_text import clean_stored

FOLDER = Path(__file__).parent / "starter"
HOME = "home"
SLUGS = (
    *("statement", "members", "background", "partners", "call-to-join"),
    *("disclaimer", "accessibility", "privacy", "licence", "versions"),
)
HANDBOOK = "handbook"
CHAPTERS = tuple(f"{HANDBOOK}/{chapter}" for chapter in ("drafting", "consultation", "voting", "after", "translating"))
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_PATH_LINK = re.compile(r'href="(?=/)')


class StarterFileFault(ValueError):
    """A file that lacks something; the message names file, place and language."""


@dataclass(frozen=True)
class StarterPage:
    """One page as its file has it, in all languages."""

    slug: str
    content: Mapping[str, Any]

    @property
    def type(self) -> str:
        return str(self.content["type"])

    def fields(self, language: str) -> dict[str, Any]:
        """What the page's model takes, in one language: texts as strings, blocks as StreamField's plain lists."""
        taken = {name: value for name, value in self.content.items() if name not in ("type", "description")}
        fields = {name: self._in_language(value, language, name) for name, value in taken.items()}
        fields["search_description"] = self._in_language(self.content["description"], language, "description")
        for name in fields.keys() & {"body", "doors"}:
            fields[name] = [_block(block, "door" if name == "doors" else "", language) for block in fields[name]]
        return fields

    def _in_language(self, value: Any, language: str, place: str) -> Any:
        if isinstance(value, list):
            return [self._in_language(each, language, f"{place}[{number}]") for number, each in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if not value.keys() & dict(settings.LANGUAGES).keys():
            return {name: self._in_language(each, language, f"{place}.{name}") for name, each in value.items()}
        if not value.get(language):
            raise StarterFileFault(f"{self.slug}.yaml: {place} has no text in “{language}”. Write one.")
        return value[language]


def read_page(slug: str) -> StarterPage:
    """The page of that slug. Raises FileNotFoundError or yaml.YAMLError."""
    return StarterPage(slug, yaml.safe_load((FOLDER / f"{slug}.yaml").read_text(encoding="utf-8")))


def _block(block: dict[str, Any], only_type: str, language: str) -> dict[str, Any]:
    """StreamField's ``{"type": …, "value": …}`` of ``{"heading": …}``, or of the bare value of an ``only_type``."""
    kind, value = (only_type, block) if only_type else next(iter(block.items()))
    return {"type": kind, "value": _rich_text(value, language) if kind == "text" else value}


def _rich_text(markdown: Any, language: str) -> str:
    return clean_stored(_PATH_LINK.sub(f'href="/{language}', _MARKDOWN.render(str(markdown))))
