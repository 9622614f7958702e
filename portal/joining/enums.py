"""The words of a request to join. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent")
    IN_REVIEW = "in_review", _("In review")
    MORE_INFORMATION_NEEDED = "more_information_needed", _("More information needed")
    ON_HOLD = "on_hold", _("On hold")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request", "Withdrawn")


EDITABLE_STATES = (State.DRAFT, State.MORE_INFORMATION_NEEDED)
ENDED_STATES = (State.APPROVED, State.DECLINED, State.WITHDRAWN)
OPEN_STATES = tuple(state for state in State if state not in ENDED_STATES)


class Task(models.TextChoices):
    """The parts of a request, in their order; a supporter has fewer of them (tasks.py)."""

    ORGANISATION = "organisation", _("Tell us about your organisation")
    SIGNATORY = "signatory", _("Say who signs, and by which mandate")
    VOLUMES = "volumes", _("Estimate your yearly volumes")
    AMBITIONS = "ambitions", _("Choose your own dates for the ambitions")
    EVIDENCE = "evidence", _("Add the signed statement or other evidence")


class Mandate(models.TextChoices):
    """By which decision the signatory may sign."""

    COUNCIL = "council", _("Decision of the council or another assembly")
    BOARD = "board", _("Decision of the executive board or a committee")
    DELEGATION = "delegation", _("Standing delegation of authority")
    OTHER = "other", _("Another decision")


class EvidenceKind(models.TextChoices):
    STATEMENT = "statement", _("Signed statement")
    DECISION = "decision", _("Decision or minutes")
    OTHER = "other", _("Other document")


class Side(models.TextChoices):
    """Who took a step; no applicant reads a reviewer's name."""

    APPLICANT = "applicant", _("the applicant")
    NETWORK = "network", _("the network")
    SYSTEM = "system", _("the portal")
