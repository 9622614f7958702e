"""The server of our own: up in a moment, gone afterwards, its data kept."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from portal.settings.env import BASE_DIR
from tests.services import needed
from tests.services.postgresql import binaries, running_server, stop_left_behind

QUESTION = "SELECT current_setting('fsync'), current_setting('listen_addresses')"


@pytest.fixture
def programs() -> Path:
    return needed("PostgreSQL", binaries())


def asked(url: str) -> tuple[str, ...]:
    with psycopg.connect(url) as connection:
        answer = connection.execute(QUESTION).fetchone()
    assert answer
    return answer


def test_server_answers_on_its_socket_only_and_ends_with_the_block(programs):
    with running_server(programs) as url:
        answer = asked(url)

    assert answer == ("off", "")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_two_servers_run_side_by_side(programs):
    with running_server(programs) as one, running_server(programs) as other:
        assert one != other
        assert asked(one) == asked(other)


@pytest.mark.parametrize(("code", "status"), [("pass", 0), ("raise SystemExit(3)", 3)])
def test_command_runs_with_the_address_of_the_server_and_gives_its_exit_code(programs, code, status):
    asking = f"import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']).close(); {code}"
    command = [sys.executable, "-m", "tests.services.postgresql", sys.executable, "-c", asking]

    assert subprocess.run(command, cwd=BASE_DIR).returncode == status


def test_server_ends_when_the_command_is_terminated(programs, tmp_path):
    started = tmp_path / "started"
    waiting = ["sh", "-c", 'echo "$DATABASE_URL" > "$0"; exec sleep 60', str(started)]
    run = subprocess.Popen([sys.executable, "-m", "tests.services.postgresql", *waiting], cwd=BASE_DIR)
    while not (started.exists() and started.read_text()):
        time.sleep(0.05)

    run.send_signal(signal.SIGTERM)
    run.wait(30)

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(started.read_text().strip())


def test_nothing_is_stopped_where_no_server_was_left(tmp_path):
    (tmp_path / "postmaster.pid").write_text(f"1\n{tmp_path}\n")

    assert stop_left_behind(tmp_path) is False
    assert stop_left_behind(tmp_path / "never made") is False
