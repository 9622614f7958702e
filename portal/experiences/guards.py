"""What the database itself asks of a citation: a final version, and the hash of its text.

Versions are sealed, so what was right when it was written stays right. The triggers live with those of sealed rows
(``registry.sealed.guards``).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.experiences.models import Citation
from registry.models import CriterionVersion
from registry.sealed.guards import Guards, also_guard, postgresql_guard, sqlite_guard

_MESSAGE = "citation: its version is none that is final with this hash"
_FUNCTION = "sealed_citation"


def register() -> None:
    """Call it once the app is ready."""
    also_guard(Citation._meta.db_table, guards_of)


def guards_of(connection: BaseDatabaseWrapper) -> Guards:
    """The guards of the table of citations, by name."""
    table = Citation._meta.db_table
    quoted = connection.ops.quote_name(table)
    condition = f"NOT EXISTS ({_cited(connection)})"
    if connection.vendor == "postgresql":
        raised = f"RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = '23514'"
        body = f"\nBEGIN\n  IF {condition} THEN\n    {raised};\n  END IF;\n  RETURN NEW;\nEND "
        name = f"sealed_{table}"
        return {name: postgresql_guard(name, quoted, "INSERT OR UPDATE", function=_FUNCTION, body=body)}
    return {
        (name := f"sealed_{table}_{event.lower()}"): sqlite_guard(
            name, quoted, event, condition=condition, message=_MESSAGE
        )
        for event in ("INSERT", "UPDATE")
    }


def _cited(connection: BaseDatabaseWrapper) -> str:
    """SQL for the final version that a new row cites."""
    versions = connection.ops.quote_name(CriterionVersion._meta.db_table)
    is_cited = "cited.id = NEW.version_id AND cited.prerelease = '' AND cited.content_hash = NEW.cited_hash"
    return f"SELECT 1 FROM {versions} cited WHERE {is_cited}"  # noqa: S608  (nothing in it comes from outside)
