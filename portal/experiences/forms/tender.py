"""What the tender was about, where and when, how it was run, and where to read more of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import ContractType, Procedure, Stage
from portal.experiences.forms.answers import TaskForm
from portal.experiences.forms.fields import CountField, CpvField, NoticeField
from portal.experiences.tasks import Task
from portal.front.fields import LineField, ParagraphField, WebField
from portal.members.countries import country_choices
from portal.members.models import is_nuts, region_fault

WHICH_YEAR = _("Write a year with four digits, for example 2026.")
NOT_CHOSEN = ("", _("Not chosen yet"))
GROUPS = {
    _("What and when"): ("title", "language", "summary", "stage", "year", "country", "nuts"),
    _("Procedure and contract"): ("procedure", "contract_type", "lots", "duration", "extension"),
    _("Where to read more"): ("cpv", "notice", "source_title", "source_url"),
}


class TenderForm(TaskForm):
    """Without title, language, country, year and stage a record cannot be sent."""

    task = Task.TENDER
    written = ("title", "summary", "source_title")

    title = LineField(label=_("Title of the tender"), max_length=200)
    language = forms.ChoiceField(
        label=_("In which language do you write about it?"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    summary = ParagraphField(
        label=_("Summary"),
        help_text=_("What was bought, for whom, and how many pieces. Name no person."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    stage = forms.ChoiceField(label=_("How far is the tender?"), choices=[NOT_CHOSEN, *Stage.choices])
    year = CountField(
        label=_("Year"),
        help_text=_("In which the tender was published, or is going to be."),
        validators=[MinValueValidator(2000, WHICH_YEAR), MaxValueValidator(2100, WHICH_YEAR)],
    )
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [NOT_CHOSEN, *country_choices()])
    nuts = LineField(
        label=_("NUTS code of the region"),
        help_text=_("As in your notices: SE224. Leave it empty if you do not know it."),
        required=False,
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
    )
    procedure = forms.ChoiceField(label=_("Procedure"), choices=[NOT_CHOSEN, *Procedure.choices], required=False)
    contract_type = forms.ChoiceField(
        label=_("Type of contract"), choices=[NOT_CHOSEN, *ContractType.choices], required=False
    )
    lots = CountField(label=_("Number of lots"), required=False)
    duration = CountField(label=_("Duration in months"), required=False)
    extension = CountField(
        label=_("Possible extension in months"), help_text=_("All options together."), required=False
    )
    cpv = CpvField(
        label=_("CPV codes"), help_text=_("One or more, for example 32250000-0 for mobile telephones."), required=False
    )
    notice = NoticeField(
        label=_("TED notice number"),
        help_text=_("For example 554113-2026, or the address of the notice. Readers get a link to it."),
        required=False,
    )
    source_title = LineField(
        label=_("A public document about the tender"),
        help_text=_("Its title, for example of a report or a decision."),
        max_length=200,
        required=False,
    )
    source_url = WebField(label=_("Address of that document"), required=False)

    def clean_nuts(self) -> str:
        code = "".join(str(self.cleaned_data["nuts"]).upper().split())
        if code:
            is_nuts(code)
        return code

    def clean(self) -> dict[str, Any]:
        """A region lies in its country; where it does not, neither of the two is kept."""
        country = self.cleaned_data.get("country", self.edition.country)  # a country that is none leaves the stored one
        nuts = self.cleaned_data.get("nuts")
        if country and nuts and (fault := region_fault(nuts, country)):
            self.add_error("nuts", fault)
            self.cleaned_data.pop("country", None)
        return self.cleaned_data

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of the page."""
        return [(str(heading), [self[name] for name in names]) for heading, names in GROUPS.items()]
