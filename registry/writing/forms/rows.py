"""The parts of a content that there are any number of: parameters, means of proof, legal floors."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.enums import Direction, Level, ParameterType, ProofMoment, ProofType, Unit
from registry.sealed.content import CriterionContent, LegalFloor, Parameter, ProofRoute
from registry.sealed.values import read_number, value_fault
from registry.sealed.wording import NUMBER, shown_value
from registry.writing.forms.fields import NameField, NumberField, here, texts

EMPTY = [("", "–")]


class RowForm(forms.Form):
    """One row; ``languages`` are those of its texts."""

    def __init__(self, languages: Iterable[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = list(languages)

    def has_changed(self) -> bool:
        """Whether something was typed; what is chosen from the start says nothing."""
        typed = (field for field in self if not isinstance(field.field, forms.ChoiceField) and field.name != "DELETE")
        return any(field.value() not in (None, "", False) for field in typed)

    @property
    def is_taken_out(self) -> bool:
        return bool(getattr(self, "cleaned_data", {}).get("DELETE"))

    def texts_of(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{name}_{language}"] for language in self.languages}


class ParameterForm(RowForm):
    """A parameter, its bounds, and its value at each level."""

    code = NameField(label=gettext_lazy("Name in the text"))
    type = forms.ChoiceField(label=gettext_lazy("Type"), choices=ParameterType.choices)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=[*EMPTY, *Unit.choices], required=False)
    stricter = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Direction.choices)
    minimum = NumberField(label=gettext_lazy("A buyer may set, from"))
    maximum = NumberField(label=gettext_lazy("A buyer may set, to"))
    options = forms.CharField(
        label=gettext_lazy("Options of a choice"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line, in the order of the direction."),
    )

    def __init__(self, languages: Iterable[str], *args: Any, **options: Any) -> None:
        super().__init__(languages, *args, **options)
        self.fields |= texts("label", _("Label"), self.languages, rows=1)
        for level in Level.values:
            label = _("Value at level %(level)s") % {"level": level}
            self.fields[f"value_{level}"] = forms.CharField(
                label=label, required=False, widget=forms.TextInput(attrs={"size": 8})
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["options"] = tuple(line.strip() for line in data.get("options", "").splitlines() if line.strip())
        if data.get("type") == ParameterType.CHOICE:
            self._clean_choice(data)
        elif not self.errors:
            self._clean_number(data)
        for level in Level.values:
            self._clean_value(data, f"value_{level}")
        return data

    def _clean_choice(self, data: dict[str, Any]) -> None:
        data |= {"unit": "", "minimum": "", "maximum": ""}
        if len(set(data["options"])) < max(len(data["options"]), 2):
            self.add_error("options", _("A choice has two options or more, each of them once."))

    def _clean_number(self, data: dict[str, Any]) -> None:
        data["options"] = ()
        for name in ("minimum", "maximum"):
            if not data[name]:
                self.add_error(name, _("Write the bounds within which a buyer may set the number."))
        if not self.errors and float(data["minimum"]) > float(data["maximum"]):
            self.add_error("maximum", _("The second number is smaller than the first. Swap them."))

    def _clean_value(self, data: dict[str, Any], name: str) -> None:
        typed = data.get(name, "")
        if self.errors or not typed:
            return
        data[name] = typed if data["options"] else read_number(typed, here())
        if fault := value_fault(self.parameter(), data[name]):
            self.add_error(name, fault)

    def parameter(self) -> Parameter:
        names = ("code", "type", "unit", "stricter", "minimum", "maximum", "options")
        return Parameter(**{name: self.cleaned_data[name] for name in names})

    def value(self, level: int) -> str:
        return str(self.cleaned_data.get(f"value_{level}", ""))

    @staticmethod
    def initial_of(content: CriterionContent) -> list[dict[str, Any]]:
        return [
            {
                **vars(parameter),
                "minimum": shown_value(parameter.minimum, here()),
                "maximum": shown_value(parameter.maximum, here()),
                "options": "\n".join(parameter.options),
                **_texts(content, f"parameter.{code}", "label"),
                **{
                    f"value_{level}": shown_value(values[code], here())
                    for level, values in content.levels.items()
                    if code in values
                },
            }
            for code, parameter in content.parameters.items()
        ]


class ProofForm(RowForm):
    """One means of proof."""

    id = NameField(label=gettext_lazy("Short name"))
    type = forms.ChoiceField(label=gettext_lazy("Type"), choices=ProofType.choices)
    moment = forms.ChoiceField(label=gettext_lazy("When it is shown"), choices=ProofMoment.choices)
    required = forms.BooleanField(label=gettext_lazy("Mandatory"), required=False)
    or_equivalent = forms.BooleanField(label=gettext_lazy("Equivalents accepted"), required=False)

    def __init__(self, languages: Iterable[str], *args: Any, **options: Any) -> None:
        super().__init__(languages, *args, **options)
        self.fields |= texts("text", _("Text"), self.languages, rows=2)

    def route(self) -> ProofRoute:
        return ProofRoute(
            **{name: self.cleaned_data[name] for name in ("id", "type", "moment", "required", "or_equivalent")}
        )

    @staticmethod
    def initial_of(content: CriterionContent) -> list[dict[str, Any]]:
        return [{**vars(route), **_texts(content, f"proof.{route.id}", "text")} for route in content.proof]


class FloorForm(RowForm):
    """What law demands already."""

    id = NameField(label=gettext_lazy("Short name"))
    parameter = NameField(label=gettext_lazy("Parameter"), required=False)
    value = forms.CharField(
        label=gettext_lazy("The law demands"), required=False, widget=forms.TextInput(attrs={"size": 8})
    )
    since = forms.DateField(
        label=gettext_lazy("Since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    as_of = forms.DateField(
        label=gettext_lazy("State of the law"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)
    url = forms.URLField(label=gettext_lazy("Address"), assume_scheme="https", max_length=500)

    def __init__(self, languages: Iterable[str], *args: Any, **options: Any) -> None:
        super().__init__(languages, *args, **options)
        self.fields |= texts("condition", _("Condition"), self.languages, rows=2)

    def check_against(self, parameters: dict[str, Parameter]) -> None:
        """Hold its value against the parameter it is of; to be asked once both are cleaned."""
        code, value = self.cleaned_data.get("parameter", ""), self.cleaned_data.get("value", "")
        if bool(code) != bool(value):
            self.add_error("value" if code else "parameter", _("Fill in both, or neither."))
        elif code and code not in parameters:
            self.add_error("parameter", _("There is no parameter “%(name)s” above.") % {"name": code})
        elif code and not parameters[code].options:
            number = read_number(value, here())
            if not NUMBER.fullmatch(number):
                self.add_error("value", _("“%(value)s” is not a number. Write it in digits.") % {"value": value})
            self.cleaned_data["value"] = number
        elif code and value not in parameters[code].options:
            self.add_error("value", value_fault(parameters[code], value))

    def floor(self) -> LegalFloor:
        names = ("id", "parameter", "value", "since", "as_of", "source", "url")
        return LegalFloor(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def initial_of(content: CriterionContent) -> list[dict[str, Any]]:
        return [
            {
                **vars(floor),
                "value": shown_value(floor.value, here()) if floor.value else "",
                **_texts(content, f"legal_floor.{floor.id}", "condition"),
            }
            for floor in content.legal_floor
        ]


def _texts(content: CriterionContent, block: str, name: str) -> dict[str, str]:
    return {f"{name}_{language}": blocks.get(block, "") for language, blocks in content.texts.items()}


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows that have a name each; a row with nothing in it is none, a marked one is taken out."""

    named_by = "code"

    def kept(self) -> list[Any]:
        """The forms of the rows that stay; to be asked once the rows are valid."""
        return [form for form in self.forms if form.has_changed() and not form.is_taken_out]

    def initial_form_count(self) -> int:
        """None of those that were sent: also a row that was there before may be emptied."""
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            name = getattr(form, "cleaned_data", {}).get(self.named_by)
            if name and not form.is_taken_out:
                if name in seen:
                    form.add_error(self.named_by, _("Another row has this name. Give each its own."))
                seen.add(name)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take out")


class RowsById(Rows):
    named_by = "id"


def _rows(form: type[RowForm], base: type[Rows]) -> type[Rows]:
    made = forms.formset_factory(form, formset=base, extra=0, can_delete=True, max_num=30, absolute_max=40)
    return cast(type[Rows], made)


ParameterRows = _rows(ParameterForm, Rows)
ProofRows = _rows(ProofForm, RowsById)
FloorRows = _rows(FloorForm, RowsById)
