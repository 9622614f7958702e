"""What a cell of a table says, as one text: alike for what is written and for what is read back. A leaf."""

import re
from datetime import date, datetime
from decimal import Decimal

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_RETURN = re.compile(r"\r\n?|_x000[dD]_\n?")  # spreadsheets write the character in both ways


def text_of(value: object) -> str:
    """A value without what no table keeps: control characters, kinds of line ends, white space at its ends."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float, Decimal)):
        return _number(Decimal(str(value)))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return ILLEGAL_CHARACTERS_RE.sub("", _RETURN.sub("\n", str(value))).strip()


def _number(number: Decimal) -> str:
    """Digits with a point. Three decimals get a nought: a separator before three digits is read as thousands."""
    if not number.is_finite():
        return str(number)
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}"
    text = f"{number.normalize():f}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
