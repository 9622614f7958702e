"""All answers of a record in words, part by part, with hints at personal data in what people wrote."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.experiences.enums import Section
from portal.experiences.forms.answers import Answer
from portal.experiences.forms.fields import cpv_hints
from portal.experiences.forms.tasks import TASK_FORMS
from portal.experiences.hints import Hint, hints_in
from portal.experiences.models import Citation, Edition
from portal.experiences.tasks import Task


@dataclass(frozen=True)
class Checked:
    """One answer, and where somebody should look at it again."""

    answer: Answer
    people: Sequence[Hint]  # what may be personal data in its text
    slips: Sequence[str] = ()  # what may be a slip of the finger


@dataclass(frozen=True)
class Part:
    task: Task
    answers: Sequence[Checked]

    @property
    def has_hints(self) -> bool:
        """Whether a text may name a person."""
        return any(checked.people for checked in self.answers)


def parts_of(edition: Edition) -> list[Part]:
    """Every part of a record, in order."""
    known = _known_names(edition)
    return [Part(task, [_checked(edition, answer, known) for answer in answers_of(edition, task)]) for task in Task]


def answers_of(edition: Edition, task: Task) -> list[Answer]:
    """What a part of a record says now, in words."""
    if task is Task.CRITERIA:
        rows = edition.citations.select_related("version__criterion")
        return [answer for row in rows for answer in _citation(row, edition.language)]
    if task is Task.DOCUMENTS:
        return [
            Answer(str(Section(row.section).label), row.title or row.name, "", row.language)
            for row in edition.documents.all()
        ]
    form = TASK_FORMS[task](edition)
    return form.answers(form.stored)


def _citation(row: Citation, language: str) -> Iterator[Answer]:
    """How it was used in one line, then each text that somebody wrote about it."""
    name, facts = str(row), [row.get_usage_display()]
    facts += [f"{code} = {value}" for code, value in row.values.items()]
    if row.verification:
        facts.append(row.get_verification_display())
    if row.bidders_met is not None:
        facts.append(_("Bidders that met it: %(count)s") % {"count": number_format(row.bidders_met)})
    yield Answer(name, "\n".join(facts), "")
    for field in ("change", "change_reason", "verification_text", "relaxed"):
        if text := getattr(row, field):
            yield Answer(f"{name}: {capfirst(_label(field))}", text, "", language)


def _label(field: str) -> str:
    """What the model calls one of a citation's texts, in the reader's language."""
    return str(getattr(Citation._meta.get_field(field), "verbose_name"))  # noqa: B009  (a relation has none)


def _known_names(edition: Edition) -> list[str]:
    """Names of bodies, which are no names of people."""
    organisation = edition.experience.organisation
    own = [organisation.name, organisation.own_name] if organisation else []
    return [*own, *(supplier.name for supplier in edition.suppliers.all())]


def _checked(edition: Edition, answer: Answer, known: Iterable[str]) -> Checked:
    slips = cpv_hints(edition.cpv) if answer.anchor == "id_cpv" else []
    return Checked(answer, hints_in(answer.text, known) if answer.language else [], slips)
