"""What may stand in an address of the registry."""

from django.urls import register_converter


class NumberConverter:
    """A version number such as 1.2.0 or 1.2.0-rc.3, or what somebody took for one: the view says which exist."""

    regex = r"[0-9A-Za-z]+(?:[.+-][0-9A-Za-z]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


class DayConverter(NumberConverter):
    """A day such as 2026-05-01, left as text: the view says which ones do not exist."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


register_converter(NumberConverter, "number")
register_converter(DayConverter, "day")
