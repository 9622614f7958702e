"""One size of register: built, asked, printed."""

import io

import django

django.setup()

from django.conf import settings  # noqa: E402  (after setup)
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from tests.bench import corpus, experiences  # noqa: E402
from tests.bench.server import medians, serve  # noqa: E402

MOST_EXPERIENCES = 10_000


def measure(size: int, rounds: int) -> None:
    """Build a register of ``size`` versions in DATA_DIR, then print a line a page."""
    call_command("migrate", verbosity=0)
    corpus.build(size)
    experiences.build(min(size, MOST_EXPERIENCES))
    call_command("search_rebuild", verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
    newest = 10 if size > corpus.SET_SIZE else 1
    paths = {
        "trivial": "/healthz",
        "set": "/en/criteria/set-0/",
        "criterion": f"/en/criterion/b000-00/{newest}.0.0/",
        "compare": f"/en/criterion/b000-00/compare/1.0.0...{newest}.0.0/",
        "search": "/en/search/?q=battery",
        "experiences": "/en/experiences/",
        "filtered": "/en/experiences/?country=SE&again=yes&year=2026",
        "matrix": "/en/experiences/matrix/?set=set-0",
    }
    queries = {name: _queries(path) for name, path in paths.items()}
    connection.close()
    with serve(settings.DATA_DIR) as port:
        times = medians(port, paths, rounds)
    for name, milliseconds in times.items():
        ratio = milliseconds / times["trivial"]
        print(f"{size:>8}  {name:<11}  {queries[name]:>7}  {milliseconds:>7.1f}  {ratio:>9.1f}", flush=True)


def _queries(path: str) -> int:
    client = Client(SERVER_NAME="127.0.0.1")
    client.get(path)  # what is cached for good is no part of a page's cost
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(captured)
