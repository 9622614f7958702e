"""Everything that an edition says, part by part, in words: what moderation compares and looks through."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.languages import language_name
from portal.experiences.enums import Section
from portal.experiences.models import Citation, Edition
from portal.experiences.pages import shown_amount
from registry.diffs.names import amount, block_name, level_name

FIELDS: Mapping[Section, tuple[str, ...]] = {
    Section.TENDER: (
        *("title", "language", "summary", "country", "nuts", "year", "stage", "procedure", "contract_type"),
        *("cpv", "notice", "lots", "duration", "extension", "source_title", "source_url"),
    ),
    Section.VALUES: ("currency", "estimated_value", "awarded_value"),
    Section.CRITERIA: (),
    Section.OUTCOME: ("bids", "price_outcome", "challenge", "challenge_text", "again", "again_text"),
    Section.LESSONS: (),
    Section.CONTACT: ("contact_role",),
}
SHARING = (
    *("visibility", "values_visibility", "criteria_visibility", "outcome_visibility", "lessons_visibility"),
    *("contact_visibility", "suppliers_anonymous"),
)
OF_A_CITATION = (
    *("cited_as", "usage", "change", "change_reason", "bidders_met", "verification", "verification_text", "relaxed"),
)
# In the language of the record; everything else is said in the reader's.
WRITTEN = frozenset(
    {
        *("title", "summary", "source_title", "challenge_text", "again_text", "contact_role"),
        *("change", "change_reason", "verification_text", "relaxed"),
    }
)


@dataclass(frozen=True)
class Statement:
    """One thing that is said; an empty text is not said."""

    label: str
    text: str
    is_written: bool = False  # by the authors, in the language of the record


@dataclass(frozen=True)
class Entry:
    """The fields of a part, without key and heading; or one row of it: a citation, a lesson, a supplier, a file."""

    key: str
    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Part:
    label: str
    entries: tuple[Entry, ...]


def parts_of(edition: Edition) -> list[Part]:
    """An edition in full. Reads its citations with their versions, lessons, suppliers and documents."""
    rows: Mapping[Section, Iterable[Entry]] = {
        Section.CRITERIA: (_citation(row) for row in edition.citations.all()),
        Section.OUTCOME: _suppliers(edition),
        Section.LESSONS: _lessons(edition),
    }
    parts = [
        Part(str(section.label), (*_fields(edition, FIELDS[section]), *rows.get(section, ()))) for section in Section
    ]
    return [
        *parts,
        Part(_("Documents"), tuple(_documents(edition))),
        Part(_("Who may see it"), tuple(_fields(edition, SHARING))),
    ]


def written_in(edition: Edition) -> Iterator[tuple[str, Statement]]:
    """What its authors wrote in words of their own, each with where it stands: "Criteria …: BAT-01@1.0.0/L2"."""
    for part in parts_of(edition):
        for entry in part.entries:
            for statement in entry.statements:
                if statement.is_written and statement.text:
                    yield ": ".join(filter(None, [part.label, entry.heading])), statement


def _fields(edition: Edition, names: tuple[str, ...]) -> Iterator[Entry]:
    if names:
        yield Entry("", "", tuple(_statement(edition, name) for name in names))


def _statement(row: Any, name: str) -> Statement:
    label = row._meta.get_field(name).verbose_name if name != "cited_as" else gettext_lazy("status when it was cited")
    return Statement(capfirst(str(label)), _in_words(row, name), name in WRITTEN)


def _in_words(row: Any, name: str) -> str:
    value: Any = getattr(row, name)
    if name == "country":
        return str(row.country_name)
    if name == "language":
        return language_name(value) if value else ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return shown_amount(f"{value:f}", row.currency) if row.currency else f"{value:f}"
    if isinstance(value, list):
        return ", ".join(value)
    if display := getattr(row, f"get_{name}_display", None):
        return str(display()) if value else ""
    return "" if value is None else str(value)


def _citation(row: Citation) -> Entry:
    version, key = row.version, f"{row.version}/L{row.level}"
    own_values = [
        Statement(
            str(block_name(f"parameter.{code}")),
            str(amount(version.parsed.parameters[code], value)) if code in version.parsed.parameters else value,
        )
        for code, value in sorted(row.values.items())
    ]
    statements = [Statement(_("Level"), str(level_name(row.level))), *own_values]
    return Entry(key, key, (*statements, *(_statement(row, name) for name in OF_A_CITATION)))


def _suppliers(edition: Edition) -> Iterator[Entry]:
    for row in edition.suppliers.all():
        won = Statement(_("Won a contract"), _("Yes") if row.is_winner else _("No"))
        yield Entry(row.name, _("Supplier %(name)s") % {"name": row.name}, (won,))


def _lessons(edition: Edition) -> Iterator[Entry]:
    for row in edition.lessons.all():
        label = str(row.get_topic_display())
        yield Entry(row.topic, label, (Statement(_("Lesson"), row.text, is_written=True),))


def _documents(edition: Edition) -> Iterator[Entry]:
    for row in edition.documents.all():
        statements = (
            Statement(_("Title"), row.title, is_written=True),
            Statement(_("File"), row.name),
            Statement(_("Belongs to"), str(row.get_section_display())),
            Statement(_("Language"), language_name(row.language) if row.language else ""),
            Statement(_("Virus check"), str(row.get_verdict_display())),
        )
        yield Entry(row.sha256, row.title or row.name, statements)
