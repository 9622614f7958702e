"""Processes are asked to end, and killed if they do not."""

import signal
import subprocess
import sys

import pytest

from tests.services.processes import command_of, end, stop

SLEEPING = "import time; print('ready', flush=True); time.sleep(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPING}"


@pytest.mark.parametrize(("code", "last"), [(SLEEPING, signal.SIGTERM), (DEAF, signal.SIGKILL)])
def test_process_ends_by_itself_or_is_killed(code, last):
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        before = command_of(process.pid)

        end(process.pid, signal.SIGTERM, seconds=0.5)

        assert (before, command_of(process.pid)) == (command, [])  # though nobody has waited for it yet
    assert process.returncode == -last


def test_process_that_is_gone_is_asked_in_vain():
    with subprocess.Popen(["true"]) as process:
        process.wait()

    stop(process.pid, signal.SIGTERM)
    end(process.pid, signal.SIGTERM, seconds=0)

    assert command_of(process.pid) == []
