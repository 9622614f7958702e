"""Settings of the tests: as development, but quiet, fast and without debug pages."""

from portal.settings.development import *  # noqa: F403
from portal.settings.env import ENV

DEBUG = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if not ENV.database_url:  # a file, so that threads can race
    DATABASES["default"]["TEST"] = {"NAME": ENV.data_dir / "test.sqlite3"}  # noqa: F405
