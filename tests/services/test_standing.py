"""The servers for work by hand: they stay up, at the same addresses, until they are stopped."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest

from portal.settings.env import BASE_DIR
from tests.services import needed, standing
from tests.services.elasticsearch.install import HOME, is_installed
from tests.services.postgresql import binaries, left_behind
from tests.services.processes import command_of
from tests.services.standing import PostgreSQL


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that the user of PostgreSQL may enter."""
    with tempfile.TemporaryDirectory(prefix="joint-demand-") as name:
        Path(name).chmod(0o755)
        (Path(name) / "services").mkdir()
        yield Path(name)


@pytest.fixture
def postgresql(folder, monkeypatch) -> Iterator[PostgreSQL]:
    monkeypatch.setattr(standing, "FOLDER", folder / "services")
    server = PostgreSQL(needed("PostgreSQL", binaries()))
    yield server
    server.stop()


def run(command: str, folder: Path) -> list[str]:
    """What a command says."""
    program = [sys.executable, "-m", "tests.services.standing", command]
    done = subprocess.run(
        program, env={**os.environ, "DATA_DIR": str(folder)}, cwd=BASE_DIR, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode().splitlines()


def answer_of(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        answer = connection.execute(question)
        return answer.fetchone() if answer.description else None


def test_both_run_until_they_are_stopped(folder):
    needed("PostgreSQL", binaries())
    (folder / "services" / "elasticsearch").symlink_to(needed("Elasticsearch", HOME if is_installed() else None))
    addresses = folder / "services" / "env"

    try:
        first = run("start", folder)
        told = addresses.read_text()
        urls = dict(line.split("=", 1) for line in told.splitlines())
        pid = int((folder / "services/elasticsearch-data/running").read_text().split()[0])

        assert first[:2] == ["Starting PostgreSQL …", "Starting Elasticsearch …"]
        assert first[3:5] == told.splitlines()
        assert answer_of(urls["DATABASE_URL"], "SHOW listen_addresses") == ("127.0.0.1",)
        assert urlopen(urls["ELASTICSEARCH_URL"]).status == 200
        assert addresses.stat().st_mode & 0o777 == 0o600  # the password is in it

        assert run("start", folder) == ["PostgreSQL runs already.", "Elasticsearch runs already.", *first[2:]]
        assert int((folder / "services/elasticsearch-data/running").read_text().split()[0]) == pid
    finally:
        last = run("stop", folder)

    assert last == ["Stopped: PostgreSQL, Elasticsearch."]
    assert command_of(pid) == []
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(urls["DATABASE_URL"])
    with pytest.raises(URLError):
        urlopen(urls["ELASTICSEARCH_URL"])
    assert run("stop", folder) == ["Nothing runs."]


def test_data_and_password_outlast_a_stop(postgresql):
    postgresql.start(standing.free_or_other_port(""))
    before = postgresql.url
    answer_of(before, "CREATE TABLE kept ()")
    assert postgresql.stop() is True

    postgresql.start(standing.free_or_other_port(before))

    assert postgresql.url == before
    assert answer_of(before, "SELECT count(*) FROM kept") == (0,)


def test_nobody_gets_in_without_the_password(postgresql):
    postgresql.start(standing.free_or_other_port(""))
    address = urlsplit(postgresql.url)

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(address._replace(netloc=f"postgres:wrong@127.0.0.1:{address.port}").geturl())


@pytest.mark.skipif(os.geteuid() != 0, reason="Whoever is not root runs PostgreSQL as themselves.")
def test_data_lies_elsewhere_where_the_servers_user_may_not_enter(postgresql, folder):
    folder.chmod(0o700)

    postgresql.start(standing.free_or_other_port(""))

    try:
        assert postgresql.folder.parent == Path("/var/lib/postgresql")
        assert answer_of(postgresql.url, "SELECT 1") == (1,)
    finally:
        postgresql.stop()
        shutil.rmtree(postgresql.folder)


def test_process_of_somebody_else_is_not_taken_for_the_server(postgresql):
    """As after a cut of power: the mark is there, its number is another's."""
    postgresql.data.mkdir(parents=True)
    (postgresql.data / "postmaster.pid").write_text(f"{os.getpid()}\n{postgresql.data}\n0\n5432\n")

    assert (left_behind(postgresql.data), postgresql.url, postgresql.stop()) == (None, "", False)


def test_address_moves_when_somebody_has_taken_itsfree_or_other_port():
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        assert standing.free_or_other_port(f"http://127.0.0.1:{taken}") != taken

    assert standing.free_or_other_port(f"http://127.0.0.1:{taken}") == taken
