"""A PostgreSQL server of our own for tests: ``python -m tests.services.postgresql COMMAND…`` runs a command with it.

The server of Debian's package is started with its own data folder and listens on a Unix socket in a private folder
only. It keeps nothing that matters, so it may forget everything in a crash: ``fsync=off`` makes it fast. Its data
folder is kept under DATA_DIR for the migrated template database in it (tests/database.py).
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from portal.settings.env import ENV
from tests.services.processes import command_of, end, stop

USER = "postgres"  # of the database, and of the system where we are root: PostgreSQL refuses to run as root
START_SECONDS = 30
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=50")
_OPEN = ("--auth=trust", "--no-sync")  # to whoever reaches the socket


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, newest version first; None if they are not installed."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(debian, key=lambda path: float(path.parts[-3]), reverse=True)
    found = newest[0] if newest else shutil.which("initdb")
    if found is None or (os.geteuid() == 0 and not system_user()):
        return None
    return Path(found).resolve().parent


@contextlib.contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """Start a server, yield its DATABASE_URL, stop it again.

    Raises RuntimeError with the end of the server's log if it does not come up.
    """
    with _data_folder(programs) as data, _private_folder() as sockets:
        settings = [argument for setting in _QUICK for argument in ("-c", setting)]
        with _log(data).open("w") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", sockets, *settings], stderr=log, cwd="/", **as_user()
            )
        try:
            _wait_for(server, programs, sockets, data)
            yield f"postgres://{USER}@/postgres?host={sockets}"
        finally:
            stop(server.pid, signal.SIGINT)
            server.wait()


def left_behind(data: Path) -> int | None:
    """The process of the server that runs on a data folder; None if none does."""
    try:
        pid, folder = (data / "postmaster.pid").read_text().splitlines()[:2]
    except (FileNotFoundError, ValueError):
        return None
    is_ours = Path(folder) == data and Path(*command_of(int(pid))[:1]).name == "postgres"
    return int(pid) if is_ours else None


def stop_left_behind(data: Path) -> bool:
    """End the server that runs on a data folder; whether there was one."""
    pid = left_behind(data)
    if pid is not None:
        end(pid, signal.SIGINT, seconds=60)
    return pid is not None


def kept_folder(programs: Path) -> Path:
    """The data folder that is kept between runs."""
    return ENV.data_dir.resolve() / "tests" / f"postgresql-{programs.parent.name}"


@contextlib.contextmanager
def _data_folder(programs: Path) -> Iterator[Path]:
    """The kept folder, or a passing one while another run has it or where the server's user cannot reach it."""
    kept = kept_folder(programs)
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / "postgresql.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            reachable = subprocess.run(["test", "-x", kept.parent], cwd="/", **as_user()).returncode == 0
        except BlockingIOError:
            reachable = False
        if not reachable:
            with _private_folder() as passing:
                yield initialised(programs, passing / "data", *_OPEN)
            return
        stop_left_behind(kept)
        yield kept if (kept / "PG_VERSION").exists() else initialised(programs, kept, *_OPEN)


def initialised(programs: Path, data: Path, *access: str) -> Path:
    """A new data folder; ``access`` says who gets in. Raises RuntimeError if it cannot be made."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    give(data)
    options = ["-U", USER, *access, "--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(
        [programs / "initdb", "-D", data, *options], capture_output=True, text=True, cwd="/", **as_user()
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")
    return data


@contextlib.contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder that only the server's user and root can enter, under a path short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="joint-demand-", ignore_cleanup_errors=True) as name:
        give(Path(name))
        yield Path(name)


def _wait_for(server: "subprocess.Popen[bytes]", programs: Path, sockets: Path, data: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run([programs / "pg_isready", "-q", "-h", sockets]).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            shutil.rmtree(data, ignore_errors=True)  # the next run starts from nothing
            raise RuntimeError(f"PostgreSQL did not start within {START_SECONDS} s: {_log(data).read_text()[-2000:]}")
        time.sleep(0.05)


def _log(data: Path) -> Path:
    return data.parent / f"{data.name}.log"


def system_user() -> "pwd.struct_passwd | None":
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(USER)
    return None


def as_user() -> dict[str, Any]:
    """The arguments of ``subprocess`` that make a process run as the server's user."""
    if os.geteuid() or not (user := system_user()):
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give(folder: Path) -> None:
    if not os.geteuid() and (user := system_user()):
        os.chown(folder, user.pw_uid, user.pw_gid)


def main(command: list[str]) -> int:
    """Run a command with DATABASE_URL set and return its exit code."""
    programs = binaries()
    if programs is None:
        print("PostgreSQL is missing, its round of tests is left out: run `make packages`", file=sys.stderr)
        return 1 if ENV.services_required else 0
    signal.signal(signal.SIGTERM, _leave)
    with running_server(programs) as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
