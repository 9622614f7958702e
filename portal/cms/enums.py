"""The words of the pages. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Door(models.TextChoices):
    """Where a way in from the front page leads."""

    CRITERIA = "criteria", _("the criteria")
    CHANGES = "changes", _("what changed between releases")
    JOIN = "join", _("how to join")
