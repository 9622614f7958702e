"""Which criteria a tender used: one small form for each, and the ways to add more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.experiences.cited_versions import CitedVersion, cited_versions
from portal.experiences.enums import Usage, Verification
from portal.experiences.forms.answers import Answer, TaskForm
from portal.experiences.forms.fields import CountField
from portal.experiences.models import Citation, Edition
from portal.experiences.services.reading import cited_with
from portal.experiences.tasks import Cited, Task
from portal.front.fields import LineField, ParagraphField
from portal.front.forms import Designed
from portal.members.seen import seen_of
from registry.enums import Level
from registry.sealed.values import read_value
from registry.takeaway.reading import ParameterReading, read_parameters

LONGEST_VALUE = 40  # characters of a parameter's value
LONGEST_PASTE = 100_000  # an annex with its texts has some ten thousand
WRITTEN = ("change", "change_reason", "verification_text", "relaxed")  # in the language of the record


def key_of(row: Cited) -> str:
    """Names a row within its form, for as long as the page is open."""
    return f"{row.version_id}-{row.level}"


class CitedForm(Designed, forms.Form):
    """One version as it was used. Nothing is required: what is not known yet can be said later."""

    level = forms.TypedChoiceField(label=gettext_lazy("Level that you asked for"), coerce=int, required=False)
    usage = forms.ChoiceField(
        label=gettext_lazy("Did you use it as it is?"), choices=Usage, widget=forms.RadioSelect, required=False
    )
    change = ParagraphField(
        label=gettext_lazy("What did you change?"),
        help_text=gettext_lazy("What you write here makes it an adapted criterion. Quote the wording that you used."),
        max_length=4000,
        required=False,
    )
    change_reason = ParagraphField(label=gettext_lazy("Why?"), max_length=2000, required=False)
    bidders_met = CountField(label=gettext_lazy("How many bidders met it?"), required=False)
    verification = forms.ChoiceField(
        label=gettext_lazy("How was it verified?"),
        choices=[("", gettext_lazy("Not said yet")), *Verification.choices],
        required=False,
    )
    verification_text = ParagraphField(
        label=gettext_lazy("More about the verification"), max_length=2000, required=False
    )
    relaxed = ParagraphField(
        label=gettext_lazy("What did you relax during the tender or the contract?"), max_length=2000, required=False
    )

    def __init__(self, stored: Cited, cited: CitedVersion, data: Any = None, *, language: str = "") -> None:
        self.stored, self.cited_version = stored, cited
        super().__init__(data, prefix=key_of(stored), initial=stored._asdict())
        choices = [(level, f"{level} {Level(level).label}") for level in cited.levels]
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)  # noqa: S101  (it stands above)
        level.choices = choices
        if len(choices) == 1:
            level.widget = forms.HiddenInput()
        for name in WRITTEN if language else ():
            self.fields[name].widget.attrs["lang"] = language

    @property
    def key(self) -> str:
        return key_of(self.stored)

    @property
    def name(self) -> str:
        """What is cited: "BAT-01@1.2.0"."""
        return str(self.cited_version.version)

    @property
    def fields_after_values(self) -> list[BoundField]:
        """All but the level, in the order of the page."""
        return [self[name] for name in self.fields if name != "level"]

    @cached_property
    def _parameters(self) -> tuple[ParameterReading, ...]:
        version, row = self.cited_version.version, self.row
        values = {**version.parsed.levels[row.level], **row.values}
        return read_parameters(version, self.cited_version.texts, values, f"{self.prefix}-value.")

    @property
    def parameters(self) -> list[ParameterReading]:
        """A field for each value of the level. A tender may have had any value, so none is a fault here."""
        return [replace(reading, fault="") for reading in self._parameters]

    @property
    def row(self) -> Cited:
        """What the row says, as it would be stored; what cannot be stored is as it was."""
        kept = self.stored
        if not self.is_bound:
            return kept
        self.is_valid()  # reads what was typed
        said = {name: self.cleaned_data.get(name, getattr(kept, name)) for name in self.fields}
        level = said["level"] or kept.level
        cited = cited_with(self.cited_version.version, level, self._values())
        is_adapted = Usage.ADAPTED in (cited.usage, said["usage"]) or said["change"]
        usage = Usage.ADAPTED.value if is_adapted else Usage.KEPT.value
        return cited._replace(**{**said, "level": level, "usage": usage})

    @property
    def needs_words(self) -> bool:
        """Whether it is adapted and nobody has said how yet."""
        return self.row.usage == Usage.ADAPTED and not self.row.change

    @property
    def has_unusual_values(self) -> bool:
        return any(reading.fault for reading in self._parameters)

    def _values(self) -> dict[str, str]:
        """Those that differ from what the level that was shown has of its own."""
        parameters = self.cited_version.version.parsed.parameters
        own, language = self.cited_version.version.parsed.levels[self.stored.level], get_language() or "en"
        typed = {code: self.data.get(f"{self.prefix}-value.{code}") for code in own}
        read = {code: read_value(parameters[code], text, language) for code, text in typed.items() if text is not None}
        values = {**self.stored.values, **{code: value[:LONGEST_VALUE] for code, value in read.items()}}
        return {code: value for code, value in values.items() if value and value != own.get(code)}


class CriteriaForm(TaskForm):
    """All criteria of a record, in their order, and what is to be added to them."""

    task = Task.CRITERIA
    find = LineField(
        label=gettext_lazy("Search by code or title"),
        help_text=gettext_lazy("For example BAT-01, or battery. Older versions are found too."),
        max_length=100,
        required=False,
    )
    pasted = ParagraphField(
        label=gettext_lazy("Paste a link to a basket, or citations"),
        help_text=gettext_lazy("For example BAT-01@1.2.0/L2, one or many, alone or inside a text."),
        max_length=LONGEST_PASTE,
        required=False,
    )

    def __init__(self, edition: Edition, data: Any = None) -> None:
        super().__init__(edition, data)
        stored = {key_of(row): row for row in self.stored["criteria"]}
        wanted = stored if data is None else {key: stored.get(key) or _row(key) for key in data.getlist("row")}
        self.rows = _forms([row for row in wanted.values() if row], data, edition.language)

    def __iter__(self) -> Iterator[BoundField]:
        """For the summary of errors, which lists those of the rows too."""
        yield from super().__iter__()
        for row in self.rows:
            yield from row

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        _refuse_twice(self.rows)
        for row in self.rows:
            self.errors.update({f"{row.prefix}-{name}": errors for name, errors in row.errors.items()})

    def values(self) -> dict[str, Any]:
        return {"criteria": [row.row for row in self.rows]}

    def meet(self, error: Exception, now: Edition) -> None:
        """Show both texts of each criterion that differs; what a colleague has added joins the rows."""
        theirs = type(self)(now)
        old, new = ({row.key: row for row in form.rows} for form in (theirs, self))
        pairs = [(old.get(key), new.get(key)) for key in {**new, **old}]
        both = [(_answer(mine or yours, yours), _answer(mine or yours, mine)) for yours, mine in pairs]
        self.differences = [each for each in both if each[0].text != each[1].text]
        self.rows = [*self.rows, *(row for key, row in old.items() if key not in new)]
        self.see(seen_of(theirs.stored))
        self.add_error(None, str(error))


def _row(key: str) -> Cited | None:
    """A row that is not stored (any more), by its key; None if it is none."""
    version, _hyphen, level = key.partition("-")
    is_key = version.isascii() and version.isdecimal() and len(version) < 18 and level in ("1", "2", "3")
    return Cited(int(version), int(level)) if is_key else None


def _forms(rows: Sequence[Cited], data: Any, language: str) -> list[CitedForm]:
    ids = [row.version_id for row in rows]
    versions = cited_versions(ids, language=get_language() or settings.LANGUAGE_CODE, on=localdate())
    known = [row for row in rows if row.version_id in versions and row.level in versions[row.version_id].levels]
    return [CitedForm(row, versions[row.version_id], data, language=language) for row in known]


def _refuse_twice(rows: Sequence[CitedForm]) -> None:
    """One version at one level is one row."""
    seen: set[str] = set()
    for form in rows:
        form.full_clean()
        if (key := key_of(form.row)) in seen:
            text = _("%(name)s is there twice at this level. Choose another level, or remove one of the two.")
            form.add_error("level", text % {"name": form.name})
        seen.add(key)


def _answer(either: CitedForm | None, form: CitedForm | None) -> Answer:
    """One row in words, under what it cites; empty where it is not there."""
    assert either is not None  # noqa: S101  (one of the two is there)
    label = f"{either.name}/L{either.stored.level}"
    return Answer(label, in_words(form.row, either.cited_version) if form else "", f"row-{either.key}")


def in_words(row: Cited, cited: CitedVersion) -> str:
    """What a row says, a line for each thing that is said."""
    facts: Mapping[str, object] = {
        _("Level"): row.level,
        **{capfirst(cited.texts[f"parameter.{code}"]): value for code, value in row.values.items()},
        **{_label(name): getattr(row, name) for name in WRITTEN[:2]},
        _label("bidders_met"): row.bidders_met,
        _label("verification"): Verification(row.verification).label if row.verification else "",
        **{_label(name): getattr(row, name) for name in WRITTEN[2:]},
    }
    said = [f"{label}: {value}" for label, value in facts.items() if value not in ("", None)]
    return "\n".join([str(Usage(row.usage).label), *said])


def _label(name: str) -> str:
    return capfirst(str(Citation._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
