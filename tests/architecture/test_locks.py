"""The lock files: everything pinned and hashed, and no package index named."""

import re
import tomllib

import pytest

from portal.settings.env import BASE_DIR
from tests.architecture import HOST

LOCKS = ["run", "test"]
PINNED = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==\S+(?: ; .+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def normalised(requirement: str) -> str:
    """The name in a requirement as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", requirement)[0]).lower()


def locked(lock: str) -> str:
    return (BASE_DIR / "requirements" / f"{lock}.lock").read_text()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock):
    requirements = [line for line in locked(lock).splitlines() if line and line[0] not in " #"]

    assert len(requirements) == len(PINNED.findall(locked(lock))) > 0


@pytest.mark.parametrize("lock", LOCKS)
def test_no_package_index_is_named(lock):
    assert HOST.findall(locked(lock)) == []
    assert re.findall(r"--(?:extra-)?index-url|--find-links|@ file:", locked(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_in_pyproject_is_locked(lock):
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + (project["dependency-groups"]["test"] if lock == "test" else [])

    assert {normalised(name) for name in wanted} - {
        normalised(name) for name, _ in PINNED.findall(locked(lock))
    } == set()


def test_tests_run_on_the_same_pins_as_the_portal():
    run, test = (dict(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", locked(lock), re.MULTILINE)) for lock in LOCKS)

    assert {name: version for name, version in run.items() if test.get(name) != version} == {}
