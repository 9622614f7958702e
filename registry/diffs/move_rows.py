"""What becomes of a city's changes above a newer release, one row each, with what its editor may decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.diffs.markup import change_html, lines_html
from registry.diffs.names import amount, block_name, level_name
from registry.diffs.rebasing import FITS, Members, Moved, Said
from registry.diffs.words import diff_text
from registry.enums import Decision, Fate
from registry.sealed.content import CriterionContent, Parameter
from registry.sealed.overrides import BlockAltered, LeftOut, Override, ValueSet
from registry.sealed.values import read_value

OTHER = "other"  # another value is typed
DECISIONS = {
    Fate.CONFLICT: (Decision.KEEP.value, Decision.DROP.value, OTHER),
    Fate.OUT_OF_BOUNDS: (Decision.DROP.value, OTHER),
    Fate.ORPHAN: (Decision.DROP.value,),
}


@dataclass(frozen=True, kw_only=True)
class MoveRow:
    """One thing that a city changes, above the newer release; ``chosen`` and ``typed`` are what its form said."""

    moved: Moved
    content: CriterionContent  # of the older release
    parameter: Parameter | None  # of the newer release, where a value may be given there
    chosen: str = ""
    typed: str = ""
    was_sent: bool = False

    @property
    def key(self) -> str:
        return self.moved.key

    @property
    def name(self) -> str:
        return f"{self.moved.override.criterion}: {_name(self.moved.override, self.content)}"

    @property
    def in_release(self) -> SafeString:
        """What the two releases say there, with the differences marked."""
        override = self.moved.override
        if isinstance(override, BlockAltered):
            lang = self.lang
            return lines_html(diff_text(self.moved.before.get(lang, ""), self.moved.after.get(lang, ""), lang))
        return change_html(self._shown(self.moved.before), self._shown(self.moved.after))

    @property
    def lang(self) -> str:
        """Of the words; empty where there are none."""
        override = self.moved.override
        if not isinstance(override, BlockAltered):
            return ""
        reader = get_language() or settings.LANGUAGE_CODE
        languages = [*self.moved.before, *self.moved.after, *override.text]
        return reader if reader in languages else next(iter(languages), reader)

    @property
    def ours(self) -> object:
        override = self.moved.override
        if isinstance(override, ValueSet):
            return amount(self.content.parameters[override.parameter], override.value)
        if isinstance(override, LeftOut):
            return override.reason
        return override.text.get(self.lang) or next(iter(override.text.values()), "")

    @property
    def is_settled(self) -> bool:
        return self.moved.fate in FITS

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What can be decided: pairs of value and label."""
        names = {**{each.value: str(each.label) for each in Decision}, OTHER: _("Take another value")}
        kept = DECISIONS.get(self.moved.fate, ())
        return [(each, names[each]) for each in kept if each != OTHER or self.parameter]

    @property
    def is_missing(self) -> bool:
        """Whether nothing was decided although the form was sent."""
        is_offered = self.chosen in dict(self.choices)
        return self.was_sent and not (is_offered and (self.chosen != OTHER or self.typed.strip()))

    @property
    def bounds(self) -> SafeString | str:
        if self.parameter is None or self.parameter.options:
            return ""
        sides = (amount(self.parameter, each) for each in (self.parameter.minimum, self.parameter.maximum))
        return format_html(_("From {} to {}."), *sides)

    def _shown(self, said: Said) -> object:
        text = said.get("", "")
        override = self.moved.override
        if isinstance(override, ValueSet) and text:
            return amount(self.content.parameters[override.parameter], text)
        return text


def move_rows(moved: Iterable[Moved], old: Members, new: Members, said: Mapping[str, str] | None) -> list[MoveRow]:
    """The rows of a move; ``said`` is what was sent, None before the form was sent."""
    rows = []
    for each in moved:
        chosen = (said or {}).get(f"decision.{each.key}", "")
        typed = (said or {}).get(f"value.{each.key}", "")
        rows.append(
            MoveRow(
                moved=each,
                content=old[each.override.criterion].content,
                parameter=_parameter(each, new),
                chosen=chosen,
                typed=typed,
                was_sent=said is not None,
            )
        )
    return rows


def decided(rows: Iterable[MoveRow], language: str) -> tuple[dict[str, Decision], dict[str, str]]:
    """The decisions and the other values, by key, as the services take them; numbers in the way of a language."""
    decisions: dict[str, Decision] = {}
    values: dict[str, str] = {}
    for row in rows:
        if row.chosen == OTHER and row.parameter and row.typed.strip():
            values[row.key] = read_value(row.parameter, row.typed, language)
        elif row.chosen in Decision.values:
            decisions[row.key] = Decision(row.chosen)
    return decisions, values


def _parameter(moved: Moved, new: Members) -> Parameter | None:
    override = moved.override
    if not isinstance(override, ValueSet) or moved.fate in (*FITS, Fate.ORPHAN):
        return None
    return new[override.criterion].content.parameters.get(override.parameter)


def _name(override: Override, content: CriterionContent) -> str:
    if isinstance(override, LeftOut):
        return _("left out")
    if isinstance(override, BlockAltered):
        return str(block_name(override.block, content))
    names = next(iter(content.texts.values()), {})
    named = names.get(f"parameter.{override.parameter}", override.parameter)
    return _("%(parameter)s, level %(level)s") % {"parameter": named, "level": level_name(override.level)}
