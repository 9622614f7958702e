"""The cache that all processes share, as an installation has it."""

import pytest
from django.core.management import call_command


@pytest.fixture
def shared_cache(settings, transactional_db):
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "django_cache"}}
    call_command("createcachetable", verbosity=0)
