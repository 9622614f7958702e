"""Settings of the tests: as development, but quiet, fast and without debug pages.

``tests/database.py`` makes the database.
"""

from portal.settings.development import *  # noqa: F403
from portal.settings.env import ENV

DEBUG = False
SEARCH_BACKEND = "search.database.DatabaseBackend"  # a test that wants the other says so
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fragments"},
}
MEDIA_ROOT = ENV.data_dir / "tests" / "media"
WHITENOISE_AUTOREFRESH = True  # static files straight from their folders, nothing collected
WHITENOISE_USE_FINDERS = True
PRIVATE_ROOT = ENV.data_dir / "tests" / "private"
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_ROOT  # type: ignore[index]
