"""The columns of the workbook: what each is called for programs and for people, and what may stand in it."""

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from portal.experiences.enums import Audience
from portal.experiences.forms.criteria import CitedForm
from portal.experiences.forms.tasks import TASK_FORMS
from portal.experiences.models import Citation, Edition, Lesson
from portal.experiences.tasks import FIELDS, Task
from portal.front.fields import tidy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_TENDERS = 200
MOST_ROWS = 4_000  # of criteria, and of lessons


class Part(Enum):
    """A sheet, by the word before the point in the names of its columns."""

    TENDERS = "tender"
    CRITERIA = "criterion"
    LESSONS = "lesson"


class Column(NamedTuple):
    """``name`` stands in the hidden first row, so that a table is read whatever its headings say."""

    name: str
    label: "StrOrPromise"
    hint: "StrOrPromise" = ""
    width: int = 18  # characters
    field: "models.Field[object, object] | None" = None  # of the model, if it is one alone
    is_hidden: bool = False
    is_number: bool = False

    @property
    def heading(self) -> str:
        """The label in the active language, as a beginning of a line."""
        return capfirst(str(self.label))


KEY = "key"  # what ties the sheets together; any word that its writer likes
REFERENCE = "reference"  # of a record that exists; empty for a new one
SEEN = "seen"  # the marks of what was exported, task by task
WINNERS, BIDDERS = "winners", "bidders"
CITATION, VALUES = "citation", "values"
TOPIC, TEXT = "topic", "text"
YES, NO = "yes", "no"

TASKS = (Task.TENDER, Task.OUTCOME, Task.SHARING)  # whose fields are columns of the tenders
_LONG = ("summary", "challenge_text", "again_text", "title")
_NUMBERS = ("year", "lots", "duration", "extension", "bids", "estimated_value", "awarded_value")


def _of_task(task: Task) -> list[Column]:
    found = []
    for name in FIELDS[task]:
        field, asked = Edition._meta.get_field(name), TASK_FORMS[task].base_fields[name]
        assert isinstance(field, models.Field)  # noqa: S101  (no task asks for a relation)
        label = field.verbose_name if name.endswith("visibility") else asked.label or field.verbose_name
        width = 40 if name in _LONG else 18
        found.append(Column(name, label, asked.help_text, width, field, is_number=name in _NUMBERS))
        if name == "bids":
            found += [
                Column(WINNERS, _("Suppliers that won a contract"), _("One in a line."), 26),
                Column(BIDDERS, _("Other suppliers that took part"), _("One in a line."), 26),
            ]
    return found


def _of_citation(name: str, width: int = 30) -> Column:
    field, asked = Citation._meta.get_field(name), CitedForm.base_fields[name]
    assert isinstance(field, models.Field)  # noqa: S101  (no column is a relation)
    label = asked.label or field.verbose_name
    return Column(name, label, asked.help_text, width, field, is_number=name == "bidders_met")


_SAME_KEY = _("The number of the tender on the first sheet.")
COLUMNS: Mapping[Part, tuple[Column, ...]] = {
    Part.TENDERS: (
        Column(KEY, _("No."), _("Any number or word. The other sheets name the tender by it."), 8),
        Column(
            REFERENCE,
            _("Reference"),
            _("Of a record that is in the portal. Leave it empty for a new one."),
            14,
        ),
        *(column for task in TASKS for column in _of_task(task)),
        Column(SEEN, "seen", is_hidden=True),
    ),
    Part.CRITERIA: (
        Column(KEY, _("Tender no."), _SAME_KEY, 10),
        Column(CITATION, _("Criterion, version and level"), _("For example BAT-01@1.2.0/L2."), 24),
        Column(
            VALUES,
            _("Your own values"),
            _("Only those that differ from the level's, for example: cycles=1000; share=85."),
            26,
        ),
        _of_citation("usage"),
        _of_citation("change", 40),
        _of_citation("change_reason"),
        _of_citation("bidders_met", 14),
        _of_citation("verification"),
        _of_citation("verification_text"),
        _of_citation("relaxed"),
    ),
    Part.LESSONS: (
        Column(KEY, _("Tender no."), _SAME_KEY, 10),
        Column(TOPIC, _("Topic"), width=30, field=Lesson._meta.get_field("topic")),  # type: ignore[arg-type]
        Column(TEXT, _("Lesson"), width=100),
    ),
}
TITLES: "Mapping[Part, StrOrPromise]" = {
    Part.TENDERS: pgettext_lazy("sheet of a workbook", "Tenders"),
    Part.CRITERIA: pgettext_lazy("sheet of a workbook", "Criteria used"),
    Part.LESSONS: pgettext_lazy("sheet of a workbook", "Lessons"),
}
_NOT_OFFERED = {"visibility": (Audience.OWN.value,)}  # a record that nobody else may see is a draft


def choices_of(column: Column) -> dict[str, str]:
    """Code and label of what may stand in a column, in the active language; empty: anything."""
    return {} if column.field is None else _choices(column.field)


def code_of(column: Column, text: str) -> str | None:
    """The code that a cell means, by its label in any language or by itself; None if it means none."""
    return None if column.field is None else _codes(column.field).get(_folded(text))


def _choices(field: "models.Field[object, object]") -> dict[str, str]:
    if isinstance(field, models.BooleanField):
        return {YES: str(_("Yes")), NO: str(_("No"))}
    left_out = _NOT_OFFERED.get(field.name, ())
    return {str(code): str(label) for code, label in field.flatchoices if code not in left_out}


@lru_cache(maxsize=64)
def _codes(field: "models.Field[object, object]") -> dict[str, str]:
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {_folded(label): code for code, label in _choices(field).items()}
    return found | {_folded(code): code for code in _choices(field)}


def _folded(text: str) -> str:
    return tidy(text).casefold()
