"""A production server on loopback, and what one page costs there."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


@contextmanager
def serve(data_dir: Path) -> Iterator[int]:
    """Run gunicorn with one worker over a data folder; yields its port and stops it by process id."""
    with gunicorn("tests.bench.settings", DATA_DIR=str(data_dir)) as server:
        yield server.port


class Gunicorn(NamedTuple):
    port: int
    pid: int  # of the process whose children the workers are


@contextmanager
def gunicorn(settings: str, *, workers: int = 1, **variables: str) -> Iterator[Gunicorn]:
    """Run the portal with settings and further variables, on PORT or a free one; stops it by process id."""
    port = int(variables.get("PORT", "0")) or free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "-b", f"127.0.0.1:{port}", "--log-level=error"]
    command += ["--worker-class=gthread", "--threads=2", "--keep-alive=30", "--preload", f"--workers={workers}"]
    process = subprocess.Popen(command, env={**os.environ, **variables, "DJANGO_SETTINGS_MODULE": settings})
    try:
        wait_for(port)
        yield Gunicorn(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Until something listens there. Raises TimeoutError."""
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no server answers on port {port}")


def medians(port: int, paths: dict[str, str], rounds: int) -> dict[str, float]:
    """The median time of each path in milliseconds; the paths take turns, so that a slow moment hits them all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times: dict[str, list[float]] = {name: [] for name in paths}
    for turn in range(rounds + 3):
        for name, path in paths.items():
            start = time.perf_counter()
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            elapsed = (time.perf_counter() - start) * 1000
            if response.status != 200:
                raise RuntimeError(f"{path} answered {response.status}")
            if turn >= 3:  # the first ones warm up
                times[name].append(elapsed)
    connection.close()
    return {name: statistics.median(each) for name, each in times.items()}
