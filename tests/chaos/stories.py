"""The two runs: everything is killed at random; one node of a cluster is."""

import contextlib
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db import connection

from tests.chaos.ledger import Ledger
from tests.chaos.processes import Web, Workers, free_port, in_background
from tests.chaos.proxy import FaultyProxy
from tests.chaos.readers import Reader
from tests.chaos.verdict import Verdict, judge, settle
from tests.chaos.writers import Writer, make_pages
from tests.database import database_for
from tests.factories.search import rebuild
from tests.services.elasticsearch.server import Server

WRITERS, READERS, WORKERS = 2, 4, 2
WEB_KILLS, ENGINE_KILLS = 0.08, 0.05  # of all; the rest are workers
STORM_EVERY, STORM_SECONDS = 15.0, 3.0
ENGINE_DOWN_SECONDS = 4.0  # where the engine is not ours to kill


@dataclass(frozen=True)
class Load:
    """How much is done to a world: writes and kills are spread over the seconds."""

    writes: int
    kills: int
    seconds: float
    pages: int


@dataclass
class World:
    """The portal under load: writers, readers, workers and the web, over one database and one engine."""

    pages: int
    ledger: Ledger = field(default_factory=Ledger)
    stop: Event = field(default_factory=Event)
    kills: dict[str, int] = field(default_factory=lambda: {"workers": 0, "web": 0, "engine": 0})
    readers: list[Reader] = field(default_factory=list)
    writing: list[Thread] = field(default_factory=list)
    searching: list[Thread] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def running(self, url: str) -> Iterator[None]:
        """Everything but the load; the engine is at ``url``."""
        database = database_for(connection)
        database.create()
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = url, f"chaos-{os.getpid()}"
        self.ids = make_pages(self.ledger, self.pages)
        for _count in rebuild():
            pass
        self.workers = Workers(WORKERS)
        environment = {
            **os.environ,
            "DATABASE_URL": os.environ["DATABASE_URL"].replace("/postgres?", f"/{database.name}?"),
            "ELASTICSEARCH_URL": url,
            "ELASTICSEARCH_PREFIX": settings.ELASTICSEARCH_PREFIX,
        }
        self.web = Web(environment, free_port())
        try:
            self.web.start()
            yield
        finally:
            self.stop.set()
            self.workers.stop()
            self.web.stop()
            database.drop()

    def begin(self, load: Load) -> None:
        """Let people write and search."""
        share = self.pages // WRITERS
        for number in range(WRITERS):
            mine = range(number * share, (number + 1) * share)
            writer = Writer(self.ledger, self.ids, mine, seed=number)
            self.writing.append(
                in_background(self._noting, writer.run, -(-load.writes // WRITERS), load.seconds, self.stop)
            )
        self.readers = [Reader(self.ledger, self.web, seed=number) for number in range(READERS)]
        self.searching += [in_background(self._noting, reader.run, self.stop) for reader in self.readers]

    def _noting(self, call: Callable[..., None], *args: Any) -> None:
        try:
            call(*args)
        except Exception as error:
            self.errors.append(repr(error))
            raise

    def end(self, **told: float) -> Verdict:
        """Wait until everybody is done and nothing waits, read on a little, and judge."""
        for thread in self.writing:
            thread.join()
        settled = settle()
        time.sleep(1.0)
        self.stop.set()
        for thread in self.searching:
            thread.join(30)
        if self.errors:
            raise RuntimeError(f"A writer or reader failed: {self.errors}")
        kills = {f"kills: {name}": count for name, count in self.kills.items()}
        return judge(self.ledger, self.readers, **kills, **told, **{"seconds to settle": settled})


def chaos(url: str, server: Server | None, load: Load) -> Verdict:
    """Kill workers, the web and the engine at random behind a faulty proxy; without ``server`` it only seems killed."""
    proxy, world = FaultyProxy(url), World(load.pages)
    with world.running(proxy.url):
        begun = time.monotonic()
        world.begin(load)
        proxy.quiet = False
        storms = in_background(_storms, proxy, world.stop)
        _kill_at_random(world, proxy, server, load)
        for thread in world.writing:
            thread.join()
        proxy.quiet, took = True, round(time.monotonic() - begun, 1)
        verdict = world.end(
            **{"seconds under load": took},
            **{f"proxy: {name}": count for name, count in sorted(proxy.counts.items())},
        )
        storms.join()
        return verdict


def _storms(proxy: FaultyProxy, stop: Event) -> None:
    while not stop.wait(STORM_EVERY):
        proxy.storm = True
        stop.wait(STORM_SECONDS)
        proxy.storm = False


def _kill_at_random(world: World, proxy: FaultyProxy, server: Server | None, load: Load) -> None:
    """So many kills, spread over the time; what takes long to come back does so while others are killed."""
    chance, begun = random.Random(11), time.monotonic()
    plan = ["web"] * max(1, round(load.kills * WEB_KILLS)) + ["engine"] * max(1, round(load.kills * ENGINE_KILLS))
    plan += ["workers"] * (load.kills - len(plan))
    chance.shuffle(plan)
    coming: dict[str, Thread] = {}
    for number, what in enumerate(plan):
        time.sleep(max(0.0, begun + (number + 0.5) * load.seconds / load.kills - time.monotonic()))
        if what in coming:
            coming[what].join()
        if what == "workers":
            world.workers.kill(chance.randrange(WORKERS))
        elif what == "web":
            coming[what] = in_background(world.web.kill)
        else:
            coming[what] = in_background(_kill_engine, proxy, server)
        world.kills[what] += 1
    for thread in coming.values():
        thread.join()


def _kill_engine(proxy: FaultyProxy, server: Server | None) -> None:
    if server:
        server.kill()
        server.start()
    else:
        proxy.is_down = True
        time.sleep(ENGINE_DOWN_SECONDS)
        proxy.is_down = False


def cluster(servers: Sequence[Server], load: Load) -> Verdict:
    """Kill one node after the other of a cluster under load; each comes back before the next goes."""
    world = World(load.pages)
    with world.running(",".join(server.url for server in servers)):
        world.begin(load)
        for number in range(load.kills):
            time.sleep(load.seconds / (2 * load.kills))
            _wait_for_green(servers)
            server = servers[number % len(servers)]
            server.kill()
            world.kills["engine"] += 1
            time.sleep(load.seconds / (2 * load.kills))
            server.start()
        return world.end()


def _wait_for_green(servers: Sequence[Server]) -> None:
    """Until every shard has its copy: a node that has the only one must not be killed."""
    for _ in range(60):
        for server in servers:
            if server._get("/_cluster/health").get("status") == "green":
                return
        time.sleep(1)
    raise RuntimeError("The cluster has not copied its shards.")
