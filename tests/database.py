"""The test database: migrated once into a template, copied for each process, restored after tests that commit.

Migrating from nothing takes long; copying a template does not. Sealed tables refuse to be emptied, so what a test has
committed is not deleted either: the whole database is put back from the template, guards, sequences and base rows as
the migrations made them. Nothing in the product knows of it.
"""

import fcntl
import hashlib
import os
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
import wagtail
from django.apps import apps
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

import registry.sealed
from portal.settings.env import BASE_DIR, ENV

FOLDER = ENV.data_dir / "tests"
KEPT_SECONDS = 7 * 24 * 60 * 60  # a template that nobody has used for so long is removed
STILL_LOCKED_SECONDS = 20


class TestDatabase(ABC):
    """One process's database, and the template it is a copy of."""

    __test__ = False  # no tests in here, pytest

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.template = f"template_{fingerprint()}"
        self.name = f"test_{os.getpid()}"

    def create(self, *, anew: bool = False) -> None:
        """Make the database; ``anew``: migrate from nothing even if there is a template."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time():
            self._remove_old()
            if anew or not self._has_template():
                self._build()
        self.restore()

    @abstractmethod
    def restore(self) -> None:
        """Put the database back to what the migrations made."""

    @abstractmethod
    def drop(self) -> None: ...

    @abstractmethod
    def _has_template(self) -> bool: ...

    @abstractmethod
    def _build(self) -> None: ...

    @abstractmethod
    def _remove_old(self) -> None: ...

    def _use(self, name: str) -> None:
        self.connection.close()
        self.connection.settings_dict["NAME"] = name  # the same dict for the connections of other threads

    def _migrate(self, name: str) -> None:
        self._use(name)
        call_command("migrate", verbosity=0, interactive=False)


class SqliteDatabase(TestDatabase):
    """A file, so that threads can race on it."""

    def restore(self) -> None:
        self._use(str(self._path(self.name)))
        with closing(sqlite3.connect(self._path(self.template))) as source, closing(self._open_copy()) as target:
            target.execute("BEGIN IMMEDIATE")  # fails in time if a thread still writes; backup would wait for ever
            target.rollback()
            source.backup(target)

    def drop(self) -> None:
        self.connection.close()
        self._unlink(self.name)

    def _open_copy(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path(self.name), timeout=STILL_LOCKED_SECONDS)

    def _has_template(self) -> bool:
        path = self._path(self.template)
        if path.exists():
            path.touch()
        return path.exists()

    def _build(self) -> None:
        self._unlink("building")
        self._migrate(str(self._path("building")))
        with self.connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")  # one file, that can be read without writing beside it
        self.connection.close()
        self._path("building").replace(self._path(self.template))

    def _remove_old(self) -> None:
        for path in FOLDER.glob("test_*.sqlite3"):
            if not _is_alive(path.stem):
                self._unlink(path.stem)
        for path in FOLDER.glob("template_*.sqlite3"):
            if time.time() - path.stat().st_mtime > KEPT_SECONDS:
                path.unlink()

    def _path(self, name: str) -> Path:
        return FOLDER / f"{name}.sqlite3"

    def _unlink(self, name: str) -> None:
        for end in ("", "-wal", "-shm", "-journal"):
            (FOLDER / f"{name}.sqlite3{end}").unlink(missing_ok=True)


class PostgresqlDatabase(TestDatabase):
    """A database of the server in DATABASE_URL."""

    def restore(self) -> None:
        self.drop()
        self._execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        self._use(self.name)

    def drop(self) -> None:
        self.connection.close()
        self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _has_template(self) -> bool:
        return self.template in self._databases()

    def _build(self) -> None:
        self._execute(
            f'DROP DATABASE IF EXISTS "{self.template}" WITH (FORCE)',
            'DROP DATABASE IF EXISTS "building" WITH (FORCE)',
            'CREATE DATABASE "building"',
        )
        self._migrate("building")
        self.connection.close()
        self._execute(f'ALTER DATABASE "building" RENAME TO "{self.template}"')

    def _remove_old(self) -> None:
        for name in self._databases():
            old = name.startswith("template_") and name != self.template
            if old or (name.startswith("test_") and not _is_alive(name)):
                self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _databases(self) -> list[str]:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
            return [name for (name,) in cursor.fetchall()]

    def _execute(self, *statements: str) -> None:
        with self.connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def database_for(connection: BaseDatabaseWrapper) -> TestDatabase:
    return {"sqlite": SqliteDatabase, "postgresql": PostgresqlDatabase}[connection.vendor](connection)


def analyze(connection: BaseDatabaseWrapper) -> None:
    """Let the planner know how many rows there are, as autovacuum does it: PostgreSQL takes what nobody counted for
    nearly empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fingerprint() -> str:
    """Sixteen hexadecimal digits that change with every migration and with what is done after migrating."""
    files = {path for app in apps.get_app_configs() for path in Path(app.path).glob("migrations/*.py")}
    files |= set(Path(registry.sealed.__file__).parent.glob("*.py"))  # the guards
    own = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(BASE_DIR)]
    files |= {path / name for path in own for name in ("apps.py", "guards.py")}
    digest = hashlib.sha256(f"{django.VERSION} {wagtail.VERSION}".encode())
    for path in sorted(file for file in files if file.exists()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (FOLDER / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_alive(name: str) -> bool:
    """Whether the process that made a database ``test_<pid>`` still runs."""
    try:
        os.kill(int(name.split("_")[1]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
