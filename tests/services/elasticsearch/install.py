"""Fetch the server once: ``python -m tests.services.elasticsearch.install``. Needs Maven and a JDK of Java 17."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.settings.env import ENV

HERE = Path(__file__).parent
HOME = ENV.data_dir.resolve() / "services" / "elasticsearch"
WANTED = HERE / "pom.xml", HERE / "TestNode.java"


def java_home() -> Path | None:
    """The JDK that runs the server; None if there is none. Later ones than 17 refuse what the server needs."""
    given = os.environ.get("ES_JAVA_HOME")
    found = [Path(given)] if given else sorted(Path("/usr/lib/jvm").glob("java-17-openjdk*"))
    return next((path for path in found if (path / "bin" / "javac").exists()), None)


def is_installed() -> bool:
    """Whether the server is there, fetched by the files of today."""
    stamp = HOME / "installed"
    return stamp.exists() and stamp.read_text() == fingerprint()


def fingerprint() -> str:
    """SHA-256 in hex of what says which server it is and how it is started."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in WANTED)).hexdigest()


def install() -> None:
    """Unpack the server and compile its launcher. Raises RuntimeError that says what is missing."""
    java = java_home()
    if java is None or not shutil.which("mvn"):
        raise RuntimeError("Elasticsearch needs Maven and a JDK of Java 17: run `make packages`.")
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    environment = {**os.environ, "JAVA_HOME": str(java)}
    _run(["mvn", "--quiet", "--batch-mode", f"-Dhome={HOME}/fetched", "package"], HERE, environment)
    (unpacked,) = (HOME / "fetched").glob("*/elasticsearch")
    unpacked.rename(HOME / "server")
    shutil.rmtree(HOME / "fetched")
    (HOME / "server" / "plugins").mkdir()
    classes = HOME / "classes"
    compiler: list[str | Path] = [
        java / "bin" / "javac",
        "--release",
        "17",
        "-nowarn",
        "-d",
        classes,
        "-cp",
        f"{HOME}/server/lib/*",
    ]
    _run([*compiler, HERE / "TestNode.java"], HERE, environment)
    (HOME / "installed").write_text(fingerprint())


def _run(command: list[str | Path], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr)[-2000:]}")


if __name__ == "__main__":
    if not is_installed():
        install()
    print(f"Elasticsearch is there: {HOME}")
    sys.exit(0)
