"""How far each part of a record is, as the task list shows it."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from portal.experiences.completeness import lacking_in
from portal.experiences.enums import Audience
from portal.experiences.models import Edition
from portal.experiences.tasks import Task, said
from portal.front.lists import in_short


@dataclass(frozen=True)
class TaskState:
    """One part of a record. Only a few things must be said; the rest is worth saying."""

    task: Task
    lacking: tuple[str, ...]  # what is still to be said, in the reader's language
    is_begun: bool
    so_far: str  # what is said, in short; may be empty

    @property
    def is_complete(self) -> bool:
        return self.is_begun and not self.lacking

    @property
    def is_optional(self) -> bool:
        return self.task is not Task.TENDER

    @property
    def in_short(self) -> str:
        """What is lacking, the first things by name."""
        return in_short(self.lacking)


def task_states(edition: Edition) -> list[TaskState]:
    """Every part of a record, in order."""
    return [_state(edition, task) for task in Task]


def _state(edition: Edition, task: Task) -> TaskState:
    is_begun, so_far = True, ""
    if task is Task.CRITERIA:
        count = edition.citations.count()
        is_begun, so_far = bool(count), ngettext("%(count)d criterion", "%(count)d criteria", count) % {"count": count}
    elif task is Task.LESSONS:
        count = edition.lessons.count()
        is_begun, so_far = bool(count), ngettext("%(count)d lesson", "%(count)d lessons", count) % {"count": count}
    elif task is Task.DOCUMENTS:
        count = edition.documents.count()
        is_begun, so_far = bool(count), ngettext("%(count)d document", "%(count)d documents", count) % {"count": count}
    elif task is Task.OUTCOME:
        is_begun = any(value not in ("", None, []) for value in said(edition, task).values())
    elif task is Task.SHARING:
        so_far = str(Audience(edition.visibility).label)
    return TaskState(task, tuple(lacking_in(edition, task)), is_begun, so_far if is_begun else "")
