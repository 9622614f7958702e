"""The test settings over a real database file."""

from portal.settings.test import *  # noqa: F403

LOGGING = {"version": 1, "disable_existing_loggers": True}
