"""Database triggers that keep sealed rows as they are, on SQLite and PostgreSQL alike.

A SQLite table remake drops triggers silently, or breaks on them; so they are removed before every migrate and put back
after it, and a system check and the readiness probe compare what is there with what must be. Other apps add guards of
their own (``also_guard``), which live and are missed in the same way.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import UniqueConstraint

from registry.sealed.base import Sealed, sealed_models

_FUNCTION = "sealed_row"
_FUNCTION_BODY = """
BEGIN
  RAISE EXCEPTION 'sealed: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END """
_ON_POSTGRESQL = """
  SELECT {columns} FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
  WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid) AND left(tgname, 7) = 'sealed_'
"""
_INTACT = " AND tgenabled = 'A' AND tgqual IS NULL AND tgattr = ''"
_ON_SQLITE = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 7) = 'sealed_'"
# PostgreSQL's pg_trigger.tgtype of what a trigger answers to: BEFORE, and each row (1) or the statement
KINDS = {"UPDATE OR DELETE": 27, "TRUNCATE": 34, "INSERT OR UPDATE": 23}


class Guard(NamedTuple):
    """A trigger: what makes it and, on PostgreSQL, the function that it calls and its ``tgtype``."""

    statement: str
    function: str = ""
    body: str = ""
    kind: int = 0


Guards = dict[str, Guard]  # by name, which begins with "sealed_" and the table
_further: dict[str, Callable[[BaseDatabaseWrapper], Guards]] = {}


def also_guard(table: str, guards_of: Callable[[BaseDatabaseWrapper], Guards]) -> None:
    """Let ``guards_of`` a connection stand on a table of another app, from its ``ready`` on."""
    _further[table] = guards_of


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards on every table that they belong to and that exists; harmless where they are there already."""
    remove(connection)
    guards = _guards(connection).values()
    with connection.cursor() as cursor:
        for function, body in sorted({(guard.function, guard.body) for guard in guards if guard.function}):
            cursor.execute(f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        for guard in guards:
            cursor.execute(guard.statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every guard off, so that a migration may remake its tables."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        on_postgresql = _ON_POSTGRESQL.format(columns="tgname, relname")
        cursor.execute(on_postgresql if connection.vendor == "postgresql" else _ON_SQLITE)
        for name, table in cursor.fetchall():
            on_table = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {quote(name)}{on_table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of guards that are not there, or not as ``install`` made them; empty when all is well."""
    expected = _guards(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_ON_POSTGRESQL.format(columns="tgname, prosrc, tgtype") + _INTACT)
            intact = {(name, body, kind) for name, body, kind in cursor.fetchall()}
            return sorted(name for name, guard in expected.items() if (name, guard.body, guard.kind) not in intact)
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        intact_here = set(cursor.fetchall())
    return sorted(name for name, guard in expected.items() if (name, guard.statement) not in intact_here)


def check_guards(*, databases: Iterable[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A system check with the tag ``database``: errors, or warnings while there is something to migrate.

    A new release may ask for other guards, and ``migrate``, which makes them, begins with the checks.
    """
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        names = missing(connections[alias])
        is_behind = bool(names) and _is_behind(connections[alias])
        kind, code = (checks.Warning, "registry.W001") if is_behind else (checks.Error, "registry.E001")
        found += [
            kind(
                f"The database guard {name} is missing from {alias}: sealed rows could be changed.",
                hint="Run manage.py migrate --skip-checks, which puts the guards back; then manage.py registry_verify.",
                id=code,
            )
            for name in names
        ]
    return found


def _is_behind(connection: BaseDatabaseWrapper) -> bool:
    """Whether there are migrations that the database has not seen."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _guards(connection: BaseDatabaseWrapper) -> Guards:
    """The guards of every table that has some and exists, by name."""
    tables = set(connection.introspection.table_names())
    guards_of = _postgresql_guards if connection.vendor == "postgresql" else _sqlite_guards
    found: Guards = {}
    for model in sealed_models():
        found |= guards_of(model, connection) if model._meta.db_table in tables else {}
    for table, further_of in _further.items():
        found |= further_of(connection) if table in tables else {}
    return found


def postgresql_guard(name: str, table: str, event: str, *, function: str, body: str) -> Guard:
    """A guard that calls ``function`` before an event of KINDS, in a session that plays the replica as well."""
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    statement = (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}();'
        f' ALTER TABLE {table} ENABLE ALWAYS TRIGGER "{name}"'
    )
    return Guard(statement, function, body, KINDS[event])


def sqlite_guard(name: str, table: str, event: str, *, condition: str, message: str) -> Guard:
    """A guard that stops an event with a message where an SQL condition is true; an empty one is always true."""
    when = f" WHEN {condition}" if condition else ""
    stop = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    return Guard(f'CREATE TRIGGER "{name}" BEFORE {event} ON {table}{when} {stop}')


def _postgresql_guards(model: type[Sealed], connection: BaseDatabaseWrapper) -> Guards:
    table = model._meta.db_table
    names = {f"sealed_{table}": "UPDATE OR DELETE", f"sealed_{table}_truncate": "TRUNCATE"}
    quoted = connection.ops.quote_name(table)
    return {
        name: postgresql_guard(name, quoted, event, function=_FUNCTION, body=_FUNCTION_BODY)
        for name, event in names.items()
    }


def _sqlite_guards(model: type[Sealed], connection: BaseDatabaseWrapper) -> Guards:
    table = model._meta.db_table
    quoted = connection.ops.quote_name(table)
    conditions = {"UPDATE": "", "DELETE": "", "INSERT": _collision(model, connection)}
    return {
        (name := f"sealed_{table}_{event.lower()}"): sqlite_guard(
            name, quoted, event, condition=condition, message=f"sealed: {event} on {table}"
        )
        for event, condition in conditions.items()
    }


def _collision(model: type[Sealed], connection: BaseDatabaseWrapper) -> str:
    """SQL that is true when a new row meets an old one on any unique key: INSERT OR REPLACE walks in through those."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = {field.name: quote(str(field.column)) for field in model._meta.concrete_fields}
    keys = [([field.name], "") for field in model._meta.concrete_fields if field.unique]
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            condition = constraint._get_condition_sql(model, connection.schema_editor())  # type: ignore[attr-defined]
            keys.append((list(constraint.fields), condition or ""))
    new_row = ", ".join(f"NEW.{column} AS {column}" for column in columns.values())
    tests = []
    for names, condition in keys:
        equal = " AND ".join(f"old.{columns[name]} = NEW.{columns[name]}" for name in names)
        if condition:
            equal += f" AND ({condition}) AND EXISTS (SELECT 1 FROM (SELECT {new_row}) WHERE {condition})"
        tests.append(f"EXISTS (SELECT 1 FROM {table} old WHERE {equal})")
    return "(" + " OR ".join(tests) + ")"
