"""Forms in the look of the site: the class on the widgets, ``components/form_field.html`` around them."""

from typing import Any

from django import forms


class Designed(forms.BaseForm):
    """First base of a form of the public site: ``class JoinForm(Designed, forms.ModelForm)``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.widget.is_hidden:
                given = field.widget.attrs.get("class", "")
                field.widget.attrs["class"] = f"ds-input {given}".strip()
