"""PostgreSQL and Elasticsearch that stay up on loopback, for work by hand: ``python -m tests.services.standing start``.

``stop`` ends both, and a PostgreSQL that an interrupted run of the tests left behind. What is in them stays. Tests do
not use them: they start servers of their own.
"""

import fcntl
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from portal.settings.env import ENV
from tests.services.elasticsearch.install import install, is_installed
from tests.services.elasticsearch.server import Server, free_ports
from tests.services.postgresql import (
    USER,
    as_user,
    binaries,
    give,
    initialised,
    kept_folder,
    left_behind,
    stop_left_behind,
    system_user,
)
from tests.services.processes import command_of, end

FOLDER = ENV.data_dir.resolve() / "services"
ADDRESSES = FOLDER / "env"  # of both, as variables of the environment; they last as long as nobody else takes a port
ENDING_SECONDS = 30


class PostgreSQL:
    """The server of Debian's package with a data folder of its own, and a password that was made with it."""

    name, variable = "PostgreSQL", "DATABASE_URL"

    def __init__(self, programs: Path) -> None:
        self.programs = programs

    @property
    def folder(self) -> Path:
        return (FOLDER / f"postgresql-{self.programs.parent.name}").resolve()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        """Its address; empty while it does not run."""
        if left_behind(self.data) is None:
            return ""
        port = (self.data / "postmaster.pid").read_text().splitlines()[3]
        return f"postgres://{USER}:{(self.folder / 'password').read_text()}@127.0.0.1:{port}/postgres"

    def start(self, port: int) -> None:
        """Raises RuntimeError that says why it does not start."""
        self._prepare()
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        control: list[str | Path] = [self.programs / "pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w"]
        if subprocess.run(
            [*control, "-o", settings, "start"], stdout=subprocess.DEVNULL, cwd="/", **as_user()
        ).returncode:
            raise RuntimeError(f"PostgreSQL does not start: read {self.folder / 'log'}")

    def stop(self) -> bool:
        """Whether it ran."""
        return stop_left_behind(self.data)

    def _prepare(self) -> None:
        if not self.folder.exists():
            _make_for_server(self.folder)
        if (self.data / "PG_VERSION").exists():
            return
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_hex(16))
        give(password)
        initialised(self.programs, self.data, "--auth=scram-sha-256", f"--pwfile={password}")


class Elasticsearch:
    """One node of the fetched server, in little memory. Who can reach its port can read it."""

    name, variable = "Elasticsearch", "ELASTICSEARCH_URL"
    folder = FOLDER / "elasticsearch-data"

    @property
    def url(self) -> str:
        running = self._running()
        return f"http://127.0.0.1:{running[1]}" if running else ""

    def start(self, port: int) -> None:
        """Fetches it first if need be. Raises RuntimeError that says why it does not start."""
        if not is_installed():
            install()
        server = Server("standing", self.folder, "joint-demand", http=port, transport=free_ports(1)[0])
        server.start(wait=False)
        try:
            server.wait()
            (self.folder / "running").write_text(f"{server.pid} {port}")
        except BaseException:
            server.kill()
            raise

    def stop(self) -> bool:
        """Whether it ran."""
        running = self._running()
        if running:
            end(running[0], signal.SIGTERM, seconds=ENDING_SECONDS)
        return running is not None

    def _running(self) -> tuple[int, int] | None:
        """Its process and its port."""
        try:
            pid, port = map(int, (self.folder / "running").read_text().split())
        except (FileNotFoundError, ValueError):
            return None
        return (pid, port) if f"{self.folder}/config" in command_of(pid) else None


def services() -> list[PostgreSQL | Elasticsearch]:
    """Raises RuntimeError if PostgreSQL is not installed."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is missing: run `make packages`.")
    return [PostgreSQL(programs), Elasticsearch()]


def start() -> None:
    """Start what does not run yet, and tell the addresses."""
    known = _addresses()
    for service in services():
        if service.url:
            print(f"{service.name} runs already.")
        else:
            print(f"Starting {service.name} …", flush=True)
            service.start(free_or_other_port(known.get(service.variable, "")))
        known[service.variable] = service.url
    text = "".join(f"{name}={url}\n" for name, url in known.items())
    ADDRESSES.touch(mode=0o600)
    ADDRESSES.write_text(text)
    print(f"\n{text}\nTo use them: env $(cat {ADDRESSES}) make run")


def stop() -> None:
    """End what runs."""
    ended = [service.name for service in services() if service.stop()]
    if (programs := binaries()) and stop_left_behind(kept_folder(programs)):
        ended.append("PostgreSQL of the tests")
    print(f"Stopped: {', '.join(ended)}." if ended else "Nothing runs.")


def free_or_other_port(url: str) -> int:
    """The port of an address that was told, or another if somebody has taken it."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", urlsplit(url).port or 0))
        except OSError:
            return free_ports(1)[0]
        port: int = trial.getsockname()[1]
        return port


def main(command: str) -> int:
    """``start`` or ``stop``; the exit code."""
    try:
        with _one_at_a_time():
            {"start": start, "stop": stop}[command]()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _make_for_server(folder: Path) -> None:
    """Make a folder that the user of PostgreSQL owns; below that user's home, and linked, where it may not enter."""
    folder.mkdir(mode=0o700)
    give(folder)
    user = system_user()
    if user and subprocess.run(["test", "-x", folder], cwd="/", **as_user()).returncode:
        folder.rmdir()
        folder.symlink_to(tempfile.mkdtemp(prefix="joint-demand-", dir=user.pw_dir))
        give(folder)


def _addresses() -> dict[str, str]:
    """What was told last time."""
    lines = ADDRESSES.read_text().splitlines() if ADDRESSES.exists() else []
    return dict(line.split("=", 1) for line in lines)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
