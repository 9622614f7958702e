"""The tables of the search."""

from search.models.asking import Miss, SavedSearch, SynonymGroup
from search.models.indexed import EngineChange, IndexedEntry, IndexedText
from search.models.network import NetworkQuestion

__all__ = ["EngineChange", "IndexedEntry", "IndexedText", "Miss", "NetworkQuestion", "SavedSearch", "SynonymGroup"]
