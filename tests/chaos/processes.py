"""What is killed: the workers and the web, each a process of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connections

START_SECONDS = 60


class Workers:
    """``manage.py search_sync --watch``, forked from a process that has loaded everything.

    A start takes no time so; kills hit workers at their work, not while they load. Make it before any thread runs.
    """

    def __init__(self, count: int) -> None:
        connections.close_all()
        (nursery, ours), (answers, theirs) = os.pipe(), os.pipe()
        self.nursery = os.fork()
        if not self.nursery:
            os.close(ours)
            os.close(answers)
            _breed(nursery, theirs)
        os.close(nursery)
        os.close(theirs)
        self._orders, self._answers = ours, answers
        self.pids = [self._fork() for _ in range(count)]

    def kill(self, place: int) -> None:
        """End one at once, and start another in its place."""
        os.kill(self.pids[place], signal.SIGKILL)
        self.pids[place] = self._fork()

    def stop(self) -> None:
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
        os.close(self._orders)
        os.waitpid(self.nursery, 0)

    def _fork(self) -> int:
        os.write(self._orders, b"+")
        return int(os.read(self._answers, 16))


def _breed(orders: int, answers: int) -> None:
    """Fork a worker for every byte read; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed
    while os.read(orders, 1):
        pid = os.fork()
        if not pid:
            _work()
        os.write(answers, f"{pid:<16}".encode())
    os._exit(0)


def _work() -> None:
    from django.core.management import call_command

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    call_command("search_sync", watch=True)
    os._exit(0)


@dataclass
class Web:
    """Gunicorn with the portal behind it; remembers when it was killed."""

    environment: dict[str, str]
    port: int
    down: list[tuple[float, float]] = field(default_factory=list)  # from the kill until it answered again
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "-b", f"127.0.0.1:{self.port}"]
        command += ["--worker-class=gthread", "--threads=4", "--log-level=critical"]
        self.process = subprocess.Popen(command, env=self.environment, start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise RuntimeError("The web does not answer.")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it with its workers, at once, and start it again; returns when it answers."""
        since = time.monotonic()
        self.down.append((since, float("inf")))
        self.stop()
        self.start()
        self.down[-1] = (since, time.monotonic())

    def stop(self) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def was_down(self, since: float, until: float) -> bool:
        """Whether it was killed or away at some moment of a request."""
        return any(begun <= until and ended >= since for begun, ended in self.down)

    def _answers(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asked.request("GET", "/en/search/")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def in_background(call: Callable[..., None], *args: Any) -> threading.Thread:
    thread = threading.Thread(target=call, args=args, daemon=True)
    thread.start()
    return thread
