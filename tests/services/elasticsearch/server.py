"""Nodes of the fetched Elasticsearch, alone or as a cluster, each with its own folder and ports on loopback."""

import contextlib
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.services.elasticsearch.install import HOME, java_home

START_SECONDS = 90
_LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""
# A short life: compile little, collect garbage simply.
QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


@dataclass
class Server:
    """One node; ``start`` may be called again after ``kill``, and finds its data."""

    name: str
    folder: Path
    cluster: str
    http: int
    transport: int
    peers: Sequence[tuple[str, int]] = ()  # name and transport port of every node of the cluster
    heap: str = "384m"
    jvm: Sequence[str] = QUICK
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    @property
    def pid(self) -> int:
        """Of its process, once it has been started."""
        return self.process.pid if self.process else 0

    def start(self, *, wait: bool = True) -> None:
        """Raises RuntimeError with the end of the node's log if it does not answer in time."""
        java = java_home()
        if java is None:
            raise RuntimeError("There is no JDK of Java 17: run `make packages`.")
        for part in ("config", "data", "logs", "tmp"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        (self.folder / "config" / "elasticsearch.yml").write_text(self._settings())
        (self.folder / "config" / "log4j2.properties").write_text(_LOGGING)
        (self.folder / "config" / "jvm.options").write_text("")
        command: list[str | Path] = [
            str(java / "bin" / "java"),
            *(f"-Xms{self.heap}", f"-Xmx{self.heap}", "-Xss1m", *self.jvm),
            *(f"-Djava.io.tmpdir={self.folder}/tmp", f"-Des.path.home={HOME}/server", "-Des.distribution.type=zip"),
            *("-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-Djava.locale.providers=SPI,COMPAT"),
            *("-Dio.netty.noUnsafe=true", "-Dio.netty.noKeySetOptimization=true", "-Dlog4j2.disable.jmx=true"),
            *("--module-path", f"{HOME}/server/lib"),
            *("--add-modules=ALL-MODULE-PATH,jdk.net,jdk.management.agent", "-cp", f"{HOME}/classes"),
            *("TestNode", f"{HOME}/server", f"{self.folder}/config"),
        ]
        with (self.folder / "out.log").open("wb") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, start_new_session=True
            )
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until this very node answers, not another server on its port, and has its primary shards."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() > deadline:
                raise RuntimeError(f"Elasticsearch did not start: {(self.folder / 'out.log').read_text()[-3000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        nodes = self._get("/_nodes/_local/name?filter_path=nodes.*.name")
        names = [node["name"] for node in nodes.get("nodes", {}).values()]
        health = self._get("/_cluster/health?wait_for_status=yellow&timeout=1s") if names == [self.name] else {}
        return health.get("status") in ("yellow", "green")

    def _get(self, path: str) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except (urllib.error.URLError, OSError, ValueError):
            return {}

    def _settings(self) -> str:
        lines = {
            "cluster.name": self.cluster,
            "node.name": self.name,
            "path.data": f"{self.folder}/data",
            "path.logs": f"{self.folder}/logs",
            "http.port": self.http,
            "transport.port": self.transport,
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "action.destructive_requires_name": "true",
        }
        if self.peers:
            seeds = ",".join(f"127.0.0.1:{port}" for _name, port in self.peers)
            lines["discovery.seed_hosts"] = f"[{seeds}]"
            lines["cluster.initial_master_nodes"] = f"[{','.join(name for name, _port in self.peers)}]"
        else:
            lines["discovery.type"] = "single-node"
        return "".join(f"{key}: {value}\n" for key, value in lines.items())


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on at this moment."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@contextlib.contextmanager
def running_cluster(size: int = 1, *, heap: str = "384m", jvm: Sequence[str] = QUICK) -> Iterator[list[Server]]:
    """Start ``size`` nodes in a passing folder, yield them, end them."""
    folder = Path(tempfile.mkdtemp(prefix="joint-demand-es-"))
    ports = free_ports(2 * size)
    names = [f"{folder.name}-{number}" for number in range(size)]
    peers = list(zip(names, ports[size:], strict=True)) if size > 1 else []
    servers = [
        Server(name, folder / name, folder.name, ports[place], ports[size + place], peers, heap, jvm)
        for place, name in enumerate(names)
    ]
    try:
        for server in servers:
            server.start(wait=False)
        for server in servers:
            server.wait()
        yield servers
    finally:
        for server in servers:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
