"""What the lines of the other sheets say of one record: the criteria that were used, and the lessons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.experiences.enums import Usage
from portal.experiences.errors import NotCitable
from portal.experiences.forms.criteria import LONGEST_VALUE, CitedForm
from portal.experiences.forms.lessons import LessonsForm
from portal.experiences.services.citing import cited_as
from portal.experiences.services.reading import cited_with
from portal.experiences.sheets.columns import CITATION, COLUMNS, TEXT, TOPIC, VALUES, Column, Part, choices_of
from portal.experiences.sheets.faults import Fault, changed, noted
from portal.experiences.sheets.reading import Line
from portal.experiences.sheets.records import Cells, Record
from portal.experiences.tasks import Cited, Learned, Task
from portal.front.fields import tidy
from registry.models import CriterionVersion
from registry.sealed.values import read_value
from registry.takeaway.citations import Citation

Versions = Mapping[str, CriterionVersion]  # by "BAT-01@1.2.0"
_BETWEEN_VALUES = re.compile(r"[;\n]")
_PARAMETER = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9_]*)\s?[=:]\s?(?P<value>.+)")
_CRITERIA = {column.name: column for column in COLUMNS[Part.CRITERIA]}
_LESSONS = {column.name: column for column in COLUMNS[Part.LESSONS]}
_OF_CITATION = tuple(name for name, column in _CRITERIA.items() if column.field is not None)


def versions_in(lines: Iterable[Line]) -> Versions:
    """The versions that lines cite, in one query."""
    cited = [citation for line in lines if (citation := _citation(line.text(CITATION)))]
    rows = CriterionVersion.objects.with_status(on=localdate()).select_related("criterion")
    rows = rows.filter(
        criterion__code__in={each.code for each in cited}, major__in={each.number.major for each in cited}
    )
    return {str(row): row for row in rows} if cited else {}


def read_criteria(lines: Sequence[Line], record: Record | None, versions: Versions) -> tuple[list[Cited], list[Fault]]:
    """The criteria of a record in the order of their lines. A line that says what was exported is what is stored."""
    stored = record.said[Task.CRITERIA]["criteria"] if record else []
    known = {(row.version_id, row.level): row for row in stored}
    found: list[Cited] = []
    faults: list[Fault] = []
    for line in lines:
        with noted(faults, line, CITATION):
            changed(line, _CRITERIA[CITATION], {})  # no formula
            version, level = _cited(line.text(CITATION), versions)
            before = known.get((version.pk, level))
            exported = record.criterion(before) if record and before else {}
            found.append(_criterion(line, version, before or Cited(version.pk, level), exported, faults))
    return found, faults


def read_lessons(lines: Sequence[Line], record: Record | None) -> tuple[list[Learned], list[Fault]]:
    """The lessons of a record, as ``said`` gives them: by topic. A text that was exported is what is stored."""
    stored = {row.topic: row.text for row in record.said[Task.LESSONS]["lessons"]} if record else {}
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for line in lines:
        topic = ""
        with noted(faults, line, TOPIC):
            topic = changed(line, _LESSONS[TOPIC], {}) or ""
            if not topic:
                raise ValidationError(_("This lesson has no topic. Choose one."))
            if topic in found:
                raise ValidationError(_("There is another lesson of this topic. Write both in one cell."))
        with noted(faults, line, TEXT):
            text = changed(line, _LESSONS[TEXT], {TEXT: stored.get(topic, "")})
            if topic:
                found[topic] = stored.get(topic, "") if text is None else LessonsForm.base_fields[topic].clean(text)
    return [Learned(topic, text) for topic, text in sorted(found.items()) if text], faults


def _citation(text: str) -> Citation | None:
    try:
        return Citation.parse("".join(text.split()).upper().replace("-RC.", "-rc."))
    except ValueError:
        return None


def _cited(text: str, versions: Versions) -> tuple[CriterionVersion, int]:
    """The version and the level that a cell cites; without a level the lowest one. Raises ValidationError."""
    citation = _citation(text)
    if citation is None:
        message = _("“%(value)s” is no citation. Write code, version and level, for example BAT-01@1.2.0/L2.")
        raise ValidationError(message % {"value": text[:60]})
    named = f"{citation.code}@{citation.number}"
    if (version := versions.get(named)) is None:
        raise ValidationError(_("There is no version %(version)s. Look it up in the portal.") % {"version": named})
    level = min(version.parsed.levels) if citation.level is None else citation.level
    try:
        cited_as(version, level)
    except NotCitable as error:
        raise ValidationError(str(error)) from error
    return version, level


def _criterion(line: Line, version: CriterionVersion, before: Cited, exported: Cells, faults: list[Fault]) -> Cited:
    """A row as a line changes it. Values that the version does not allow make it an adapted one, and so do words."""
    values: dict[str, Any] = {}
    for name in _OF_CITATION:
        with noted(faults, line, name):
            text = changed(line, _CRITERIA[name], exported)
            if text is not None and (text or name != "usage"):
                values[name] = _value(_CRITERIA[name], text)
    with noted(faults, line, VALUES):
        text = changed(line, _CRITERIA[VALUES], exported)
        if text is not None:
            values["values"] = _parameters(text, version, before)
    if not values:
        return before
    row = before._replace(**values)
    as_used = cited_with(version, row.level, row.values)
    is_adapted = row.change or Usage.ADAPTED in (row.usage, as_used.usage)
    return row._replace(values=as_used.values, usage=Usage.ADAPTED.value if is_adapted else Usage.KEPT.value)


def _value(column: Column, text: str) -> Any:
    """Raises ValidationError."""
    return text if choices_of(column) else CitedForm.base_fields[column.name].clean(text)


def _parameters(text: str, version: CriterionVersion, before: Cited) -> dict[str, str]:
    """The values of a text such as "cycles=1000; share=85". Raises ValidationError."""
    parameters, own = version.parsed.parameters, version.parsed.levels[before.level]
    found: dict[str, str] = {}
    for piece in filter(None, (tidy(each) for each in _BETWEEN_VALUES.split(text))):
        match = _PARAMETER.fullmatch(piece)
        if match is None or match["code"].lower() not in own:
            message = _("“%(value)s” is none of the values of %(version)s. Write them like this: %(example)s.")
            example = "; ".join(f"{code}={value}" for code, value in own.items()) or _("leave the cell empty")
            raise ValidationError(message % {"value": piece[:60], "version": version, "example": example})
        code, typed = match["code"].lower(), match["value"]
        value = typed if typed == before.values.get(code) else read_value(parameters[code], typed, _language())
        if len(value) > LONGEST_VALUE:
            message = _("“%(value)s” is longer than %(most)d characters. Write it under what was changed.")
            raise ValidationError(message % {"value": value[:60], "most": LONGEST_VALUE})
        found[code] = value
    return found


def _language() -> str:
    return get_language() or "en"
