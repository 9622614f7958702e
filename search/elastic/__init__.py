"""The backend on Elasticsearch 8.19 or later; the only code that imports its client."""

from search.elastic.backend import ElasticBackend

__all__ = ["ElasticBackend"]
