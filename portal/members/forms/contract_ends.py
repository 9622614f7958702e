"""The ends of an organisation's contracts, as people type them: a month each."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from portal.front.fields import YEAR, DayField, tidy
from portal.members.enums import Category
from portal.members.forms.saving import SavingForm

YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})")  # 2028-06
MOST_YEARS = 20  # ahead; more is a slip of the keyboard


class MonthField(DayField):
    """A month as its first day: 6/2028, 2028-06, June 2028; of a day, the month that it is in."""

    default_error_messages = {
        "invalid": _("“%(value)s” is not a month that we can read. Write month and year, for example 6/2028."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(open_ended=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.month}/{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        typed = tidy(str(value or ""))
        if YEAR.fullmatch(typed):  # which a day takes for its last one
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid", params={"value": typed})
        if match := YEAR_FIRST.fullmatch(typed):
            typed = f"{match[2]}/{match[1]}"
        day = super().to_python(typed)
        return day.replace(day=1) if day else None


class ContractEndsForm(SavingForm):
    """A month of each category, which may be left unsaid."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for category in Category:
            field = MonthField(
                label=_("%(category)s: when does your present contract end?") % {"category": category.label},
                help_text=_("Month and year, for example 6/2028. Leave it empty to say nothing."),
                required=False,
            )
            field.widget.attrs["class"] = "ds-input"
            self.fields[category.value] = field

    def clean(self) -> dict[str, Any]:
        """Refuse a month that is over, unless it was stored when it was not, and one that is too far to be meant."""
        cleaned = super().clean() or {}
        today = localdate().replace(day=1)
        for name in Category.values:
            month = cleaned.get(name)
            if month and month < today and month != self.initial.get(name):
                self.add_error(name, _("This month is over. Say when the contract that you have now ends."))
            elif month and month.year > today.year + MOST_YEARS:
                self.add_error(
                    name, _("This is more than %(years)s years ahead. Check the year.") % {"years": MOST_YEARS}
                )
        return cleaned

    def _shown(self, name: str, value: Any) -> str:
        return date_format(value, "YEAR_MONTH_FORMAT") if isinstance(value, date) else super()._shown(name, value)

    def ends(self) -> dict[str, date]:
        """By category, of those that have a month."""
        return {name: self.cleaned_data[name] for name in Category.values if self.cleaned_data[name]}
