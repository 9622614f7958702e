"""The whole site as ``make run`` shows it: made once, put into the database before each journey."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.database import database_for


@pytest.fixture(scope="session")
def _starter_copy(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path | None:
    """A copy of the database with the starter data; None where databases are not files."""
    if connection.vendor != "sqlite":
        return None
    copy = tmp_path_factory.mktemp("starter") / "starter.sqlite3"
    with django_db_blocker.unblock():
        call_command("starter_data", verbosity=0)
        _copy(Path(connection.settings_dict["NAME"]), copy)
        database_for(connection).restore()
    return copy


@pytest.fixture(autouse=True)
def _site(transactional_db: None, _starter_copy: Path | None) -> None:
    if _starter_copy is None:
        call_command("starter_data", verbosity=0)
    else:
        _copy(_starter_copy, Path(connection.settings_dict["NAME"]))


def _copy(source: Path, target: Path) -> None:
    connection.close()
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, timeout=20)) as new:
        old.backup(new)
