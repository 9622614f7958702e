"""The test settings over a real database file."""

from portal.settings.test import *  # noqa: F403

LOGGING = {"version": 1, "disable_existing_loggers": True}
STORAGES = {  # plain files: hashing them is no part of what is measured
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
