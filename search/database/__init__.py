"""Search in the database itself: the same answers from SQLite's FTS5 and PostgreSQL's full text."""

from search.database.backend import DatabaseBackend

__all__ = ["DatabaseBackend"]
