"""Fields that take what people type or paste: invisible characters, grouped numbers, dates in many forms."""

import calendar
import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

GROUPED = re.compile(r"[0-9]{1,3}([ .,'’])[0-9]{3}(\1[0-9]{3})*|[0-9]+")  # one separator: 1.234,567 may be a fraction
MOST = 100_000_000  # pieces a year
YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})")
NAMED = re.compile(r"(?:(\d{1,2})\.? )?([^\W\d_]{3,})\.?,? (\d{4})")  # 31 December 2027; December 2027
MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
YEAR = re.compile(r"\d{4}")


def tidy(text: str) -> str:
    """One line as it was meant: no invisible characters, no spaces at its ends, single spaces inside."""
    return " ".join(_visible(text).split())


def _visible(text: str) -> str:
    """Without control and format characters (zero-width spaces, soft hyphens), which come with pasted text."""
    return "".join(char for char in text if char in "\r\n\t" or unicodedata.category(char) not in ("Cc", "Cf"))


class LineField(forms.CharField):
    """A line of text."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(tidy(str(value or ""))))


class ParagraphField(forms.CharField):
    """Some lines of text."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(_visible(str(value or "")).replace("\r\n", "\n").strip()))


class MailField(forms.EmailField):
    """An e-mail address, as it may be pasted from a mail program."""

    default_error_messages = {"invalid": _("This is not an e-mail address. Write it like name@example.org.")}
    default_validators = forms.EmailField.default_validators

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = 254
        self.widget.attrs = {"autocomplete": "email", "spellcheck": "false"} | self.widget.attrs
        self.validators.append(MaxLengthValidator(254))

    def to_python(self, value: Any) -> str:
        return str(super().to_python(tidy(str(value or "")).removeprefix("mailto:").strip("<>")))

    def run_validators(self, value: Any) -> None:
        """One message for all that can be wrong."""
        try:
            super().run_validators(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class WebField(forms.URLField):
    """The address of a web page; “malmo.se” will do."""

    default_error_messages = {
        "invalid": _("This is not a web address. Write it like www.example.org."),
        "max_length": _(
            "This web address has %(show_value)d characters, and we can store %(limit_value)d."
            " Give the address of a page above it."
        ),
    }
    default_validators = [URLValidator(schemes=["https", "http"])]
    widget = forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", max_length=200, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python("".join(tidy(str(value or "")).split())))


class QuantityField(forms.Field):
    """A number of pieces: “6 500”, “6.500” and “6,500” are all 6500."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 10, "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("“%(value)s” is not a whole number. Write digits only, for example 6500."),
        "too_many": _("%(value)s is more than we can store. Check the number of digits."),
    }

    def to_python(self, value: Any) -> int | None:
        typed = tidy(str(value if value is not None else ""))
        if not typed:
            return None
        if not GROUPED.fullmatch(typed):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid", params={"value": typed})
        if (number := int(re.sub(r"\D", "", typed))) > MOST:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"value": typed})
        return number


class DayField(forms.Field):
    """A day: 31.12.2027, 2027-12-31, 31 December 2027. With ``open_ended``, a month or a year is its last day."""

    widget = forms.TextInput(attrs={"size": 18, "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("“%(value)s” is not a date that we can read. Write day, month and year, for example 31.12.2027."),
    }

    def __init__(self, *, open_ended: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.open_ended = open_ended

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}.{value.month}.{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        typed = tidy(str(value or ""))
        if not typed:
            return None
        try:
            found = read_day(typed, open_ended=self.open_ended)
        except ValueError:  # 31 February
            found = None
        if found is None or not 1900 <= found.year <= 2200:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid", params={"value": typed})
        return found


def read_day(typed: str, *, open_ended: bool) -> date | None:
    """The day that a tidy text names; None if it names none. Raises ValueError for a day that no month has."""
    if match := YEAR_FIRST.fullmatch(typed):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := DAY_FIRST.fullmatch(typed):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if (match := NAMED.fullmatch(typed)) and (month := month_named(match[2])):
        if match[1]:
            return date(int(match[3]), month, int(match[1]))
        return _last_day(int(match[3]), month) if open_ended else None
    if open_ended and (match := MONTH_AND_YEAR.fullmatch(typed)):
        return _last_day(int(match[2]), int(match[1]))
    return date(int(typed), 12, 31) if open_ended and YEAR.fullmatch(typed) else None


def month_named(word: str) -> int | None:
    """The number of a month by its name or the beginning of it, in the reader's language, else in English."""
    return _month_named(word.casefold()) or _month_in_english(word.casefold())


def _month_in_english(word: str) -> int | None:
    with override("en"):
        return _month_named(word)


def _month_named(word: str) -> int | None:
    for number in range(1, 13):
        if any(str(name).casefold().startswith(word) for name in (MONTHS[number], MONTHS_ALT[number])):
            return number
    return None


def _last_day(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, calendar.monthrange(year, month)[1])
