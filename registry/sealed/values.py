"""Whether a value may stand where a parameter stands."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.enums import Direction, ParameterType
from registry.sealed.content import CriterionContent, Parameter
from registry.sealed.wording import shown_value


def value_fault(parameter: Parameter, value: str) -> str:
    """What is wrong with a value, with the bounds it has; empty if nothing is."""
    language = get_language() or "en"
    if parameter.options:
        options = ", ".join(parameter.options)
        known = value in parameter.options
        return (
            ""
            if known
            else _("%(value)s is none of the options: %(options)s.")
            % {"value": value, "options": options}
        )
    try:
        number = Decimal(value)
    except InvalidOperation:
        return _("“%(value)s” is not a number. Write it in digits.") % {"value": value}
    if not number.is_finite():
        return _("“%(value)s” is not a number. Write it in digits.") % {"value": value}
    if parameter.type == ParameterType.INTEGER and number != number.to_integral_value():
        return _("%(value)s is not a whole number.") % {
            "value": shown_value(value, language)
        }
    if not Decimal(parameter.minimum) <= number <= Decimal(parameter.maximum):
        bounds = {
            "value": shown_value(value, language),
            "minimum": shown_value(parameter.minimum, language),
            "maximum": shown_value(parameter.maximum, language),
        }
        return (
            _(
                "%(value)s is outside the bounds. Enter a value from %(minimum)s to %(maximum)s."
            )
            % bounds
        )
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
        and is_stricter(
            content.parameters[floor.parameter],
            floor.value,
            than=values[floor.parameter],
        )
    ]
