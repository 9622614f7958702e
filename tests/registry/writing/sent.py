"""What a browser sends when somebody saves the form of a draft, with some fields typed over."""

from typing import Any

from django.forms import Form
from django.http import QueryDict

from registry.models import Draft
from registry.sealed.content import CriterionContent
from registry.writing.forms.editor import Editor


def typed(draft: Draft, content: CriterionContent | None = None, **changes: Any) -> dict[str, Any]:
    """The fields as the page shows them; ``changes`` are by name, with __ for a hyphen: ``texts__title_en``."""
    editor = Editor(draft, content or draft.parsed)
    sent: dict[str, Any] = {}
    for form in editor.forms:
        sent |= _of(form)
    for name, rows in editor.rows.items():
        sent |= {f"{name}-TOTAL_FORMS": str(len(rows.forms)), f"{name}-INITIAL_FORMS": str(len(rows.forms))}
        for form in rows.forms:
            sent |= _of(form)
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


def sent_as(fields: dict[str, Any]) -> QueryDict:
    """The same as a view reads it."""
    sent = QueryDict(mutable=True)
    for name, value in fields.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def row(kind: str, index: int, **fields: Any) -> dict[str, Any]:
    return {f"{kind}-{index}-{name}": value for name, value in fields.items()}


def _of(form: Form) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple):
            found[field.html_name] = [str(each) for each in value]
        elif value not in (None, False):
            found[field.html_name] = "on" if value is True else str(value)
    return found
