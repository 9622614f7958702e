"""The Nu HTML checker, which is also behind the W3C's own: fetched once by Maven, run over a folder of pages."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from portal.settings.env import ENV
from tests.services.elasticsearch.install import java_home

HOME = ENV.data_dir.resolve() / "services" / "html-checker"
WANTED = Path(__file__).parent / "pom.xml"
MAIN_CLASS = "nu.validator.client.SimpleCommandLineValidator"
# A short life: compile little, collect garbage simply.
QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss4m", "-Xmx512m")


def install() -> None:
    """Fetch the checker if it is not there. Raises RuntimeError that says what is missing, or why it failed."""
    HOME.parent.mkdir(parents=True, exist_ok=True)
    with (HOME.parent / "html-checker.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # processes of one test run
        if not is_installed():
            _fetch()


def is_installed() -> bool:
    stamp = HOME / "installed"
    return stamp.exists() and stamp.read_text() == _fingerprint()


def faults_in(folder: Path) -> list[str]:
    """What is wrong with the HTML files of a folder: "name.html:12: Element …", warnings too."""
    java = _java()
    command: list[str | Path] = [
        *(java / "bin" / "java", *QUICK, "-cp", f"{HOME}/lib/*", MAIN_CLASS, "--format", "json", "--skip-non-html"),
        folder,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        messages = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError):
        raise RuntimeError(f"The checker has not answered: {(done.stdout + done.stderr)[-2000:]}") from None
    return sorted(
        f"{Path(each['url']).name}:{each.get('lastLine', '')}: {each['message']} {each.get('extract', '')!r}"
        for each in messages
    )


def _fetch() -> None:
    if not shutil.which("mvn"):
        raise RuntimeError("The HTML checker needs Maven and a JDK of Java 17: run `make packages`.")
    shutil.rmtree(HOME, ignore_errors=True)
    environment = {**os.environ, "JAVA_HOME": str(_java())}
    command = ["mvn", "--quiet", "--batch-mode", f"-Dhome={HOME}", "package"]
    done = subprocess.run(command, cwd=WANTED.parent, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"Maven failed: {(done.stdout + done.stderr)[-2000:]}")
    (HOME / "installed").write_text(_fingerprint())


def _java() -> Path:
    java = java_home()
    if java is None:
        raise RuntimeError("The HTML checker needs Maven and a JDK of Java 17: run `make packages`.")
    return java


def _fingerprint() -> str:
    """SHA-256 in hex of what says which checker it is."""
    return hashlib.sha256(WANTED.read_bytes()).hexdigest()
