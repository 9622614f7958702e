"""The components that show differences, for pages of whatever kind."""

import pytest
from django.template.loader import render_to_string
from lxml.html import HtmlElement, fromstring

from registry.diffs.beside import EffectRow
from registry.diffs.comparison import compare
from registry.diffs.fields import FieldDiff, anchor_of
from registry.diffs.markup import change_html, lines_html
from registry.diffs.structure import ChangeKind
from registry.diffs.words import diff_text
from registry.enums import Bump
from registry.sealed.texts import Text
from tests.factories.registry import battery_content


def _rendered(name: str, **context: object) -> HtmlElement:
    return fromstring(f"<div>{render_to_string(f'components/{name}.html', context)}</div>")


def _words(element: HtmlElement, xpath: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.xpath(xpath)]


FIELD = FieldDiff(
    anchor="requirement.1",
    name="Requirement, level 1",
    kind=ChangeKind.CHANGED,
    text=lines_html(diff_text("Last for 3 years.", "Last for 4 years.", "en")),
    lang="en",
    facts=(("Mandatory", change_html("no", "yes")),),
)


def test_diff_is_a_section_that_can_be_linked_to():
    (section,) = _rendered("diff", field=FIELD).xpath("section")

    assert (section.get("id"), section.get("aria-labelledby")) == ("requirement.1", "requirement.1-heading")
    assert _words(section, ".//h3") == ["Requirement, level 1"]
    assert _words(section, "./div[@lang='en']/p") == ["Last for removed: 3 years added: 4 years."]
    assert _words(section, ".//dl//dd") == ["removed: no added: yes"]


def test_diff_takes_the_level_of_its_heading():
    assert _words(_rendered("diff", field=FIELD, level=4), ".//h4") == ["Requirement, level 1"]


@pytest.mark.parametrize(("kind", "mark"), [(kind, [kind.value]) for kind in ChangeKind] + [(None, [])])
def test_diff_says_in_words_what_happened(kind: ChangeKind | None, mark: list[str]):
    field = FieldDiff(anchor="cpv", name="CPV", kind=kind, text=FIELD.text)

    assert _words(_rendered("diff", field=field), ".//span[@class='ds-tag']") == mark


def test_diff_says_that_only_a_translation_moved():
    field = FieldDiff(anchor="purpose", name="", kind=None, text=FIELD.text, is_only_translated_otherwise=True)

    assert _words(_rendered("diff", field=field), ".//p[@class='hint']") == [
        "Only the translation was reworded; the authoritative text is the same."
    ]


def test_effects_are_grouped_and_counted():
    old = battery_content()
    new = battery_content(levels={1: {"cycles": "1000", "share": "85"}, 2: old.levels[2]}, theme="climate")
    groups = [
        (kind, [EffectRow(effect, anchor_of(effect.path), Text("<cycles>", "sv")) for effect in effects])
        for kind, effects in compare(old, new).groups()
    ]

    shown = _rendered("effects", groups=groups)

    assert _words(shown, ".//h3") == ["Stricter (2)", "Editorial (1)"]
    assert _words(shown, "(.//li)[1]") == ["Level 1, stricter: 800 → 1,000 cycles (<cycles>)"]
    assert shown.xpath(".//li/a/@href") == ["#requirement.1", "#requirement.1", "#theme"]
    assert shown.xpath(".//li/span/@lang") == ["sv", "sv", "sv"]


@pytest.mark.parametrize(
    ("bump", "shown"),
    [(Bump.MAJOR, "major change"), (Bump.MINOR, "minor change"), (Bump.PATCH, "patch"), (None, "no difference")],
)
def test_bump_is_told_in_words(bump: Bump | None, shown: str):
    assert _words(_rendered("bump", bump=bump), ".//span") == [shown]
