"""Whether a value may stand where a parameter stands."""

import re
from decimal import Decimal

from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.enums import Direction, ParameterType
from registry.sealed.canonical import decimal_text
from registry.sealed.content import CriterionContent, Parameter
from registry.sealed.wording import NUMBER, shown_value


def read_number(text: str, language: str) -> str:
    """A number as people write it, made into a decimal string: "1 000", "1,000" or "0,8" by the habits of a language.

    A separator before exactly three last digits groups them where the language groups that way; any other is decimal.
    What is no number comes back as it was, without its spaces.
    """
    compact = re.sub(r"[\s\u00a0\u202f']", "", text)
    group, point = get_group_symbol(language), get_decimal_symbol(language)
    if group in compact and (
        point in compact or re.fullmatch(rf"[+-]?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", compact)
    ):
        compact = compact.replace(group, "")
    plain = compact.replace(",", ".")
    return decimal_text(plain) if re.fullmatch(r"[+-]?\d{1,15}(?:\.\d{1,6})?", plain) else compact


def read_value(parameter: Parameter, text: str, language: str) -> str:
    """A value as people write it in its plain form: an option as it stands, anything else as a number."""
    return text.strip() if parameter.options else read_number(text, language)


def value_fault(parameter: Parameter, value: str) -> str:
    """What is wrong with a value, with the bounds it has; empty if nothing is."""
    language = get_language() or "en"
    if parameter.options:
        options = ", ".join(parameter.options)
        known = value in parameter.options
        return (
            "" if known else _("%(value)s is none of the options: %(options)s.") % {"value": value, "options": options}
        )
    if not NUMBER.fullmatch(value):
        return _("“%(value)s” is not a number. Write it in digits.") % {"value": value}
    number = Decimal(value)
    if parameter.type == ParameterType.INTEGER and number != number.to_integral_value():
        return _("%(value)s is not a whole number.") % {"value": shown_value(value, language)}
    if not Decimal(parameter.minimum) <= number <= Decimal(parameter.maximum):
        bounds = {
            "value": shown_value(value, language),
            "minimum": shown_value(parameter.minimum, language),
            "maximum": shown_value(parameter.maximum, language),
        }
        return _("%(value)s is outside the bounds. Enter a value from %(minimum)s to %(maximum)s.") % bounds
    return ""


def is_stricter(parameter: Parameter, value: str, than: str) -> bool:
    """Whether a value shuts out bids that another lets in. Raises ValueError for a value that is none."""
    difference = parameter.rank(value) - parameter.rank(than)
    return difference > 0 if parameter.stricter == Direction.UP else difference < 0


def floors_undercut(content: CriterionContent, values: dict[str, str]) -> list[str]:
    """The ids of the legal floors that these values lie below; they must be without faults."""
    return [
        floor.id
        for floor in content.legal_floor
        if floor.parameter in values
        and is_stricter(content.parameters[floor.parameter], floor.value, than=values[floor.parameter])
    ]
