"""Fixtures of all tests: the database, real browsers and offices, and a clean cache."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from portal.core.catalogues import compile_all
from tests.browser import browser, chromium, context, page, page_without_script, watch
from tests.database import database_for
from tests.services.libreoffice import libreoffice

__all__ = ["browser", "chromium", "context", "libreoffice", "page", "page_without_script", "watch"]

JOURNEY_FIXTURES = {"browser", "libreoffice"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever uses a browser or an office is a journey."""
    for item in items:
        if JOURNEY_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.journey)


def pytest_sessionstart() -> None:
    compile_all()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A copy of the migrated template, put back after every test that commits (instead of Django's flush)."""
    database = database_for(connection)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.restore())
        database.create(anew=request.config.getoption("create_db"))
        with django_db_blocker.block():
            yield
        database.drop()


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    cache.clear()
