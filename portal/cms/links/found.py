"""Every link in the criteria in force and on the published pages, with where it stands."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from typing import Any, NamedTuple

from portal.cms.blocks import LANGUAGELESS_PATH
from portal.cms.models import PAGE_MODELS
from portal.core.languages import language_name
from registry.diffs.names import block_name
from registry.models import CriterionVersion
from registry.sealed.content import CriterionContent

PAGE = "page:"  # of a link as Wagtail stores it: by the id of a page instead of an address
_WRITTEN = re.compile(r"\bhttps?:[^\s<>\"”»]+")  # in a text that has no links of its own
_ANCHOR = re.compile(r"<a\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(href|linktype|id)="([^"]*)"')


class Link(NamedTuple):
    """Where a link stands, in words and as an address of this site, and where it leads."""

    place: str
    place_url: str
    address: str


def all_links(*, on: date) -> list[Link]:
    """Seven queries however many there are; texts are read one by one."""
    return [*_of_versions(on), *_of_pages()]


def _of_versions(on: date) -> Iterator[Link]:
    versions = CriterionVersion.objects.in_force(on=on).for_cards().order_by("criterion__code")
    for version in versions:
        content, url = version.parsed, version.get_absolute_url()
        for floor in content.legal_floor:
            yield Link(f"{version}, {block_name(f'legal_floor.{floor.id}', content)}", url, floor.url)
        for language, blocks in _texts_of(version, content).items():
            for block, text in blocks.items():
                place = f"{version}, {block_name(block, content)}, {language_name(language)}"
                yield from (Link(place, url, address) for address in _written_in(text))


def _texts_of(version: CriterionVersion, content: CriterionContent) -> Mapping[str, Mapping[str, str]]:
    """By language; of a translation its newest revision, which comes first."""
    translated: dict[str, Mapping[str, str]] = {}
    for row in version.translations.all():
        translated.setdefault(row.language, row.blocks)
    return {**content.texts, **translated}


def _written_in(text: str) -> list[str]:
    return [found.rstrip(".,;:!?)") for found in _WRITTEN.findall(text)]


def _of_pages() -> Iterator[Link]:
    for model in PAGE_MODELS:
        for page in model.objects.live().select_related("locale").order_by("url_path"):
            language = page.locale.language_code
            for block in page.body.raw_data:
                for address in _addresses_in(block["type"], block["value"], language):
                    yield Link(f"{page.title}, {language_name(language)}", page.url_path, address)


def _addresses_in(kind: str, value: Any, language: str) -> Iterator[str]:
    if kind == "call_to_action":
        address: str = value["address"]
        yield f"/{language}{address}" if LANGUAGELESS_PATH.match(address) else address
    elif kind == "text":
        for tag in _ANCHOR.findall(value):
            facts = dict(_ATTRIBUTE.findall(tag))
            yield f"{PAGE}{facts.get('id', '')}" if facts.get("linktype") == "page" else unescape(facts.get("href", ""))
