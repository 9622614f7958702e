"""Database triggers that keep sealed rows as they are, on SQLite and PostgreSQL alike.

A SQLite table remake drops triggers silently, or breaks on them; so they are removed before every migrate and put back
after it, and a system check and the readiness probe compare what is there with what must be.
"""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import UniqueConstraint

from registry.sealed.base import Sealed, sealed_models

_FUNCTION_BODY = """
BEGIN
  RAISE EXCEPTION 'sealed: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END """
_FUNCTION = f"CREATE OR REPLACE FUNCTION sealed_row() RETURNS trigger LANGUAGE plpgsql AS $${_FUNCTION_BODY}$$"
_ON_POSTGRESQL = """
  SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
  WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid) AND left(tgname, 7) = 'sealed_'
"""
# tgtype: 27 is BEFORE UPDATE OR DELETE of each row, 34 is BEFORE TRUNCATE
_INTACT = " AND tgenabled = 'A' AND tgqual IS NULL AND tgattr = '' AND tgtype IN (27, 34) AND prosrc = %s"
_ON_SQLITE = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 7) = 'sealed_'"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards on every sealed table that exists; harmless where they are there already."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for statement in _statements(connection).values():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every guard off, so that a migration may remake its tables."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_ON_POSTGRESQL if connection.vendor == "postgresql" else _ON_SQLITE)
        for name, table in cursor.fetchall():
            on_table = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {quote(name)}{on_table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of guards that are not there, or not as ``install`` made them; empty when all is well."""
    expected = _statements(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_ON_POSTGRESQL + _INTACT, [_FUNCTION_BODY])
            return sorted(expected.keys() - {name for name, _ in cursor.fetchall()})
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return sorted(expected.keys() - {name for name, sql in cursor.fetchall() if sql == expected.get(name)})


def check_guards(*, databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A system check with the tag ``database``."""
    return [
        Error(
            f"The database guard {name} is missing from {alias}: sealed rows could be changed.",
            hint="Run manage.py migrate, which puts the guards back; then manage.py registry_verify.",
            id="registry.E001",
        )
        for alias in databases or []
        for name in missing(connections[alias])
    ]


def _statements(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The guards of every sealed table that exists: each one's name and the statement that makes it."""
    tables = set(connection.introspection.table_names())
    guards_of = _postgresql_guards if connection.vendor == "postgresql" else _sqlite_guards
    existing = [model for model in sealed_models() if model._meta.db_table in tables]
    return {name: statement for model in existing for name, statement in guards_of(model, connection).items()}


def _postgresql_guards(model: type[Sealed], connection: BaseDatabaseWrapper) -> dict[str, str]:
    table = model._meta.db_table
    quoted = connection.ops.quote_name(table)
    guards = {f"sealed_{table}": ("UPDATE OR DELETE", "ROW"), f"sealed_{table}_truncate": ("TRUNCATE", "STATEMENT")}
    return {  # ALWAYS: in a session that plays the replica as well
        name: f'CREATE TRIGGER "{name}" BEFORE {event} ON {quoted} FOR EACH {each} EXECUTE FUNCTION sealed_row();'
        f' ALTER TABLE {quoted} ENABLE ALWAYS TRIGGER "{name}"'
        for name, (event, each) in guards.items()
    }


def _sqlite_guards(model: type[Sealed], connection: BaseDatabaseWrapper) -> dict[str, str]:
    table = model._meta.db_table
    quoted = connection.ops.quote_name(table)
    conditions = {"UPDATE": "", "DELETE": "", "INSERT": f" WHEN {_collision(model, connection)}"}
    guards = {}
    for event, condition in conditions.items():
        name = f"sealed_{table}_{event.lower()}"
        guards[name] = (
            f'CREATE TRIGGER "{name}" BEFORE {event} ON {quoted}{condition}'
            f" BEGIN SELECT RAISE(ABORT, 'sealed: {event} on {table}'); END"
        )
    return guards


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
