"""Settings of ``make run``: SQLite, the database search, mails printed, nothing to configure."""

import time

from portal.settings.base import *  # noqa: F403
from portal.settings.env import ENV

DEBUG = True
SECRET_KEY = "development-only"  # noqa: S105  (production refuses to start with it)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys at http://localhost:8000; not at 127.0.0.1: they need a name
CACHES["template_fragments"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # templates change here
INTERNAL_IPS = ["127.0.0.1"]
BUILD = str(time.time())
if ENV.task_worker:  # as in production
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
