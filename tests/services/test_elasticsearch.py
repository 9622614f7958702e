"""The server is fetched once, however often its files are checked out."""

import os
import shutil
from pathlib import Path

import pytest

from tests.services.elasticsearch import install
from tests.services.elasticsearch.install import fingerprint, is_installed


@pytest.fixture
def wanted(tmp_path, monkeypatch):
    """Copies of the files that say what to fetch, and a folder where they have been fetched."""
    home = tmp_path / "home"
    home.mkdir()
    copies = [Path(shutil.copy(path, tmp_path)) for path in install.WANTED]
    monkeypatch.setattr(install, "WANTED", copies)
    monkeypatch.setattr(install, "HOME", home)
    (home / "installed").write_text(fingerprint())
    return copies


def test_server_stays_when_its_files_are_checked_out_again(wanted):
    for path in wanted:
        os.utime(path)

    assert is_installed() is True


@pytest.mark.parametrize("place", [0, 1])
def test_change_of_its_files_asks_for_another_server(wanted, place):
    with wanted[place].open("a") as file:
        file.write("\n")

    assert is_installed() is False


def test_server_that_came_without_a_mark_of_its_files_is_fetched_again(wanted):
    (install.HOME / "installed").write_text("")
    assert is_installed() is False

    (install.HOME / "installed").unlink()
    assert is_installed() is False
