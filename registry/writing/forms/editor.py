"""All forms of one draft together: from a content into fields, and back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from registry.enums import Bump, Level
from registry.models import Draft
from registry.sealed.content import CriterionContent
from registry.writing.forms.parts import ChangeForm, FactsForm, RequirementsForm, TextsForm
from registry.writing.forms.rows import FloorRows, ParameterRows, ProofRows, Rows

ROWS = {"parameters": ParameterRows, "proof": ProofRows, "floors": FloorRows}


@dataclass(frozen=True)
class Mistake:
    """A line of the summary of errors: where, and what."""

    field_id: str
    label: str
    message: str


class Editor:
    """The forms of a draft, empty of what was typed or filled with it (``sent``)."""

    def __init__(self, draft: Draft, content: CriterionContent, sent: QueryDict | None = None) -> None:
        self.draft, self.sent = draft, sent
        self.languages = list(dict.fromkeys([*draft.register.authoritative_languages, *content.texts]))
        self.facts = FactsForm(draft.kind, sent, prefix="facts", initial=FactsForm.initial_of(content))
        self.texts = TextsForm(self.languages, sent, prefix="texts", initial=TextsForm.initial_of(content))
        self.requirements = RequirementsForm(
            self.languages, sent, prefix="requirements", initial=RequirementsForm.initial_of(content)
        )
        self.change = ChangeForm(sent, prefix="change", initial=self._initial_change())
        self.rows = {name: self._rows(name, rows, content) for name, rows in ROWS.items()}

    def _initial_change(self) -> dict[str, Any]:
        summary = {f"summary_{language}": text for language, text in self.draft.summary.items()}
        return {"seen": self.draft.lock_version, "at_least": self.draft.at_least, **summary}

    def _rows(self, name: str, rows: type[Rows], content: CriterionContent) -> Rows:
        options: dict[str, Any] = {"prefix": name, "form_kwargs": {"languages": self.languages}}
        if self.sent is None:
            options["initial"] = rows.form.initial_of(content)
        return rows(self.sent, **options)

    @property
    def every_form(self) -> list[forms.Form]:
        """Those of the rows, too."""
        return [*self.forms, *(form for rows in self.rows.values() for form in rows.forms)]

    @property
    def forms(self) -> list[forms.Form]:
        return [self.facts, self.texts, self.requirements, self.change]

    def is_valid(self) -> bool:
        """Whether the content can be kept; it may be unfinished, and may have faults that sealing refuses."""
        forms_are_valid = [form.is_valid() for form in self.forms]
        rows_are_valid = [rows.is_valid() for rows in self.rows.values()]
        if not all([*forms_are_valid, *rows_are_valid]):
            return False
        parameters = {form.cleaned_data["code"]: form.parameter() for form in self.rows["parameters"].kept()}
        floors = self.rows["floors"].kept()
        for form in floors:
            form.check_against(parameters)
        return not any(form.errors for form in floors)

    @property
    def mistakes(self) -> list[Mistake]:
        """Every error, in the order of the page, for the summary above it."""
        rows = [form for rows in self.rows.values() for form in rows.forms if not form.is_taken_out]
        found = [*self.forms[:-1], *rows, self.change]
        return [*_whole(self.rows.values()), *(mistake for form in found for mistake in _mistakes(form))]

    @property
    def seen(self) -> int:
        """The lock version that was read; valid forms only."""
        return int(self.change.cleaned_data["seen"])

    def written(self) -> dict[str, Any]:
        """What ``services.drafting.save`` takes: content, summary, at_least; valid forms only."""
        at_least = Bump(self.change.cleaned_data["at_least"])
        return {"content": self.content(), "summary": self.change.summary(), "at_least": at_least}

    def content(self) -> CriterionContent:
        parameters, proof, floors = (self.rows[name].kept() for name in ROWS)
        texts = {language: self._blocks(language) for language in self.languages}
        values = {
            level: {form.cleaned_data["code"]: form.value(level) for form in parameters if form.value(level)}
            for level in Level.values
        }
        offered = {
            level
            for level in Level.values
            if values[level] or any(f"requirement.{level}" in blocks for blocks in texts.values())
        }
        return CriterionContent(
            **self.facts.facts(),
            parameters={form.cleaned_data["code"]: form.parameter() for form in parameters},
            levels={level: values[level] for level in sorted(offered)},
            proof=tuple(form.route() for form in proof),
            legal_floor=tuple(form.floor() for form in floors),
            texts=texts,
        )

    def _blocks(self, language: str) -> dict[str, str]:
        """The texts in one language; what is empty is not there."""
        parameters, proof, floors = (self.rows[name].kept() for name in ROWS)
        blocks = {
            **self.texts.blocks(language),
            **self.requirements.blocks(language),
            **{f"parameter.{form.cleaned_data['code']}": form.texts_of("label")[language] for form in parameters},
            **{f"proof.{form.cleaned_data['id']}": form.texts_of("text")[language] for form in proof},
            **{f"legal_floor.{form.cleaned_data['id']}": form.texts_of("condition")[language] for form in floors},
        }
        return {block: text for block, text in blocks.items() if text}


def with_row(sent: QueryDict, name: str) -> QueryDict:
    """What was typed, with room for one more row of a kind."""
    grown, count = sent.copy(), sent.get(f"{name}-TOTAL_FORMS", "")
    grown[f"{name}-TOTAL_FORMS"] = str(int(count) + 1 if count.isascii() and count.isdigit() else 1)
    return grown


def _whole(rows: Iterable[Rows]) -> Iterator[Mistake]:
    for each in rows:
        for message in each.non_form_errors():
            yield Mistake(f"rows-{each.prefix}", "", str(message))


def _mistakes(form: forms.Form) -> Iterator[Mistake]:
    for name, messages in form.errors.items():
        if name in form.fields:
            field = form[name]
            for message in messages:
                yield Mistake(field.id_for_label or f"id_{field.html_name}", str(field.label), str(message))
