"""Fields for what stands in tender documents: amounts, CPV codes, numbers of notices, small numbers."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.experiences.amounts import Amount, read_amount
from portal.front.fields import LineField, QuantityField, tidy
from registry.cpv import check_digit

MOST_CODES = 20
LARGEST_COUNT = 32_767
_CPV = re.compile(r"(?<![0-9])(?P<code>[0-9]{8})(?:\s?[-–]\s?(?P<check>[0-9]))?(?![0-9])")
_NUMBER = re.compile(r"[0-9][0-9 .-]*")
_ADDRESS = re.compile(r"(?:https?:)?//|www\.|\.eu/", re.IGNORECASE)
_TED = re.compile(r"(?:https?://)?(?:www\.)?ted\.europa\.eu/.*", re.IGNORECASE)
_NOTICE = re.compile(r"(?<![0-9-])0*(?P<number>[1-9][0-9]{0,7})-(?P<year>20[0-9]{2})(?![0-9-])")
_JOURNAL = re.compile(r"(?P<year>20[0-9]{2})\s?/\s?S\s?[0-9]{1,3}\s?-\s?0*(?P<number>[1-9][0-9]{0,7})(?![0-9])")


class AmountField(forms.Field):
    """An amount, with or without its currency: “1 200 000”, “1,2 M€”. Its form must call ``settle_currency``."""

    widget = forms.TextInput(attrs={"inputmode": "text", "size": 20, "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return shown_amount(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Amount | None:
        typed = tidy(str(value if value is not None else ""))
        if not typed:
            return None
        try:
            return read_amount(typed, get_language() or "")
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None


def shown_amount(value: Decimal) -> str:
    """An amount as the reader of the page would write it; ``AmountField`` reads it back."""
    form = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    return format_decimal(value, form, locale=get_language() or "en")


def settle_currency(form: forms.Form, amounts: Sequence[str], currency: str = "currency") -> None:
    """Make the amounts of a form plain numbers, and the currency that they name its currency.

    Call it in ``clean``. An amount that names another currency than the one chosen, or than an amount before it, is
    refused, so that no sum changes its worth.
    """
    chosen = form.cleaned_data.get(currency) or ""
    for name in amounts:
        if not isinstance(amount := form.cleaned_data.get(name), Amount):
            continue
        form.cleaned_data[name] = amount.value
        if fault := currency_fault(amount, chosen):
            form.add_error(name, fault)
        chosen = chosen or amount.currency
    form.cleaned_data[currency] = chosen


def currency_fault(amount: Amount, chosen: str) -> str:
    """What is wrong with an amount of a tender in the ``chosen`` currency; empty if nothing is, or none is chosen."""
    if not chosen or amount.currency in ("", chosen):
        return ""
    message = _("This amount is in %(named)s, the currency of this tender is %(chosen)s. Make them one.")
    return message % {"named": amount.currency, "chosen": chosen}


class CpvField(forms.Field):
    """CPV codes between anything that separates, with or without their check digit, names beside them ignored.

    Gives a list such as ["32250000-0"]. Another check digit than the computed one is kept: see ``cpv_hints``.
    """

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "spellcheck": "false"})
    default_error_messages = {
        "invalid": gettext_lazy("“%(value)s” is not a CPV code. A code has eight digits: 32250000-0."),
        "too_many": gettext_lazy("There are more than %(most)d CPV codes. Keep those that matter most."),
    }

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> list[str]:
        typed = tidy(", ".join(value) if isinstance(value, list) else str(value or ""))
        codes = [f"{match['code']}-{match['check'] or check_digit(match['code'])}" for match in _CPV.finditer(typed)]
        rest = _CPV.sub("", typed)
        if (strange := _NUMBER.search(rest)) or (typed and not codes):
            details = {"value": strange[0].strip() if strange else typed}
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid", params=details)
        if len(codes) > MOST_CODES:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"most": MOST_CODES})
        return list(dict.fromkeys(codes))


def cpv_hints(codes: Sequence[str]) -> list[str]:
    """What looks like a slip of the finger in CPV codes, in the reader's language."""
    message = _("The last digit of %(code)s would be %(digit)s. Compare the code with your notice.")
    expected = {code: check_digit(code[:8]) for code in codes}
    return [message % {"code": code, "digit": digit} for code, digit in expected.items() if code[-1] != digit]


class NoticeField(LineField):
    """The number of a notice on TED: 554113-2026, its address on ted.europa.eu, or “2026/S 123-554113”."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "We find no TED notice number in “%(value)s”. It is digits, a hyphen and a year, for example 554113-2026."
        ),
        "elsewhere": gettext_lazy(
            "“%(value)s” is not an address of ted.europa.eu. Write the number of the notice, for example 554113-2026."
        ),
        "several": gettext_lazy("“%(value)s” names several notices. Keep the one of this tender."),
    }

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed:
            return ""
        if _ADDRESS.search(typed) and not _TED.fullmatch(typed):
            raise self._error("elsewhere", typed)
        found = {f"{match['number']}-{match['year']}" for match in _NOTICE.finditer(_JOURNAL.sub("", typed))}
        found |= {f"{match['number']}-{match['year']}" for match in _JOURNAL.finditer(typed)}
        if len(found) != 1:
            raise self._error("several" if found else "invalid", typed)
        return found.pop()

    def _error(self, code: str, typed: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params={"value": typed[:80]})


class CountField(QuantityField):
    """A small number: of bids, lots, months."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        if number is not None and number > LARGEST_COUNT:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"value": number})
        return number
