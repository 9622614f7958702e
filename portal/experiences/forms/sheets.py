"""Sending a workbook with tenders."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.experiences.forms.buyers import BuyerForm
from portal.files.forms import WorkbookForm


class ImportForm(BuyerForm, WorkbookForm):
    """A workbook, of whose new tenders an organisation is the buyer."""

    organisation = forms.ChoiceField(
        label=_("Whose tenders are the new ones?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation whose tenders the new ones are.")},
    )
    field_order = ("organisation", "file", "again", "mark")
