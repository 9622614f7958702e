"""Fixtures of all tests: the database, real browsers and offices, and a clean cache."""

from collections.abc import Generator, Iterator

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from portal.core.catalogues import compile_all
from portal.experiences import listing, matrix
from portal.settings.env import ENV
from search.labels import buyer_names, set_titles
from search.synonyms import MEMO, NO_SYNONYMS
from tests.browser import browser, chromium, context, page, page_elsewhere, page_without_script, watch
from tests.database import database_for
from tests.services.libreoffice import libreoffice, libreoffice_calc
from tests.services.pango import pango
from tests.summary import pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown

__all__ = [
    "browser",
    "chromium",
    "context",
    "libreoffice",
    "libreoffice_calc",
    "page",
    "page_elsewhere",
    "page_without_script",
    "pango",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_testnodedown",
    "watch",
]

# No deadline: machines differ. Where nothing may be skipped, the same examples each time: what fails is the change.
hypothesis.settings.register_profile("portal", deadline=None, derandomize=ENV.services_required)
hypothesis.settings.load_profile("portal")
JOURNEY_FIXTURES = {"browser", "libreoffice"}
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}
DATABASE_MARKS = ("django_db", "only_on")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes do not name a test: those of a file made now differ from process to process."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)  # before -m is looked at
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whoever uses a browser or an office is a journey; stories of the other database are left out.

    What looks at no database says the same beside each of them, and is marked so that one round can leave it out.
    """
    elsewhere = []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if JOURNEY_FIXTURES & fixtures:
            item.add_marker(pytest.mark.journey)
        if DATABASE_FIXTURES & fixtures or any(item.get_closest_marker(name) for name in DATABASE_MARKS):
            item.add_marker(pytest.mark.database)
        if any(mark.args != (connection.vendor,) for mark in item.iter_markers("only_on")):
            elsewhere.append(item)
    items[:] = [item for item in items if item not in elsewhere]
    config.hook.pytest_deselected(items=elsewhere)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where services are required, a skipped test is a failed one."""
    report = yield
    if report.skipped and ENV.services_required and not hasattr(report, "wasxfail") and call.excinfo:
        report.outcome = "failed"
        report.longrepr = f"SERVICES_REQUIRED is set, but this was skipped: {call.excinfo.value}"
    return report


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
    matrix.newest_cells.cache_clear()
    MEMO.keep(NO_SYNONYMS)
    listing.counted.cache_clear()  # databases of tests count their rows from one again
    set_titles.forget()
    buyer_names.forget()


@pytest.fixture(autouse=True)
def _clean_language() -> None:
    """A page asked for in one language leaves it active behind it."""
    translation.activate(settings.LANGUAGE_CODE)
