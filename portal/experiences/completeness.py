"""What a record still has to say before it can be sent."""

from django.utils.translation import gettext as _

from portal.experiences.enums import Usage
from portal.experiences.models import Edition
from portal.experiences.tasks import Task


def lacking(edition: Edition) -> list[str]:
    """What is missing, in the reader's language; a short record of a tender and its criteria is complete."""
    return [missing for task in Task for missing in lacking_in(edition, task)]


def lacking_in(edition: Edition, task: Task) -> list[str]:
    """What is missing in one part; only two of them can keep a record from being sent."""
    if task is Task.CRITERIA:
        return [
            _("what was changed in %(citation)s") % {"citation": row}
            for row in edition.citations.select_related("version__criterion")
            if row.usage == Usage.ADAPTED and not row.change
        ]
    if task is not Task.TENDER:
        return []
    wanted = {
        _("the title"): edition.title,
        _("the language of the text"): edition.language,
        _("the country"): edition.country,
        _("the year"): edition.year,
        _("the stage of the tender"): edition.stage,
    }
    return [name for name, value in wanted.items() if not value]
