"""Sending a workbook: the file itself, and once more with the word to import it."""

import base64
import binascii
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WorkbookForm(forms.Form):
    """After the trial the content of the workbook comes back in ``again``, with the ``mark`` of what was shown.

    So nothing has to be kept in between. Sent back it is as little trusted as a new file.
    """

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("An XLSX file made from the template or from your export."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the workbook.")},
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )
    again = forms.CharField(widget=forms.HiddenInput, required=False)
    mark = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].required = not self.data.get("again")

    def clean_again(self) -> bytes:
        try:
            return base64.urlsafe_b64decode(self.cleaned_data["again"])
        except (ValueError, binascii.Error):
            return b""

    def content(self, most: int) -> bytes:
        """The workbook; of a file that is larger than ``most`` bytes no more than one byte beyond."""
        upload = self.cleaned_data["file"]
        return bytes(self.cleaned_data["again"] if upload is None else upload.read(most + 1))


def packed(content: bytes) -> str:
    """A workbook as a hidden field carries it."""
    return base64.urlsafe_b64encode(content).decode()
