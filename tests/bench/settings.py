"""The test settings over a real database file, whose connections stay open as in production."""

from portal.settings.test import *  # noqa: F403

LOGGING = {"version": 1, "disable_existing_loggers": True}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}  # noqa: F405
