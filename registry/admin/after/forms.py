"""What a coordinator fills in to propose a step: one form for all kinds, with the fields that its kind needs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.languages import language_name
from registry.enums import StatusKind, StepAfter, WithdrawalClass
from registry.models import Criterion, CriterionVersion
from registry.services.proposing import LINEAGE, Step

LONGEST = 4000  # characters of a note or a reason
WORDS, NOTHING = "words", "why_nothing"
_LABELS = {
    StepAfter.ERRATUM: gettext_lazy("Note"),
}
_ENDS = [
    (StatusKind.SUPERSEDED.value, gettext_lazy("It is out of force from that day")),
    (StatusKind.DEPRECATED.value, gettext_lazy("It stays in force with a warning; it can end later")),
]


class CodesField(forms.CharField):
    """Codes of criteria, as they are written: "BAT-02, BAT-03"."""

    def clean(self, value: Any) -> list[Criterion]:
        wanted = [code.upper() for code in str(super().clean(value) or "").replace(",", " ").split()]
        found = {criterion.code: criterion for criterion in Criterion.objects.filter(code__in=wanted)}
        if unknown := [code for code in wanted if code not in found]:
            raise forms.ValidationError(_("There is no criterion %(codes)s.") % {"codes": ", ".join(unknown)})
        return [found[code] for code in dict.fromkeys(wanted)]


class StepForm(forms.Form):
    """``languages`` are those of the register, which are required, and of the site."""

    version = forms.ChoiceField(label=gettext_lazy("Version"))
    effective_on = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Today or a later day."),
    )

    def __init__(self, criterion: Criterion, kind: StepAfter, sent: Any = None) -> None:
        super().__init__(sent, initial={"effective_on": localdate(), "ends_as": StatusKind.SUPERSEDED.value})
        self.criterion, self.kind = criterion, kind
        self.versions = {str(v.number): v for v in criterion.versions.finals().newest_first()}
        for version in self.versions.values():
            version.criterion = criterion
        self.fields["version"].choices = [(number, number) for number in self.versions]  # type: ignore[attr-defined]
        self._add_relations()
        if kind is StepAfter.WITHDRAWAL:
            self.fields["reason_class"] = forms.ChoiceField(
                label=gettext_lazy("Kind of reason"), choices=WithdrawalClass.choices, widget=forms.RadioSelect
            )
        self._add_words(WORDS, str(_LABELS.get(kind, gettext_lazy("Reason"))), are_required=True)
        if kind is StepAfter.WITHDRAWAL:
            self._add_words(NOTHING, _("Why nothing replaces it"), are_required=False)

    def _add_relations(self) -> None:
        if self.kind in (StepAfter.ERRATUM, StepAfter.DEPRECATION):
            label = _("Mended in version") if self.kind is StepAfter.ERRATUM else _("Followed by version")
            choices = [("", _("None so far")), *((number, number) for number in self.versions)]
            self.fields["later"] = forms.ChoiceField(label=label, choices=choices, required=False)
        if self.kind is StepAfter.MERGER:
            self.fields["also"] = CodesField(
                label=_("Merged with it"), max_length=200, help_text=_("Codes with commas between: BAT-02, BAT-03.")
            )
        if self.kind is not StepAfter.ERRATUM:
            label = _("Use instead") if self.kind is StepAfter.WITHDRAWAL else _("Criteria that take its place")
            self.fields["successors"] = CodesField(
                label=label,
                max_length=200,
                required=self.kind in LINEAGE,
                help_text=_("Codes with commas between: BAT-02, BAT-03."),
            )
        if self.kind in LINEAGE:
            self.fields["ends_as"] = forms.ChoiceField(
                label=_("What becomes of this version"), choices=_ENDS, widget=forms.RadioSelect
            )

    def _add_words(self, name: str, label: str, *, are_required: bool) -> None:
        needed = self.criterion.register.authoritative_languages
        others = [code for code, _name in settings.LANGUAGES if code not in needed]
        for code in [*needed, *others]:
            self.fields[f"{name}.{code}"] = forms.CharField(
                label=f"{label} ({language_name(code)})",
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
                max_length=LONGEST,
                required=are_required and code in needed,
                error_messages={"required": _("Write it: everybody reads it.")},
            )

    def chosen(self) -> CriterionVersion:
        return self.versions[self.cleaned_data["version"]]

    def step(self) -> Step:
        """What is proposed. Of a criterion that is merged, the version in force on that day counts, if there is one."""
        given = self.cleaned_data
        return Step(
            kind=self.kind,
            words=self._words(given, WORDS),
            effective_on=given["effective_on"],
            also=_in_force(given.get("also", []), on=given["effective_on"]),
            successors=given.get("successors", []),
            later=self.versions.get(given.get("later", "")),
            ends_as=given.get("ends_as", ""),
            reason_class=given.get("reason_class", ""),
            why_nothing=self._words(given, NOTHING),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        named, day = given.get("also") or [], given.get("effective_on")
        if day and len(_in_force(named, on=day)) < len(named):
            self.add_error("also", _("Each of them has to be in force on that day."))
        return given

    @staticmethod
    def _words(given: Mapping[str, Any], name: str) -> dict[str, str]:
        return {field.partition(".")[2]: text for field, text in given.items() if field.startswith(f"{name}.")}


def _in_force(criteria: list[Criterion], *, on: date) -> list[CriterionVersion]:
    rows = CriterionVersion.objects.in_force(on=on).filter(criterion__in=criteria).select_related("criterion__register")
    newest = {version.criterion_id: version for version in rows.order_by("major", "minor", "patch")}
    return list(newest.values())
