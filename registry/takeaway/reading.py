"""A version made ready to be read in a language: levels with their values, proof, floors, what it maps to."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.core.ambitions import Ambition
from registry.cpv import CPV
from registry.eforms import CODES, TERMS
from registry.enums import AppliesTo, Level, LifeCycleStage, ProofMoment, ProofType, Theme, Unit
from registry.models import CriterionVersion
from registry.sealed.content import CriterionContent, LegalFloor, Parameter, ProofRoute
from registry.sealed.texts import Text, Texts, texts_in
from registry.sealed.values import floors_undercut, read_value, value_fault
from registry.sealed.wording import ParameterHtml, as_html, as_plain, shown_value
from registry.takeaway.citations import source_line


@dataclass(frozen=True, kw_only=True)
class ParameterReading:
    """A field inside the wording: its name in a form, its value, its bounds, what is wrong with it."""

    name: str  # "2.cycles": level and code
    parameter: Parameter
    label: Text
    value: str
    fault: str
    language: str  # of the page, in which the field is read again; the label may be in another

    @property
    def shown(self) -> str:
        """The value as the language writes it; what is no value, as it was typed."""
        return self.value if self.fault else shown_value(self.value, self.language)

    @property
    def unit(self) -> str:
        return str(Unit(self.parameter.unit).label) if self.parameter.unit else ""

    @property
    def bounds(self) -> str:
        """ "800 to 2,000", or nothing for a choice."""
        if self.parameter.options:
            return ""
        low, high = (shown_value(bound, self.language) for bound in (self.parameter.minimum, self.parameter.maximum))
        return _("%(low)s to %(high)s") % {"low": low, "high": high}


@dataclass(frozen=True, kw_only=True)
class LevelReading:
    """One level: its requirement with the values filled in, as HTML and as plain text with its source line."""

    level: Level
    parameters: tuple[ParameterReading, ...]
    requirement: SafeString  # with fields
    static: SafeString  # without
    plain: str
    lang: str
    source_line: str
    below_floor: tuple[str, ...]  # sentences

    @property
    def name(self) -> str:
        return str(self.level.value)

    @property
    def has_faults(self) -> bool:
        return any(parameter.fault for parameter in self.parameters)

    @property
    def own_values(self) -> dict[str, str]:
        return {reading.parameter.code: reading.value for reading in self.parameters}


@dataclass(frozen=True, kw_only=True)
class ProofReading:
    route: ProofRoute
    text: Text
    html: SafeString
    plain: str

    @property
    def type_label(self) -> str:
        return str(ProofType(self.route.type).label)

    @property
    def moment_label(self) -> str:
        return str(ProofMoment(self.route.moment).label)


@dataclass(frozen=True, kw_only=True)
class FloorReading:
    """What the law demands already, against what each level asks for."""

    floor: LegalFloor
    condition: Text | None
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Everything ``components/criterion_body.html`` shows of a version in one language."""

    version: CriterionVersion
    texts: Texts
    levels: tuple[LevelReading, ...]
    proof: tuple[ProofReading, ...]
    floors: tuple[FloorReading, ...]
    follow_up: SafeString
    guidance: SafeString | None

    @property
    def content(self) -> CriterionContent:
        return self.version.parsed

    @property
    def subject_matter(self) -> Text:
        return self.texts["subject_matter"]

    @property
    def purpose(self) -> Text:
        return self.texts["purpose"]

    @property
    def theme(self) -> str:
        return str(Theme(self.content.theme).label)

    @property
    def stages(self) -> list[str]:
        return [str(LifeCycleStage(stage).label) for stage in self.content.stages]

    @property
    def applies_to(self) -> list[str]:
        return [str(AppliesTo(target).label) for target in self.content.applies_to]

    @property
    def ambitions(self) -> list[tuple[str, str]]:
        return [(key, str(Ambition(key).label)) for key in self.content.ambitions]

    @property
    def cpv(self) -> list[tuple[str, str]]:
        return [(code, str(CPV.get(code, ""))) for code in self.content.cpv]

    @property
    def eforms(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Business term, its name, its codes with their names."""
        return [
            (term, str(TERMS.get(term, "")), [(code, str(CODES.get(term, {}).get(code, code))) for code in codes])
            for term, codes in sorted(self.content.eforms.items())
        ]


def read_version(version: CriterionVersion, language: str, given: Mapping[str, str] | None = None) -> Reading:
    """Read a version in a language; ``given`` are a buyer's own values under names like "2.cycles".

    A given value that is out of bounds stays where it is, with a fault that names the bounds.
    """
    texts = texts_in(version, language)
    content = version.parsed
    everywhere = _values_of_all(content, language)
    follow_up, guidance = texts["follow_up"], texts.get("guidance")
    return Reading(
        version=version,
        texts=texts,
        levels=tuple(_level(version, texts, level, given or {}) for level in sorted(content.levels)),
        proof=read_proof(version, texts),
        floors=tuple(_floor(floor, content, texts) for floor in content.legal_floor),
        follow_up=as_html(follow_up, everywhere, follow_up.lang),
        guidance=as_html(guidance, everywhere, guidance.lang) if guidance else None,
    )


def read_proof(
    version: CriterionVersion, texts: Texts, values: Mapping[str, str] | None = None
) -> tuple[ProofReading, ...]:
    """The means of proof of a version, with the values of one level, or those of all levels side by side."""
    shown = values or _values_of_all(version.parsed, texts.wanted)
    routes = [(route, texts[f"proof.{route.id}"]) for route in version.parsed.proof]
    return tuple(
        ProofReading(
            route=route, text=text, html=as_html(text, shown, text.lang), plain=as_plain(text, shown, text.lang)
        )
        for route, text in routes
    )


def read_parameters(
    version: CriterionVersion, texts: Texts, values: Mapping[str, str], prefix: str
) -> tuple[ParameterReading, ...]:
    """The fields for given values, each named ``prefix`` and its code, with what is wrong with it."""
    parameters = version.parsed.parameters
    return tuple(
        ParameterReading(
            name=f"{prefix}{code}",
            parameter=parameters[code],
            label=texts[f"parameter.{code}"],
            value=value,
            fault=value_fault(parameters[code], value),
            language=texts.wanted,
        )
        for code, value in values.items()
        if code in parameters
    )


def _values_of_all(content: CriterionContent, language: str) -> dict[str, str]:
    """Each parameter with its values at every level, for texts that speak of all of them: "800 / 1,000"."""
    values: dict[str, list[str]] = {}
    for level in sorted(content.levels):
        for code, value in content.levels[level].items():
            shown = shown_value(value, language)
            values.setdefault(code, []).extend([shown] if shown not in values.get(code, []) else [])
    return {code: " / ".join(each) for code, each in values.items()}


def field_html(reading: ParameterReading) -> SafeString:
    """A parameter as a field inside the wording; script keeps other places of its value in step."""
    name = format_html('name="{}" data-parameter="{}" aria-label="{}"', *_field_names(reading))
    if reading.fault:
        name = format_html('{} aria-invalid="true" aria-describedby="fault-{}"', name, reading.name)
    if reading.parameter.options:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (each, mark_safe(" selected") if each == reading.value else "", each)
                for each in reading.parameter.options
            ),
        )
        return format_html('<select class="parameter" id="field-{}" {}>{}</select>', reading.name, name, options)
    field = '<input class="parameter" id="field-{}" {} value="{}" size="{}" inputmode="decimal" autocomplete="off">'
    return format_html(field, reading.name, name, reading.shown, max(len(reading.shown), 2))


def _field_names(reading: ParameterReading) -> tuple[str, str, str]:
    label = ", ".join(filter(None, [reading.label, reading.unit, reading.bounds]))
    return reading.name, reading.parameter.code, label


def _with_fields(readings: tuple[ParameterReading, ...]) -> ParameterHtml:
    """The first place of a value in a text is its field, any other follows it."""
    waiting = {reading.parameter.code: reading for reading in readings}

    def parameter_html(code: str, shown: str) -> SafeString:
        if code in waiting:
            return field_html(waiting.pop(code))
        return format_html('<span class="value" data-value-of="{}">{}</span>', code, shown)

    return parameter_html


def _level(version: CriterionVersion, texts: Texts, level: int, given: Mapping[str, str]) -> LevelReading:
    content = version.parsed
    requirement = texts[f"requirement.{level}"]
    own = content.levels[level]
    wanted = {
        code: read_value(content.parameters[code], given[f"{level}.{code}"], texts.wanted)
        if f"{level}.{code}" in given
        else value
        for code, value in own.items()
    }
    readings = read_parameters(version, texts, wanted, f"{level}.")
    values = {each.parameter.code: own[each.parameter.code] if each.fault else each.value for each in readings}
    undercut = floors_undercut(content, values)
    return LevelReading(
        level=Level(level),
        parameters=readings,
        requirement=as_html(requirement, values, requirement.lang, parameter_html=_with_fields(readings)),
        static=as_html(requirement, values, requirement.lang),
        plain=as_plain(requirement, values, requirement.lang),
        lang=requirement.lang,
        source_line=source_line(version, level, requirement.lang),
        below_floor=tuple(_law(floor, content, texts) for floor in content.legal_floor if floor.id in undercut),
    )


def _floor(floor: LegalFloor, content: CriterionContent, texts: Texts) -> FloorReading:
    return FloorReading(
        floor=floor, condition=texts.get(f"legal_floor.{floor.id}"), sentence=_compared(floor, content, texts)
    )


def _law(floor: LegalFloor, content: CriterionContent, texts: Texts) -> str:
    """ "Law: 800 cycles since 20 June 2025." """
    since = date_format(floor.since, "DATE_FORMAT")
    if not floor.parameter:
        return _("Law since %(since)s.") % {"since": since}
    value = _with_unit(content.parameters[floor.parameter], floor.value, texts.wanted)
    return _("Law: %(value)s since %(since)s.") % {"value": value, "since": since}


def _compared(floor: LegalFloor, content: CriterionContent, texts: Texts) -> str:
    law = _law(floor, content, texts)
    if not floor.parameter:
        return law
    parameter = content.parameters[floor.parameter]
    asked = [
        _("level %(level)s: %(value)s")
        % {"level": level, "value": _with_unit(parameter, values[floor.parameter], texts.wanted)}
        for level, values in sorted(content.levels.items())
        if floor.parameter in values
    ]
    return _("%(law)s This asks for %(asked)s.") % {"law": law, "asked": ", ".join(asked)}


def _with_unit(parameter: Parameter, value: str, language: str) -> str:
    shown = shown_value(value, language)
    return f"{shown} {Unit(parameter.unit).label}" if parameter.unit else shown
