"""The parts of a content that every criterion has once: facts, texts, levels, and what is said of the change."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.ambitions import Ambition
from registry.cpv import CPV
from registry.eforms import CODES, TERMS
from registry.enums import AppliesTo, Bump, CriterionKind, Level, LifeCycleStage, Theme
from registry.sealed.content import CriterionContent
from registry.writing.forms.fields import LEVEL_TEXT_HELP, CheckboxesField, texts

TITLE_LENGTH = 120  # registry/sources/schema.json


class FactsForm(forms.Form):
    """What a criterion is filed under."""

    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices)
    applies_to = CheckboxesField(AppliesTo.choices, gettext_lazy("Applies to"))
    stages = CheckboxesField(LifeCycleStage.choices, gettext_lazy("Life-cycle stage"))
    ambitions = CheckboxesField([], gettext_lazy("Ambitions"))
    cpv = CheckboxesField([], "CPV")
    eforms = CheckboxesField([], "eForms")
    weight_from = forms.IntegerField(
        label=gettext_lazy("Suggested weight, from (%)"), min_value=0, max_value=100, required=False
    )
    weight_to = forms.IntegerField(
        label=gettext_lazy("Suggested weight, to (%)"), min_value=0, max_value=100, required=False
    )

    def __init__(self, kind: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("ambitions", [(each.value, f"{each.value} {each.label}") for each in Ambition])
        self._offer("cpv", [(code, f"{code} {label}") for code, label in CPV.items()])
        self._offer(
            "eforms",
            [
                (f"{term} {code}", f"{term} {TERMS[term]}: {label}")
                for term, codes in CODES.items()
                for code, label in codes.items()
            ],
        )
        if kind != CriterionKind.AWARD:
            del self.fields["weight_from"], self.fields["weight_to"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("weight_from"), data.get("weight_to")
        if (low is None) != (high is None):
            self.add_error("weight_to" if high is None else "weight_from", _("Fill in both, or neither."))
        elif low is not None and high is not None and low > high:
            self.add_error("weight_to", _("The second number is smaller than the first. Swap them."))
        return data

    def facts(self) -> dict[str, Any]:
        """The fields of CriterionContent that stand here."""
        data = self.cleaned_data
        eforms: dict[str, tuple[str, ...]] = {}
        for term, code in (each.split(" ") for each in data["eforms"]):
            eforms[term] = (*eforms.get(term, ()), code)
        weight = (data.get("weight_from"), data.get("weight_to"))
        lists = {name: tuple(data[name]) for name in ("applies_to", "stages", "ambitions", "cpv")}
        return {
            "theme": data["theme"],
            **lists,
            "eforms": eforms,
            "suggested_weight": weight if None not in weight else None,
        }

    @staticmethod
    def initial_of(content: CriterionContent) -> dict[str, Any]:
        low, high = content.suggested_weight or (None, None)
        codes = [f"{term} {code}" for term, codes in content.eforms.items() for code in codes]
        named = {name: getattr(content, name) for name in ("theme", "applies_to", "stages", "ambitions", "cpv")}
        return {**named, "eforms": codes, "weight_from": low, "weight_to": high}


BLOCKS = {
    "title": (gettext_lazy("Title"), 1),
    "subject_matter": (gettext_lazy("Subject matter"), 2),
    "purpose": (gettext_lazy("Purpose"), 3),
    "follow_up": (gettext_lazy("Follow-up during the contract"), 4),
    "guidance": (gettext_lazy("Advice to the buyer"), 4),
}


class TextsForm(forms.Form):
    """The texts that every criterion has once, in each language that is sealed with it."""

    def __init__(self, languages: Iterable[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = list(languages)
        for block, (label, rows) in BLOCKS.items():
            length = TITLE_LENGTH if block == "title" else None
            self.fields |= texts(block, str(label), self.languages, rows=rows, max_length=length)

    def blocks(self, language: str) -> dict[str, str]:
        return {block: self.cleaned_data[f"{block}_{language}"] for block in BLOCKS}

    @staticmethod
    def initial_of(content: CriterionContent) -> dict[str, str]:
        return {
            f"{block}_{language}": text
            for language, blocks in content.texts.items()
            for block, text in blocks.items()
            if block in BLOCKS
        }


class RequirementsForm(forms.Form):
    """The requirement of each level; a level without one is not offered."""

    def __init__(self, languages: Iterable[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = list(languages)
        for level in Level:
            label = _("Requirement, level %(level)s") % {"level": f"{level.value} {level.label}"}
            help_text = str(LEVEL_TEXT_HELP) if level == Level.BASELINE else ""
            self.fields |= texts(f"level_{level.value}", label, self.languages, rows=8, help_text=help_text)

    def blocks(self, language: str) -> dict[str, str]:
        return {f"requirement.{level}": self.cleaned_data[f"level_{level}_{language}"] for level in Level.values}

    @staticmethod
    def initial_of(content: CriterionContent) -> dict[str, str]:
        return {
            f"level_{level}_{language}": blocks.get(f"requirement.{level}", "")
            for language, blocks in content.texts.items()
            for level in Level.values
        }


class ChangeForm(forms.Form):
    """What is said of the change, in every language of the site; and the text that was read before it was changed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    at_least = forms.TypedChoiceField(
        label=gettext_lazy("Step of the version, at least"),
        choices=Bump.choices,
        coerce=int,
        help_text=gettext_lazy("The step that the change needs is computed. You can raise it here, not lower it."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = [code for code, _label in settings.LANGUAGES]
        self.fields |= texts("summary", _("What changes, in a sentence"), codes, rows=2)

    def summary(self) -> dict[str, str]:
        found = {code: self.cleaned_data[f"summary_{code}"] for code, _label in settings.LANGUAGES}
        return {code: text for code, text in found.items() if text}
