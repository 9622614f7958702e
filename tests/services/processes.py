"""Processes that outlive whoever started them: asked after and ended by their ids."""

import contextlib
import os
import signal
import time
from pathlib import Path


def command_of(pid: int) -> list[str]:
    """The command line of a process that runs; empty if it has ended, even where nobody has noticed."""
    try:
        line = Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return line.rstrip("\0").split("\0") if line else []


def stop(pid: int, how: signal.Signals) -> None:
    """Ask a process to end; one that has ended already is well."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)


def end(pid: int, how: signal.Signals, *, seconds: float) -> None:
    """Ask a process to end and wait until it has; it is killed if it takes longer than that."""
    stop(pid, how)
    deadline = time.monotonic() + seconds
    while command_of(pid):
        if time.monotonic() > deadline:
            stop(pid, signal.SIGKILL)
        time.sleep(0.05)
