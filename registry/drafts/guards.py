"""What the database itself asks of a vote: it changes only while the vote is open, and nobody joins who was not there.

The triggers live with those of sealed rows (``registry.sealed.guards``), and are missed in the same way.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from registry.drafts.draft import Candidate
from registry.drafts.voting import Elector, Vote
from registry.enums import CLOSING, StatusKind
from registry.sealed.guards import Guards, also_guard, postgresql_guard, sqlite_guard
from registry.sealed.status import StatusEvent

_CLOSED = "vote: an event has closed it"
_LATE = "elector: the vote has opened already"


def register() -> None:
    """Call it once the app is ready."""
    also_guard(Vote._meta.db_table, vote_guards)
    also_guard(Elector._meta.db_table, elector_guards)


def vote_guards(connection: BaseDatabaseWrapper) -> Guards:
    """The guards of the table of votes, by name."""
    table = Vote._meta.db_table
    quoted = connection.ops.quote_name(table)
    closed = {row: _closed(connection, row) for row in ("NEW", "OLD")}
    if connection.vendor == "postgresql":
        written = f"\nBEGIN\n  {_refused(closed['NEW'], _CLOSED)}\n  RETURN NEW;\nEND "
        then = "IF TG_OP = 'DELETE' THEN\n    RETURN OLD;\n  END IF;\n  RETURN NEW;"
        taken = f"\nBEGIN\n  {_refused(closed['OLD'], _CLOSED)}\n  {then}\nEND "
        never = "\nBEGIN\n  RAISE EXCEPTION 'vote: never all at once' USING ERRCODE = '23514';\nEND "
        of = {  # the event, the function and what it does
            f"sealed_{table}_written": ("INSERT OR UPDATE", "sealed_vote_written", written),
            f"sealed_{table}_taken": ("UPDATE OR DELETE", "sealed_vote_taken", taken),
            f"sealed_{table}_truncate": ("TRUNCATE", "sealed_vote_truncate", never),
        }
        return {
            name: postgresql_guard(name, quoted, event, function=function, body=body)
            for name, (event, function, body) in of.items()
        }
    conditions = {
        "INSERT": closed["NEW"],
        "UPDATE": f"{closed['NEW']} OR {closed['OLD']}",
        "DELETE": closed["OLD"],
    }
    return {
        (name := f"sealed_{table}_{event.lower()}"): sqlite_guard(
            name, quoted, event, condition=condition, message=_CLOSED
        )
        for event, condition in conditions.items()
    }


def elector_guards(connection: BaseDatabaseWrapper) -> Guards:
    """The further guard of the table of electors: those of sealed rows let anybody in."""
    table = Elector._meta.db_table
    quoted, name = connection.ops.quote_name(table), f"sealed_{table}_late"
    opened = f"EXISTS ({_events(connection, 'NEW.candidate_id', [StatusKind.VOTING])})"
    if connection.vendor == "postgresql":
        body = f"\nBEGIN\n  {_refused(opened, _LATE)}\n  RETURN NEW;\nEND "
        return {name: postgresql_guard(name, quoted, "INSERT OR UPDATE", function="sealed_elector_late", body=body)}
    return {name: sqlite_guard(name, quoted, "INSERT", condition=opened, message=_LATE)}


def _refused(condition: str, message: str) -> str:
    return f"IF {condition} THEN\n    RAISE EXCEPTION '{message}' USING ERRCODE = '23514';\n  END IF;"


def _closed(connection: BaseDatabaseWrapper, row: str) -> str:
    """SQL that is true when an event has closed the vote that a row belongs to."""
    electors = connection.ops.quote_name(Elector._meta.db_table)
    candidate = f"(SELECT elector.candidate_id FROM {electors} elector WHERE elector.id = {row}.elector_id)"  # noqa: S608
    return f"EXISTS ({_events(connection, candidate, CLOSING)})"


def _events(connection: BaseDatabaseWrapper, candidate: str, kinds: "tuple[StatusKind, ...] | list[StatusKind]") -> str:
    """SQL for the events of some kinds of the version that a candidate is; nothing in it comes from outside."""
    events, candidates = (connection.ops.quote_name(model._meta.db_table) for model in (StatusEvent, Candidate))
    named = ", ".join(f"'{kind.value}'" for kind in kinds)
    joined = f"{events} event JOIN {candidates} candidate ON candidate.version_id = event.version_id"
    return f"SELECT 1 FROM {joined} WHERE candidate.id = {candidate} AND event.kind IN ({named})"  # noqa: S608
