"""What differs between two editions of a record, texts word by word, and who may see more of it than before."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.experiences.enums import Audience, Section
from portal.experiences.models import Edition
from portal.experiences.statements import Entry, Part, Statement, parts_of
from registry.diffs.markup import change_html, lines_html
from registry.diffs.structure import ChangeKind
from registry.diffs.words import diff_text
from registry.sealed.canonical import normal_text


@dataclass(frozen=True)
class ChangedStatement:
    label: str
    html: SafeString
    lang: str  # of a text of the authors; else empty


@dataclass(frozen=True)
class ChangedEntry:
    """The fields of a part, or a row of it that came, went or differs."""

    heading: str
    kind: ChangeKind
    statements: tuple[ChangedStatement, ...]


@dataclass(frozen=True)
class ChangedPart:
    label: str
    entries: tuple[ChangedEntry, ...]


@dataclass(frozen=True)
class Widened:
    """What more people are going to see than before."""

    what: str
    was: str
    now: str


def changes_between(old: Edition, new: Edition) -> list[ChangedPart]:
    """The parts in which two editions of a record differ, with nothing in them that is the same."""
    pairs = zip(parts_of(old), parts_of(new), strict=True)
    changed = [_part(before, after, new.language) for before, after in pairs]
    return [part for part in changed if part.entries]


def widened_between(old: Edition, new: Edition) -> list[Widened]:
    """Every section and document that a wider audience may see than in the old edition, and names of suppliers."""
    found = [
        Widened(str(section.label), str(old.audience_of(section).label), str(new.audience_of(section).label))
        for section in Section
        if new.audience_of(section).width > old.audience_of(section).width
    ]
    found += _widened_documents(old, new)
    if old.suppliers_anonymous and not new.suppliers_anonymous:
        outcome = new.audience_of(Section.OUTCOME)
        found.append(Widened(_("Names of suppliers"), str(Audience.OWN.label), str(outcome.label)))
    return found


def _widened_documents(old: Edition, new: Edition) -> Iterator[Widened]:
    """Those that were moved to another section; the rest goes with its section."""
    before = {row.sha256: row.section for row in old.documents.all()}
    for row in new.documents.all():
        section = before.get(row.sha256, row.section)
        if section != row.section:
            was, now = old.audience_of(Section(section)), new.audience_of(Section(row.section))
            if now.width > was.width:
                yield Widened(row.title or row.name, str(was.label), str(now.label))


def _part(old: Part, new: Part, language: str) -> ChangedPart:
    before = {entry.key: entry for entry in old.entries}
    after = {entry.key: entry for entry in new.entries}
    entries = [_entry(before.get(key), after.get(key), language) for key in {**after, **before}]
    return ChangedPart(new.label, tuple(entry for entry in entries if entry.statements))


def _entry(old: Entry | None, new: Entry | None, language: str) -> ChangedEntry:
    before, after = ({each.label: each for each in entry.statements} if entry else {} for entry in (old, new))
    if new:
        heading, kind = new.heading, ChangeKind.CHANGED if old else ChangeKind.ADDED
    else:
        heading, kind = old.heading if old else "", ChangeKind.REMOVED
    statements = (_statement(before.get(label), after.get(label), language) for label in {**after, **before})
    return ChangedEntry(heading, kind, tuple(each for each in statements if each))


def _statement(old: Statement | None, new: Statement | None, language: str) -> ChangedStatement | None:
    """None where both say the same."""
    was, now = old.text if old else "", new.text if new else ""
    shown = new or old
    if was == now or shown is None:
        return None
    if not shown.is_written:
        return ChangedStatement(shown.label, change_html(was, now), "")
    lines = diff_text(normal_text(was), normal_text(now), language)
    return ChangedStatement(shown.label, lines_html(lines), language)
