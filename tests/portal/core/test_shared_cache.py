"""The cache that counts tries and remembers used codes, as an installation has it: in the database."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from portal.settings import base

pytestmark = pytest.mark.django_db


def test_counter_is_not_pushed_out_by_a_flood_of_others(settings):
    settings.CACHES = base.CACHES
    call_command("createcachetable", verbosity=0)
    cache.set("a-counter", 1)

    for number in range(400):
        cache.set(f"flood-{number}", 1)

    assert cache.get("a-counter") == 1
