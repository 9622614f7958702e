"""Word files of a request: all questions, to be answered with colleagues first, and the record of the answers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.joining.forms.answers import AnswerForm
from portal.joining.forms.tasks import FORMS, form_of
from portal.joining.models import JoinRequest
from portal.joining.tasks import TASKS
from registry.takeaway.exports.docx import html_docx

FEW_CHOICES = 12  # more of them, such as countries, are not listed on paper


class Question(NamedTuple):
    """What one field asks."""

    label: str
    hint: str
    choices: Sequence[str]
    is_optional: bool


class Part(NamedTuple):
    """A task, or one of the things that a task asks the same about; a task without questions of its own has none."""

    heading: str
    level: int
    questions: Sequence[Question]


@lru_cache(maxsize=16)  # two kinds in five languages, made once by each process
def questions_docx(kind: str, language: str) -> bytes:
    """All questions that an organisation of this kind is asked, with room for the answers. Raises ExportFailed."""
    with override(language):
        nobody = JoinRequest(pk=0, kind=kind)  # the forms ask it for rows, and find none
        parts = [part for task in TASKS[kind] for part in _parts(str(task.label), FORMS[task](nobody))]
        context = {"parts": parts, "language": language, "base_url": settings.BASE_URL}
        html = render_to_string("joining/documents/questions.html", context)
    return html_docx(html, language=language)


def answers_docx(join_request: JoinRequest) -> bytes:
    """What a request says, in the active language. Raises ExportFailed."""
    language = get_language() or join_request.language
    filled = [(task, form_of(task, join_request)) for task in TASKS[join_request.kind]]
    context = {
        "join_request": join_request,
        "parts": [(task.label, form.shown(form.kept)) for task, form in filled],
        "language": language,
    }
    return html_docx(render_to_string("joining/documents/answers.html", context), language=language)


def _parts(heading: str, form: AnswerForm) -> list[Part]:
    groups = list(getattr(form, "groups", []))  # categories, ambitions
    grouped = {bound.name for _thing, fields in groups for bound in fields}
    own = [_question(bound) for bound in form.visible_fields() if bound.name not in grouped]
    return [
        Part(heading, 1, own),
        *(Part(thing, 2, [_question(bound) for bound in fields]) for thing, fields in groups),
    ]


def _question(bound: forms.BoundField) -> Question:
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return Question(str(bound.label), str(bound.help_text), [_("Yes")], is_optional=False)
    choices = [str(label) for value, label in getattr(field, "choices", []) if value]
    listed = choices if len(choices) <= FEW_CHOICES else []
    return Question(str(bound.label), str(bound.help_text), listed, is_optional=not field.required)
