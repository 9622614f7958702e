"""The whole site as ``make run`` shows it: made once, put into the database before each journey."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from portal.members.models import Organisation
from registry.models import Register
from tests.database import database_for
from tests.factories.members import OrganisationFactory


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


@pytest.fixture
def cities(_site) -> list[Organisation]:
    """Three that vote; the rules ask for no more of them, and for no days of consultation or voting."""
    everybody = Organisation.objects.public_buyers().real()
    found = list(everybody.filter(memberships=None).order_by("pk")[:3])
    found += [OrganisationFactory.create() for _missing in range(3 - len(found))]
    quorum = {"quorum_numerator": 3, "quorum_denominator": everybody.count()}
    Register.objects.update(consultation_min_days=0, voting_min_days=0, **quorum)
    return found


def _copy(source: Path, target: Path) -> None:
    connection.close()
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, timeout=20)) as new:
        old.backup(new)
