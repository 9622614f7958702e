"""Changing sealed rows behind the guards, as somebody with the database's password could."""

from typing import Any

from django.db import connection

from registry.sealed import guards


def tamper(*statements: str, given: Any = None) -> None:
    """Run SQL with the guards taken off, and put them back."""
    connection.check_constraints()  # PostgreSQL alters no table that has checks pending
    guards.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, given)
    connection.check_constraints()
    guards.install(connection)
