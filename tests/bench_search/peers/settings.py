"""A server of Wagtail's search and nothing else: no middleware stands in its way."""

from tests.bench_search.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench_search.peers.urls"
MIDDLEWARE: list[str] = []
