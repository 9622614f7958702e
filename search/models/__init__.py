"""The tables of the search."""

from search.models.asking import Miss, SavedSearch, SynonymGroup
from search.models.indexed import EngineChange, IndexedEntry, IndexedText

__all__ = ["EngineChange", "IndexedEntry", "IndexedText", "Miss", "SavedSearch", "SynonymGroup"]
