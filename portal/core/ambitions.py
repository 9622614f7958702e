"""The nine ambitions of the joint statement: criteria serve them, members commit to them. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ambition(models.TextChoices):
    """The nine ambitions of the joint statement."""

    A1 = "A1", _("Harmonised criteria and clauses")
    A2 = "A2", _("Supply-chain and end-of-life transparency")
    A3 = "A3", _("Certification and worker-driven monitoring")
    A4 = "A4", _("Longer lifespan")
    A5 = "A5", _("Opt-out of accessories")
    A6 = "A6", _("Second-life devices")
    A7 = "A7", _("Collection of every device at end of life")
    A8 = "A8", _("Feedback loop in contract management")
    A9 = "A9", _("Human-rights due diligence")
