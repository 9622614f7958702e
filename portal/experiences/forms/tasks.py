"""The forms of the tasks, by task. Criteria and documents have views of their own."""

from collections.abc import Mapping

from portal.experiences.forms.answers import TaskForm
from portal.experiences.forms.lessons import LessonsForm
from portal.experiences.forms.outcome import OutcomeForm
from portal.experiences.forms.sharing import SharingForm
from portal.experiences.forms.tender import TenderForm
from portal.experiences.tasks import Task

TASK_FORMS: Mapping[Task, type[TaskForm]] = {
    form.task: form for form in (TenderForm, OutcomeForm, LessonsForm, SharingForm)
}
