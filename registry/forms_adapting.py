"""What a city's editor writes about one criterion of a release: values, words, or that it is left out."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.front.forms import Designed
from portal.members.forms.saving import SavingForm
from portal.members.models import Organisation
from registry.diffs.adapted_words import Wording, wordings_of
from registry.diffs.names import amount, level_name
from registry.enums import Declared
from registry.models import CriterionVersion, Release
from registry.sealed.canonical import normal_text
from registry.sealed.content import Parameter
from registry.sealed.overrides import LeftOut, Overrides, ValueSet
from registry.sealed.texts import texts_in
from registry.sealed.values import read_value
from registry.sealed.wording import shown_value

LONGEST_VALUE, LONGEST_TEXT, LONGEST_REASON = 40, 20_000, 2_000
EFFECTS = [("", _("Nobody can compare them")), *Declared.choices]


class ValueField(forms.CharField):
    """A value of a parameter, typed in the way of the reader's language; kept in its plain form."""

    def __init__(self, parameter: Parameter, language: str, **kwargs: Any) -> None:
        self.parameter, self.language = parameter, language
        if parameter.options:
            kwargs["widget"] = forms.Select(choices=[(option, option) for option in parameter.options])
        super().__init__(max_length=LONGEST_VALUE, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        return read_value(self.parameter, super().clean(value), self.language)

    def prepare_value(self, value: Any) -> Any:
        return shown_value(value, self.language) if isinstance(value, str) else value


class WordsField(forms.CharField):
    """A text of several lines, kept in its normal form."""

    def clean(self, value: Any) -> str:
        return normal_text(super().clean(value))


class AdaptCriterionForm(SavingForm):
    """All that a city may change in one criterion; ``stored`` is what it changes there now."""

    left_out = forms.BooleanField(label=_("We leave this criterion out"), required=False)
    left_out_reason = forms.CharField(label=_("Why it is left out"), required=False, max_length=LONGEST_REASON)
    left_out_basis = forms.CharField(label=_("Law or rule behind it"), required=False, max_length=LONGEST_REASON)
    values_reason = forms.CharField(label=_("Why other values"), required=False, max_length=LONGEST_REASON)
    values_basis = forms.CharField(label=_("Law or rule behind it"), required=False, max_length=LONGEST_REASON)

    def __init__(
        self, data: Any, *, version: CriterionVersion, stored: Overrides, languages: list[str], language: str, seen: int
    ) -> None:
        self.version, self.content, self.language = version, version.parsed, language
        self.wordings = wordings_of(version, languages)
        super().__init__(data, initial={**self.said_by(stored), "seen": str(seen)})
        self._add_values()
        for wording in self.wordings:
            self._add_words(wording)
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("class", "ds-input")

    def said_by(self, overrides: Overrides) -> dict[str, Any]:
        """What the fields say where a city changes this in the criterion."""
        said: dict[str, Any] = {
            f"levels.{level}.{code}": value
            for level, values in self.content.levels.items()
            for code, value in values.items()
        }
        for value in overrides.values:
            said[f"levels.{value.level}.{value.parameter}"] = value.value
            said |= {"values_reason": value.reason, "values_basis": value.legal_basis}
        for left_out in overrides.left_out:
            said |= {"left_out": True, "left_out_reason": left_out.reason, "left_out_basis": left_out.legal_basis}
        for wording in self.wordings:
            said |= _said_of(wording, overrides)
        return said

    def overrides(self) -> Overrides:
        """What the form changes in the criterion. Call it on a valid form."""
        code, data = self.version.criterion.code, self.cleaned_data
        ground = {"reason": data["values_reason"], "legal_basis": data["values_basis"]}
        values = [
            ValueSet(criterion=code, level=level, parameter=name, value=typed, **ground)
            for level, base in self.content.levels.items()
            for name, value in base.items()
            if (typed := data[f"levels.{level}.{name}"]) not in ("", value)
        ]
        blocks = [
            wording.altered(
                {language: data[f"{wording.name}.{language}"] for language in wording.languages},
                reason=data[f"{wording.name}.reason"],
                legal_basis=data[f"{wording.name}.basis"],
                effect=data.get(f"{wording.name}.effect", ""),
            )
            for wording in self.wordings
        ]
        left_out = LeftOut(criterion=code, reason=data["left_out_reason"], legal_basis=data["left_out_basis"])
        return Overrides(
            values=tuple(values),
            blocks=tuple(block for block in blocks if block),
            left_out=(left_out,) if data["left_out"] else (),
        )

    def refuse_faults(self, faults: Mapping[str, list[str]]) -> None:
        """Show what is wrong at the field it is about; ``faults`` by the key of an override."""
        for key, sentences in faults.items():
            name = key.partition("/")[2]
            first = next((field for field in self.fields if name and field.startswith(name)), None)
            self.add_error(first or ("left_out" if key else None), [ValidationError(text) for text in sentences])

    def levels(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields of the values, level by level."""
        for level in sorted(self.content.levels):
            names = [f"levels.{level}.{code}" for code in self.content.levels[level]]
            if names:
                yield str(level_name(level)), [self[name] for name in names]

    def blocks(self) -> Iterator[tuple[Wording, list[forms.BoundField], bool]]:
        """The fields of the words, block by block, and whether they are to be seen at once."""
        for wording in self.wordings:
            fields = [self[name] for name in self.fields if name.startswith(f"{wording.name}.")]
            texts = [field for field in fields if field.name.removeprefix(f"{wording.name}.") in wording.languages]
            is_open = any(field.errors for field in fields) or any(
                (field.value() or "") != wording.base[field.name.removeprefix(f"{wording.name}.")] for field in texts
            )
            yield wording, fields, is_open

    def _add_values(self) -> None:
        texts = texts_in(self.version, self.language)
        for level, values in sorted(self.content.levels.items()):
            for code, value in values.items():
                parameter = self.content.parameters[code]
                self.fields[f"levels.{level}.{code}"] = ValueField(
                    parameter,
                    self.language,
                    label=texts.get(f"parameter.{code}") or code,
                    help_text=_bounds(parameter, value),
                )

    def _add_words(self, wording: Wording) -> None:
        for language in wording.languages:
            self.fields[f"{wording.name}.{language}"] = WordsField(
                label=wording.label_in(language),
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 5, "lang": language}),
            )
        if wording.binds:
            self.fields[f"{wording.name}.effect"] = forms.ChoiceField(
                label=_("What your words do to bids"), choices=EFFECTS, required=False
            )
        for name, label in (("reason", _("Why the words are changed")), ("basis", _("Law or rule behind it"))):
            self.fields[f"{wording.name}.{name}"] = forms.CharField(
                label=label, required=False, max_length=LONGEST_REASON
            )


class StartForm(Designed, forms.Form):
    """Which release a city adapts, and in which language it says why."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    release = forms.ChoiceField(label=_("Release"))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("In which you write your reasons, and your words.")
    )

    def __init__(
        self, data: Any, *, organisations: list[Organisation], releases: list[Release], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.organisations = {str(each.pk): each for each in organisations}
        self.releases = {str(each): each for each in releases}
        self._offer("organisation", [(key, each.display_name) for key, each in self.organisations.items()])
        titles = [(key, f"{each.criteria_set.title} {each.number}") for key, each in self.releases.items()]
        self._offer("release", titles)

    def clean_organisation(self) -> Organisation:
        return self.organisations[self.cleaned_data["organisation"]]

    def clean_release(self) -> Release:
        return self.releases[self.cleaned_data["release"]]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for mypy)
        field.choices = choices


class ReasonForm(Designed, forms.Form):
    """Why a draft is given up, or an adaptation withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4}))


def _said_of(wording: Wording, overrides: Overrides) -> dict[str, Any]:
    words = next((each for each in overrides.blocks if each.block == wording.block), None)
    said: dict[str, Any] = {f"{wording.name}.{language}": text for language, text in wording.shown(words).items()}
    if words:
        said |= {
            f"{wording.name}.reason": words.reason,
            f"{wording.name}.basis": words.legal_basis,
            f"{wording.name}.effect": words.effect,
        }
    return said


def _bounds(parameter: Parameter, value: str) -> str:
    facts = {"value": amount(parameter, value)}
    if parameter.options:
        return gettext("In the release: %(value)s.") % facts
    facts |= {"minimum": amount(parameter, parameter.minimum), "maximum": amount(parameter, parameter.maximum)}
    return gettext("In the release: %(value)s. From %(minimum)s to %(maximum)s.") % facts
