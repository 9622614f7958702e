"""What can go wrong with a request to join, in words for the person who has to mend it."""

from django.utils.translation import gettext_lazy as _

from portal.core.errors import Refusal


class JoiningError(Refusal):
    """A rule of joining was broken."""


class StepNotPossible(JoiningError):
    message = _("%(thing)s is “%(state)s”, so this step is not possible now. Reload the page to see which steps are.")


class ReasonMissing(JoiningError):
    message = _("This step on %(thing)s needs a reason that the applicant can read. Write one.")


class Incomplete(JoiningError):
    message = _("%(thing)s is not complete: %(tasks)s. Complete these parts, then send it.")


class ChangedMeanwhile(JoiningError):
    message = _(
        "The answers of %(thing)s were changed meanwhile, in another window or by a colleague."
        " Compare both texts and save again."
    )


class SentAnew(JoiningError):
    message = _("%(thing)s was sent anew since you opened this page. Read the new answers, then decide.")


class AlreadyMember(JoiningError):
    message = _(
        "%(thing)s cannot be approved: %(organisation)s is in the list of organisations already. Settle that first."
    )


class NotStorable(JoiningError):
    message = _(
        "The answers of %(thing)s cannot be taken into the list of organisations."
        " Ask the applicant to correct this: %(faults)s"
    )


class Recused(JoiningError):
    message = _("You have recused yourself from %(thing)s. Somebody else has to decide.")
