"""What the forms of all tasks have in common: they keep incomplete answers, and show both texts when two write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from portal.experiences.models import Edition
from portal.experiences.tasks import Task, said
from portal.front.forms import Designed, Lenient, Refusable
from portal.members.seen import seen_of


@dataclass(frozen=True)
class Answer:
    """One answer in words; an empty text means that there is none yet."""

    label: str
    text: str
    anchor: str  # the id of its field
    language: str = ""  # of a text that its writers wrote


class TaskForm(Lenient, Refusable, Designed, forms.Form):
    """The answers of one task."""

    task: ClassVar[Task]
    written: ClassVar[tuple[str, ...]] = ()  # fields in the language of the record
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the mark of what the form was opened with
    differences: Sequence[tuple[Answer, Answer]] = ()  # what was stored meanwhile, and what was typed

    def __init__(self, edition: Edition, data: Any = None) -> None:
        self.edition = edition
        self.stored = said(edition, self.task)
        super().__init__(data, initial={**self.fields_of(self.stored), "seen": seen_of(self.stored)})
        for name in self.written if edition.language else ():
            self.fields[name].widget.attrs["lang"] = edition.language

    def fields_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a task says, shaped as ``tasks.said`` returns it, by the names of the form's fields."""
        return dict(values)

    def values(self) -> dict[str, Any]:
        """What was typed and can be stored, as ``services.writing.save`` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.stored}

    def answers(self, values: Mapping[str, Any]) -> list[Answer]:
        """What a task says, shaped as ``tasks.said`` returns it, in words and in the order of the form."""
        found = self.fields_of(values)
        return [self.answer(name, found.get(name)) for name, field in self.fields.items() if not field.widget.is_hidden]

    def answer(self, name: str, value: Any) -> Answer:
        """One value in words, under the label of its field."""
        language = self.edition.language if name in self.written else ""
        return Answer(str(self.fields[name].label), self.in_words(name, value), f"id_{name}", language)

    def in_words(self, name: str, value: Any) -> str:
        """One value as the reader writes it; nothing for no answer."""
        field = self.fields[name]
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(field, forms.ChoiceField) and value:
            labels = {str(key): str(label) for key, label in list(field.choices)}  # type: ignore[arg-type]
            return labels.get(str(value), str(value))
        return in_words(value)

    def meet(self, error: Exception, now: Edition) -> None:
        """Show both texts where they differ from ``now``, read anew; saving once more replaces what is stored."""
        theirs = type(self)(now)
        old, new = (theirs.answers(values) for values in (theirs.stored, {**theirs.stored, **self.values()}))
        self.differences = [both for both in zip(old, new, strict=True) if both[0].text != both[1].text]
        self.see(seen_of(theirs.stored))
        self.add_error(None, str(error))


def in_words(value: Any) -> str:
    """A plain value as the reader writes it: numbers, days, several in one line."""
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, Decimal):
        places = 0 if value == value.to_integral_value() else 2
        return number_format(value, places, use_l10n=True, force_grouping=True)
    if isinstance(value, int):
        return number_format(value, use_l10n=True, force_grouping=value > 9999)  # a year has no separator
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value or "")
