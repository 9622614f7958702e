"""One size of corpus: built, asked, its figures written down."""

import json
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  (after setup)
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.utils.timezone import localdate  # noqa: E402

from search.backends import DATABASE, search_engine  # noqa: E402
from search.errors import EngineUnavailable  # noqa: E402
from search.sync import reread  # noqa: E402
from tests.bench.server import gunicorn  # noqa: E402
from tests.bench_search import aims, calls, engine, freshness, memory, rows  # noqa: E402
from tests.bench_search.figures import percentile  # noqa: E402
from tests.bench_search.peers import datasette, wagtail  # noqa: E402
from tests.bench_search.questions import Asked, questions  # noqa: E402
from tests.bench_search.timing import Peer, Request, ratio, throughput, times  # noqa: E402

PAGE, JSON, WAGTAIL = "/{language}/search/", "/{language}/search.json", "/wagtail/"
SETTINGS, PEER_SETTINGS = "tests.bench_search.settings", "tests.bench_search.peers.settings"
WORKERS = 2
MOST_FOR_DATABASE = 100_000  # more is not what its entries are for, and takes the peers hours
COUNTED = 40  # searches whose round trips are counted
ATTEMPTS = 10  # of a rebuild; a repeated one goes on where it was
Figures = dict[str, float]


class Run:
    """A corpus of ``size`` documents in DATA_DIR and in the cluster of the settings, and the questions to it."""

    def __init__(self, size: int, count: int, program: Path) -> None:
        self.size, self.program, self.folder = size, program, Path(settings.DATA_DIR)
        self.asked: Sequence[Asked] = questions(count, size)
        self.today = localdate()
        self.file = self.folder / "documents.jsonl"
        self.figures: Figures = {}

    def measure(self) -> Figures:
        """All figures of this size; what is timed comes after what is built."""
        copied = (self.reread, self.rebuild, self.search, self.sqlite, self.wagtail, self.calls, self.freshness)
        for step in (self.build, *(copied if self.size <= MOST_FOR_DATABASE else (self.fill, self.search, self.calls))):
            start = time.perf_counter()
            step()
            print(f"{self.size} {step.__name__}: {time.perf_counter() - start:.0f} s", flush=True)
        return self.figures

    def build(self) -> None:
        call_command("migrate", verbosity=0)
        rows.build(self.size)

    def reread(self) -> None:
        with override_settings(SEARCH_BACKEND=DATABASE):  # nothing waits to be copied: all of it will be
            start = time.perf_counter()
            list(reread())
            self.reread_seconds = time.perf_counter() - start

    def fill(self) -> None:
        engine.fill()

    def rebuild(self) -> None:
        """The first time fills the index and warms everybody up."""
        _copy_all()
        count = engine.dump(self.file)
        assert count == self.size
        bare = engine.bulk_load(self.file)
        start = time.perf_counter()
        _copy_all()
        ours = time.perf_counter() - start
        self.figures |= {aims.REBUILD: bare / ours, aims.REREAD: bare / self.reread_seconds}

    def search(self) -> None:
        connection.close()
        raw = Peer(settings.ELASTICSEARCH_URL, [engine.raw(asked.query(self.today)) for asked in self.asked])
        with gunicorn(SETTINGS, workers=WORKERS, DATA_DIR=str(self.folder)) as server:
            page, data = self._ours(server.port, PAGE), self._ours(server.port, JSON)
            peers = {"raw": raw, "page": page} | ({"json": data} if data.answers() else {})
            if "json" not in peers:
                print(f"{JSON} is not there: the lines of JSON are left out.", flush=True)
            taken = times(peers)
            self._ratios(aims.PAGE, taken["page"], taken["raw"])
            self.figures[aims.THROUGHPUT] = throughput(page, raw)
            if "json" in peers:
                self._ratios(aims.JSON, taken["json"], taken["raw"])
                self.figures[aims.JSON_THROUGHPUT] = throughput(data, raw)
            held = memory.of_workers(server.pid, database=Path(str(connection.settings_dict["NAME"])))
        self.figures |= {aims.RESIDENT: held["Rss"], aims.MEMORY: held["Pss"]}
        self.figures |= {name: percentile(taken[name], 95) for name in ("raw", "page")}

    def sqlite(self) -> None:
        """Our database backend against Datasette over the same words."""
        copy = self.folder / "datasette.db"
        datasette.copy(Path(str(connection.settings_dict["NAME"])), copy)
        requests = [Request(datasette.path(copy, asked.query(self.today))) for asked in self.asked]
        ours = {"DATA_DIR": str(self.folder), "BENCH_SEARCH_BACKEND": DATABASE}
        with gunicorn(SETTINGS, workers=WORKERS, **ours) as server, datasette.serve(self.program, copy) as port:
            theirs = Peer(f"http://127.0.0.1:{port}", requests)
            taken = times({"ours": self._best(server.port), "theirs": theirs})
        self._ratios(aims.SQLITE, taken["ours"], taken["theirs"])
        copy.unlink()

    def wagtail(self) -> None:
        wagtail.build(engine.documents(self.file))
        connection.close()
        folder = str(self.folder)
        with gunicorn(SETTINGS, DATA_DIR=folder) as server, gunicorn(PEER_SETTINGS, DATA_DIR=folder) as peer:
            taken = times({"ours": self._best(server.port), "theirs": self._ours(peer.port, WAGTAIL)})
        self._ratios(aims.WAGTAIL, taken["ours"], taken["theirs"])

    def calls(self) -> None:
        paths = [asked.path(PAGE) for asked in self.asked[:COUNTED]]
        self.figures[aims.CALLS], self.figures[aims.STATEMENTS] = calls.per_search(paths)

    def freshness(self) -> None:
        self.figures[aims.FRESH] = percentile(freshness.seconds_to_searchable(), 95)

    def _best(self, port: int) -> Peer:
        """Our JSON, which is what the peers answer; the page where there is none."""
        data = self._ours(port, JSON)
        return data if data.answers() else self._ours(port, PAGE)

    def _ours(self, port: int, pattern: str) -> Peer:
        return Peer(f"http://127.0.0.1:{port}", [Request(asked.path(pattern)) for asked in self.asked])

    def _ratios(self, name: str, ours: Sequence[float], theirs: Sequence[float]) -> None:
        for share in (50, 95):
            self.figures[f"{name}, p{share}"] = ratio(ours, theirs, share)
            both = [f"{percentile(each, share) * 1000:.1f}" for each in (ours, theirs)]
            print(f"{self.size} {name}, p{share}: {' / '.join(both)} ms", flush=True)


def _copy_all() -> None:
    """Rebuild the engine's indices; a batch that took a busy machine too long is taken up again."""
    backend = search_engine()
    assert backend is not None
    for attempt in range(ATTEMPTS):
        try:
            list(backend.rebuild())
            return
        except EngineUnavailable as error:
            print(f"The rebuild was interrupted, attempt {attempt + 1}: {error}", flush=True)
    raise RuntimeError("The engine does not take the documents.")


def main(size: int, count: int, program: Path, answer: Path) -> None:
    with closing(connection):
        answer.write_text(json.dumps(Run(size, count, program).measure()))
