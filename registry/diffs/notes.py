"""Release notes as the differences write them: a first text, by groups of changes, for a human to edit."""

from collections.abc import Container, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from registry.diffs.beside import MemberRow, ReleasesCompared
from registry.diffs.meaning import EffectKind
from registry.diffs.releases import MemberChange
from registry.enums import Bump, StatusKind
from registry.sealed.canonical import normal_text

MOST_EFFECTS = 5  # that a note lists of one criterion; the page that compares lists them all


def generated_notes(compared: ReleasesCompared, language: str, *, withdrawn: Container[str] = ()) -> dict[str, str]:
    """By group, a list with each criterion that came, went or changed, once: where its gravest change belongs.

    ``compared`` was read in ``language``; a title that is not translated is left out. ``withdrawn``: the codes of the
    criteria that did not only leave the set.
    """
    with override(language):
        lines: dict[EffectKind, list[str]] = {kind: [] for kind in EffectKind}
        for row in compared.changed:
            if row.change:
                lines[group_of(row.change)].append(_line(row, language, _changes(row, row.change, language)))
        for row in compared.added:
            lines[EffectKind.ADDED].append(_line(row, language, [_("mandatory")] if row.mandatory else []))
        for row in compared.removed:
            is_withdrawn = row.version.criterion.code in withdrawn
            why = str(StatusKind.WITHDRAWN.label) if is_withdrawn else _("no longer in the set")
            lines[EffectKind.REMOVED].append(_line(row, language, [why]))
    return {kind.value: normal_text("\n".join(items)) for kind, items in lines.items() if items}


def group_of(change: MemberChange) -> EffectKind:
    """The group of the gravest thing that happens to bids; editorial where nothing does."""
    found = [(effect.bump, EffectKind(effect.kind)) for effect in change.difference.effects]
    if change.becomes_mandatory:
        found.append((Bump.MAJOR, EffectKind.STRICTER))
    if change.becomes_optional:
        found.append((Bump.MINOR, EffectKind.RELAXED))
    order = list(EffectKind)
    _bump, kind = min(found, key=lambda each: (-each[0], order.index(each[1])), default=(0, EffectKind.EDITORIAL))
    return kind


def _line(row: MemberRow, language: str, sentences: list[str]) -> str:
    code, number = row.version.criterion.code, str(row.version.number)
    if row.change and row.change.old.number != row.change.new.number:
        number = f"{row.change.old.number} → {number}"
    title = f", {row.title}" if row.title.lang == language else ""
    said = "; ".join(sentence.rstrip(".") for sentence in sentences)
    return f"- {code} {number}{title}" + (f": {said}." if said else ".")


def _changes(row: MemberRow, change: MemberChange, language: str) -> list[str]:
    return [" ".join(sentence.split()) for sentence in _sentences(row, change, language)]


def _sentences(row: MemberRow, change: MemberChange, language: str) -> Iterator[str]:
    """What the editors wrote of the version, then its duty, then what the change does to bids."""
    if row.summary and row.summary.lang == language:
        yield row.summary
    if change.becomes_mandatory:
        yield _("Now mandatory: every tender takes it.")
    elif change.becomes_optional:
        yield _("No longer mandatory.")
    effects = change.difference.effects
    yield from (str(effect.sentence) for effect in effects[:MOST_EFFECTS])
    if (more := len(effects) - MOST_EFFECTS) > 0:
        yield ngettext("and %(count)s more change", "and %(count)s more changes", more) % {"count": more}
