"""The forms of the five tasks."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.core.ambitions import Ambition
from portal.files.checking import SUFFIXES
from portal.files.services import MOST_MEGABYTES
from portal.front.fields import DayField, LineField, MailField, ParagraphField, QuantityField, WebField
from portal.joining.enums import EvidenceKind, Mandate, Task
from portal.joining.forms.answers import AnswerForm, Shown
from portal.joining.models import JoinRequest
from portal.joining.services.applying import Intention, Volume
from portal.members.countries import country_choices
from portal.members.enums import Category, CommitmentStatus, LegalType
from portal.members.models import is_nuts, region_fault

NOT_CHOSEN = ("", gettext_lazy("Not chosen yet"))


class OrganisationForm(AnswerForm):
    buyers_only = ("legal_type", "nuts")

    name = LineField(
        label=gettext_lazy("Name of the organisation in English"),
        help_text=gettext_lazy("For example: City of Malmö."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    own_name = LineField(
        label=gettext_lazy("Name in your own language"),
        help_text=gettext_lazy("For example: Malmö stad."),
        max_length=200,
        required=False,
    )
    legal_type = forms.ChoiceField(label=gettext_lazy("Legal type"), choices=[NOT_CHOSEN, *LegalType.choices])
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=lambda: [NOT_CHOSEN, *country_choices()])
    nuts = LineField(
        label=gettext_lazy("NUTS code of the region"),
        help_text=gettext_lazy("As in your notices: SE224. Leave it empty if you do not know it."),
        required=False,
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
    )
    website = WebField(label=gettext_lazy("Website"))
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("In which of these languages do you work?"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact_email = MailField(
        label=gettext_lazy("Contact address"),
        help_text=gettext_lazy("Of a department, not of a person: everybody can read it once you are a member."),
    )

    def clean_nuts(self) -> str:
        code = "".join(str(self.cleaned_data["nuts"]).upper().split())
        if code:
            is_nuts(code)
            country = self.cleaned_data.get("country")
            if country and (fault := region_fault(code, country)):
                raise forms.ValidationError(fault)
        return code


class SignatoryForm(AnswerForm):
    buyers_only = ("mandate", "mandate_reference", "decided_on")

    signatory_name = LineField(
        label=gettext_lazy("Name of the person who signs"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    signatory_position = LineField(
        label=gettext_lazy("Position"), help_text=gettext_lazy("For example: head of procurement."), max_length=150
    )
    mandate = forms.ChoiceField(
        label=gettext_lazy("By which mandate?"), choices=Mandate.choices, widget=forms.RadioSelect
    )
    mandate_reference = LineField(
        label=gettext_lazy("Reference of the decision"),
        help_text=gettext_lazy("Its number in your register, if it has one."),
        max_length=150,
        required=False,
    )
    decided_on = DayField(label=gettext_lazy("Day of the decision"), help_text=gettext_lazy("For example 31.12.2026."))


class VolumesForm(AnswerForm):
    """From how many to how many pieces of each category are bought in any year."""

    volumes_unknown = forms.BooleanField(label=gettext_lazy("We do not know our volumes yet"), required=False)
    contract_ends_on = DayField(
        label=gettext_lazy("When does your present contract end?"),
        help_text=gettext_lazy("For example 31.12.2027; a month or a year will do."),
        open_ended=True,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {name: field for category in Category for name, field in _volume_fields(category).items()}
        self.fields = {**asked, **self.fields}
        for name in asked:
            self.fields[name].widget.attrs["class"] = "ds-input"

    def stored(self) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for category in Category:
            kept |= {f"{category}_low": None, f"{category}_high": None, f"{category}_source": ""}
        for row in self.join_request.volumes.all():
            kept |= {f"{row.category}_low": row.low, f"{row.category}_high": row.high}
            kept[f"{row.category}_source"] = row.source
        return {**kept, **super().stored()}

    def clean(self) -> dict[str, Any]:
        for category in Category:
            self._look_at(category)
        return self.cleaned_data

    def _look_at(self, category: str) -> None:
        """One number stands for both; what cannot be stored is told at its field."""
        names = low_name, high_name = f"{category}_low", f"{category}_high"
        if any(name in self.errors for name in names):
            return
        low, high = (self.cleaned_data[name] for name in names)
        if low is None and high is None:
            if self.cleaned_data.get(f"{category}_source"):
                self.add_error(low_name, _("Write the number that the source gives, or leave the source empty."))
            return
        low, high = (low if low is not None else high), (high if high is not None else low)
        self.cleaned_data |= {low_name: low, high_name: high}
        if low > high:
            self.add_error(high_name, _("This is less than the number before it. Write the larger number here."))
        elif self.cleaned_data.get("volumes_unknown"):
            self.add_error("volumes_unknown", _("You have written a number too. Remove the number or this tick."))

    def answers(self) -> dict[str, Any]:
        rows = [
            Volume(category, self.cleaned_data[f"{category}_low"], self.cleaned_data[f"{category}_high"], source)
            for category in Category
            if self.cleaned_data[f"{category}_low"] is not None
            for source in [self.cleaned_data[f"{category}_source"]]
        ]
        return {**super().answers(), "volumes": rows}

    def shown(self, values: Mapping[str, Any]) -> list[Shown]:
        rows = [
            Shown(str(category.label), self._in_one_line(category, values), f"id_{category}_low")
            for category in Category
        ]
        names = [name for name in ("volumes_unknown", "contract_ends_on") if values.get(name) or name[0] == "c"]
        return rows + [
            Shown(str(self.fields[name].label), self.in_words(name, values.get(name)), f"id_{name}") for name in names
        ]

    def _in_one_line(self, category: str, values: Mapping[str, Any]) -> str:
        low, high, source = (values.get(f"{category}_{part}") for part in ("low", "high", "source"))
        if low is None:
            return ""
        amount = self.in_words("", low) if low == high else f"{self.in_words('', low)}–{self.in_words('', high)}"
        yearly = _("%(amount)s a year") % {"amount": amount}
        return f"{yearly} ({source})" if source else yearly

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Each category with its three fields."""
        for category in Category:
            yield str(category.label), [self[f"{category}_{part}"] for part in ("low", "high", "source")]


def _volume_fields(category: str) -> dict[str, forms.Field]:
    return {
        f"{category}_low": QuantityField(
            label=pgettext("volume", "From"), help_text=_("Pieces a year, for example 6500. An estimate will do.")
        ),
        f"{category}_high": QuantityField(
            label=pgettext("volume", "To"), help_text=_("Leave it empty if there is one number."), required=False
        ),
        f"{category}_source": LineField(
            label=_("Where the number comes from"),
            help_text=_("For example: framework agreement, invoices of last year, an estimate."),
            max_length=200,
            required=False,
        ),
    }


class AmbitionsForm(AnswerForm):
    """For each ambition how far the organisation is, until when, and a note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ambition in Ambition:
            for name, field in _ambition_fields(ambition).items():
                field.widget.attrs["class"] = "ds-input"
                self.fields[name] = field

    def stored(self) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for ambition in Ambition:
            kept |= {f"{ambition}_status": "", f"{ambition}_date": None, f"{ambition}_note": ""}
        for row in self.join_request.commitments.all():
            kept |= {f"{row.ambition}_status": row.status, f"{row.ambition}_date": row.target_date}
            kept[f"{row.ambition}_note"] = row.note
        return kept

    def clean(self) -> dict[str, Any]:
        for ambition in Ambition:
            status = f"{ambition}_status"
            said = self.cleaned_data.get(f"{ambition}_date") or self.cleaned_data.get(f"{ambition}_note")
            if said and not self.cleaned_data.get(status) and status not in self.errors:
                self.add_error(status, _("Choose how far you are too, so that the date or the note can be kept."))
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        rows = [
            Intention(ambition, *(self.cleaned_data[f"{ambition}_{part}"] for part in ("status", "date", "note")))
            for ambition in Ambition
            if self.cleaned_data[f"{ambition}_status"]
        ]
        return {"commitments": rows}

    def shown(self, values: Mapping[str, Any]) -> list[Shown]:
        return [
            Shown(f"{ambition} {ambition.label}", self._in_one_line(ambition, values), f"id_{ambition}_status")
            for ambition in Ambition
        ]

    def _in_one_line(self, ambition: str, values: Mapping[str, Any]) -> str:
        parts = [self.in_words(name, values.get(name)) for name in (f"{ambition}_status", f"{ambition}_date")]
        line = ", ".join(part for part in parts if part)
        note = str(values.get(f"{ambition}_note") or "")
        return f"{line}. {note}" if note else line

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Each ambition with its three fields."""
        for ambition in Ambition:
            label = f"{ambition} {ambition.label}"
            yield label, [self[f"{ambition}_{part}"] for part in ("status", "date", "note")]


def _ambition_fields(ambition: str) -> dict[str, forms.Field]:
    return {
        f"{ambition}_status": forms.ChoiceField(
            label=_("How far are you with %(ambition)s?") % {"ambition": ambition},
            choices=[NOT_CHOSEN, *CommitmentStatus.choices],
        ),
        f"{ambition}_date": DayField(
            label=_("Your date for %(ambition)s") % {"ambition": ambition},
            help_text=_("For example 31.12.2027; a month or a year will do."),
            open_ended=True,
            required=False,
        ),
        f"{ambition}_note": ParagraphField(
            label=_("Note on %(ambition)s") % {"ambition": ambition},
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }


class EvidenceForm(AnswerForm):
    supports_statement = forms.BooleanField(
        label=gettext_lazy("Our organisation supports the joint statement and its nine ambitions")
    )
    document_kind = forms.ChoiceField(
        label=gettext_lazy("What kind of document is it?"),
        choices=EvidenceKind.choices,
        widget=forms.RadioSelect,
        initial=EvidenceKind.STATEMENT,
        required=False,
    )
    document = forms.FileField(
        label=gettext_lazy("Document"),
        required=False,
        allow_empty_file=True,
    )
    no_evidence_reason = ParagraphField(
        label=gettext_lazy("If there is no document yet: why, and when will there be one?"),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].help_text = _(
            "PDF, Word (DOCX), OpenDocument (ODT) or a picture (JPEG, PNG), at most %(most)d MB."
        ) % {"most": MOST_MEGABYTES}
        self.fields["document"].widget.attrs["accept"] = ",".join(
            suffix for each in SUFFIXES.values() for suffix in each
        )

    def shown(self, values: Mapping[str, Any]) -> list[Shown]:
        documents = ", ".join(each.name for each in self.join_request.evidence.all())
        support, reason = super().shown(values)
        return [support, Shown(_("Documents"), documents, "id_document"), reason]


FORMS: Mapping[str, type[AnswerForm]] = {
    Task.ORGANISATION: OrganisationForm,
    Task.SIGNATORY: SignatoryForm,
    Task.VOLUMES: VolumesForm,
    Task.AMBITIONS: AmbitionsForm,
    Task.EVIDENCE: EvidenceForm,
}


def form_of(task: str, join_request: JoinRequest, request: HttpRequest | None = None) -> AnswerForm:
    """The form of a task with what the request says; with what was sent, if a request is given."""
    form = FORMS[task]
    return form(join_request, request.POST, request.FILES) if request else form(join_request)
