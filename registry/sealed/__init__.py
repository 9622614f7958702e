"""The immutable side of the registry: rows that are inserted and never changed. It knows nothing of drafts."""
