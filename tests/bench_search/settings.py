"""The settings of the benchmark of pages, with the backend that is measured and the model of the peer."""

import os
from typing import Any

from tests.bench.settings import *  # noqa: F403

SEARCH_BACKEND = os.environ.get("BENCH_SEARCH_BACKEND", "search.elastic.ElasticBackend")
INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench_search.peers"]  # noqa: F405
PEER: dict[str, Any] = {
    "BACKEND": "wagtail.search.backends.elasticsearch8",
    "URLS": [ELASTICSEARCH_URL],  # noqa: F405
    "INDEX_PREFIX": "wagtail_",
    "AUTO_UPDATE": False,
    "ATOMIC_REBUILD": False,
}
WAGTAILSEARCH_BACKENDS: dict[str, Any] = {**WAGTAILSEARCH_BACKENDS, "peer": PEER}  # type: ignore[no-redef]  # noqa: F405
