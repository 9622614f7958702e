"""What one anonymous search costs in round trips."""

from collections.abc import Sequence
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tests.bench_search.counting import relay


def per_search(paths: Sequence[str]) -> tuple[float, float]:
    """The median number of requests to the engine and of SQL statements; the first page only warms up."""
    client = Client(SERVER_NAME="127.0.0.1")
    requests, statements = [], []
    with relay(settings.ELASTICSEARCH_URL) as between, override_settings(ELASTICSEARCH_URL=between.url):
        client.get(paths[0])
        for path in paths:
            before = between.requests
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            requests.append(between.requests - before)
            statements.append(len(captured))
    return median(requests), median(statements)
