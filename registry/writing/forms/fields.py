"""Fields for what stands in a content: names, numbers as people write them, texts in their one normal form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.core.languages import language_name
from registry.sealed.canonical import normal_text
from registry.sealed.values import read_number
from registry.sealed.wording import NUMBER

NAME = r"^[a-z][a-z0-9_]*$"


def here() -> str:
    return get_language() or settings.LANGUAGE_CODE


class NameField(forms.CharField):
    """What a part is called inside the text and in addresses: "cycles", "test_report"."""

    def __init__(self, **options: Any) -> None:
        message = gettext_lazy("Use small letters, digits and _, and begin with a letter: for instance charge_cycles.")
        super().__init__(max_length=60, validators=[RegexValidator(NAME, message)], **options)


class NumberField(forms.CharField):
    """A number by the habits of the reader's language; its value is a decimal string, empty if nothing was typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}), required=False, **options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        number = read_number(text, here()) if text else ""
        if number and not NUMBER.fullmatch(number):
            raise ValidationError(_("“%(value)s” is not a number. Write it in digits.") % {"value": text})
        return number


class TextField(forms.CharField):
    """A text of a criterion, in its normal form; paragraphs and lists as docs/source-format.md has them."""

    def __init__(self, language: str, label: str, *, rows: int = 3, is_alone: bool = True, **options: Any) -> None:
        named = label if is_alone else _("%(name)s, in %(language)s") % {"name": label, "language": _name(language)}
        area = forms.Textarea(attrs={"rows": rows, "lang": language})
        widget = area if rows > 1 else forms.TextInput(attrs={"lang": language})
        super().__init__(label=named, widget=widget, required=False, **options)

    def clean(self, value: Any) -> str:
        return normal_text(str(super().clean(value)))


def _name(language: str) -> str:
    return str(language_name(language))


def texts(
    name: str,
    label: str,
    languages: Iterable[str],
    *,
    rows: int = 3,
    help_text: str = "",
    max_length: int | None = None,
) -> dict[str, TextField]:
    """One field a language, named ``name`` and the language; told apart by their labels where there are several."""
    codes = list(languages)
    return {
        f"{name}_{code}": TextField(
            code, label, rows=rows, is_alone=len(codes) == 1, help_text=help_text, max_length=max_length
        )
        for code in codes
    }


class CheckboxesField(forms.MultipleChoiceField):
    """Several of a list, in the order of the list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, choices: Any, label: Any, **options: Any) -> None:
        super().__init__(choices=choices, label=label, required=False, **options)


LEVEL_TEXT_HELP = gettext_lazy(
    "A blank line parts paragraphs; a line that begins with “- ” or “1. ” is an item of a list. {cycles} is the place"
    " of the parameter “cycles”."
)
