"""The settings of the benchmark of pages, with the backend that is measured and the model of the peer."""

import os

from tests.bench.settings import *  # noqa: F403

SEARCH_BACKEND = os.environ.get("BENCH_SEARCH_BACKEND", "search.elastic.ElasticBackend")
INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench_search.peers"]  # noqa: F405
WAGTAILSEARCH_BACKENDS = {
    **WAGTAILSEARCH_BACKENDS,  # noqa: F405
    "peer": {
        "BACKEND": "wagtail.search.backends.elasticsearch8",
        "URLS": [ELASTICSEARCH_URL],  # noqa: F405
        "INDEX_PREFIX": "wagtail_",
        "AUTO_UPDATE": False,
        "ATOMIC_REBUILD": False,
    },
}
