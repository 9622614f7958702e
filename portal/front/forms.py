"""Forms in the look of the site: the class on the widgets, ``components/form_field.html`` around them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict


class Designed(forms.BaseForm):
    """First base of a form of the public site: ``class JoinForm(Designed, forms.ModelForm)``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


def dress(form: forms.BaseForm) -> None:
    """Give the widgets of a form that is made already the look of the site."""
    for field in form.fields.values():
        if not field.widget.is_hidden:
            given = field.widget.attrs.get("class", "")
            field.widget.attrs["class"] = f"ds-input {given}".strip()


class Lenient(forms.BaseForm):
    """A form whose incomplete answers are kept: ``required`` only says what a complete one needs."""

    use_required_attribute = False

    def full_clean(self) -> None:
        """Refuse only what cannot be stored."""
        required = [field for field in self.fields.values() if field.required]
        for field in required:
            field.required = False
        super().full_clean()
        for field in required:
            field.required = True


class Refusable(forms.BaseForm):
    """A form with a hidden field ``seen``, whose service may refuse what was typed: nothing of it is lost."""

    def refuse(self, error: ValidationError) -> None:
        """Show what a service said of the values: at its field, or above the form."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, texts in by_field.items():
            self.add_error(name if name in self.fields else None, [ValidationError(text) for text in texts])

    def see(self, seen: str) -> None:
        """Carry the mark of what there is now, with all that was typed, which may then be sent once more."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = seen
        self.data = data
