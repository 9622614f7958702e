"""What can go wrong with a tender experience, in words for the person who has to mend it."""

from django.utils.translation import gettext_lazy as _

from portal.core.errors import Refusal


class ExperienceError(Refusal):
    """A rule of tender experiences was broken."""


class StepNotPossible(ExperienceError):
    message = _("%(thing)s is “%(state)s”, so this step is not possible now. Reload the page to see which steps are.")


class ReasonMissing(ExperienceError):
    message = _("This step on %(thing)s needs a reason that its authors can read. Write one.")


class Incomplete(ExperienceError):
    message = _("%(thing)s is not complete: %(lacking)s. Complete these parts, then send it.")


class ChangedMeanwhile(ExperienceError):
    message = _(
        "%(thing)s was changed meanwhile, in another window or by a colleague. Compare both texts and save again."
    )


class SentAnew(ExperienceError):
    message = _("%(thing)s was sent anew since you opened this page. Read it once more, then decide.")


class CorrectedMeanwhile(ExperienceError):
    message = _("A correction of %(thing)s was published since you opened this page. Read it first, then decide.")


class NotCitable(ExperienceError):
    message = _("%(thing)s cannot be cited: %(why)s")


class TooManyCriteria(ExperienceError):
    message = _("%(thing)s holds as many criteria as it can (%(most)s). Remove one, then add another.")


class Answered(ExperienceError):
    message = _("“%(thing)s” was answered or withdrawn meanwhile, so its words stay as they are. Give new feedback.")


class NoSuchRecord(ExperienceError):
    message = _(
        "There is no record %(thing)s that you can change. Correct the reference, or empty the cell to begin a new "
        "record."
    )
