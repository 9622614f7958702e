"""What parts, steps and buttons are called on the reviewers' side. A leaf."""

from django.utils.translation import gettext_lazy as _

from portal.joining.enums import Task

PARTS = {
    Task.ORGANISATION: _("Organisation"),
    Task.SIGNATORY: _("Signatory and mandate"),
    Task.VOLUMES: _("Yearly volumes"),
    Task.AMBITIONS: _("Ambitions"),
    Task.EVIDENCE: _("Evidence"),
}
BUTTONS = {
    "start_review": _("Start the review"),
    "approve": _("Approve"),
    "ask": _("Ask for more information"),
    "hold": _("Put on hold"),
    "resume": _("Go on after the hold"),
    "decline": _("Decline"),
}
MAIN_STEPS = ("start_review", "approve", "resume")
INTERNAL_STEPS = {
    "recommend": _("A first reviewer said yes"),
    "recuse": _("A reviewer stays out of it"),
}
