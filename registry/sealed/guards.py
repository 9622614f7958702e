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

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION sealed_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'sealed: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards on every sealed table that exists; harmless where they are there already."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for model in _existing(connection):
            for statement in _statements(model, connection).values():
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every guard off, so that a migration may remake its tables."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name, table in _present(connection):
            on_table = (
                f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
            )
            cursor.execute(f"DROP TRIGGER IF EXISTS {quote(name)}{on_table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of guards that ought to be there and are not; empty when all is well."""
    expected = {
        name
        for model in _existing(connection)
        for name in _statements(model, connection)
    }
    return sorted(expected - {name for name, _ in _present(connection)})


def check_guards(
    *, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
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


def _existing(connection: BaseDatabaseWrapper) -> list[type[Sealed]]:
    tables = set(connection.introspection.table_names())
    return [model for model in sealed_models() if model._meta.db_table in tables]


def _present(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """The (trigger, table) pairs of ours that the database has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                " WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid) AND tgname LIKE %s",
                ["sealed\\_%"],
            )
        else:
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'sealed\\_%' ESCAPE '\\'"
            )
        return [(name, table) for name, table in cursor.fetchall()]


def _statements(model: type[Sealed], connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Each guard of one table: its name and the statement that makes it."""
    table = model._meta.db_table
    quoted = connection.ops.quote_name(table)
    if connection.vendor == "postgresql":
        row, truncate = f"sealed_{table}", f"sealed_{table}_truncate"
        return {
            row: f'CREATE TRIGGER "{row}" BEFORE UPDATE OR DELETE ON {quoted} FOR EACH ROW EXECUTE FUNCTION sealed_row()',
            truncate: f'CREATE TRIGGER "{truncate}" BEFORE TRUNCATE ON {quoted}'
            " FOR EACH STATEMENT EXECUTE FUNCTION sealed_row()",
        }
    statements = {}
    for event, when in (
        ("UPDATE", ""),
        ("DELETE", ""),
        ("INSERT", f" WHEN {_collision(model, connection)}"),
    ):
        name = f"sealed_{table}_{event.lower()}"
        statements[name] = (
            f'CREATE TRIGGER "{name}" BEFORE {event} ON {quoted}{when}'
            f" BEGIN SELECT RAISE(ABORT, 'sealed: {event} on {table}'); END"
        )
    return statements


def _collision(model: type[Sealed], connection: BaseDatabaseWrapper) -> str:
    """SQL that is true when a new row meets an old one on any unique key: INSERT OR REPLACE walks in through those."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    fields = [field for field in model._meta.concrete_fields if field.unique]
    tests = [
        f"EXISTS (SELECT 1 FROM {table} old WHERE old.{quote(f.column)} = NEW.{quote(f.column)})"
        for f in fields
    ]
    for constraint in model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint):
            continue
        columns = [
            quote(model._meta.get_field(name).column) for name in constraint.fields
        ]  # type: ignore[union-attr]
        equal = " AND ".join(f"old.{column} = NEW.{column}" for column in columns)
        if constraint.condition is not None:
            condition = constraint._get_condition_sql(model, connection.schema_editor())  # type: ignore[attr-defined]
            new_row = ", ".join(
                f"NEW.{quote(f.column)} AS {quote(f.column)}"
                for f in model._meta.concrete_fields
            )
            equal += f" AND ({condition}) AND EXISTS (SELECT 1 FROM (SELECT {new_row}) WHERE {condition})"
        tests.append(f"EXISTS (SELECT 1 FROM {table} old WHERE {equal})")
    return "(" + " OR ".join(tests) + ")"
