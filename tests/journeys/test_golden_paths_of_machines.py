"""The way of a developer from a page to a copy that stays fresh, and that of an operator back from a backup.

That a clone becomes a running portal, every round of the checks shows. There are no webhooks yet: a developer asks
again, with the mark of what they have.
"""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from portal.settings.env import BASE_DIR
from registry.models import CriterionVersion
from tests.factories.joining import EvidenceFactory

pytestmark = pytest.mark.journey  # once, on one database
SECTION = re.compile(r"^## Backup$(.*?)^## ", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "a key of a test that is long enough for production, and no secret",
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
    "DATABASE_URL": "",
}


class Client:
    """Asks like ``curl``: no browser, no cookie."""

    def __init__(self, address):
        self.connection = HTTPConnection(urlsplit(address).netloc, timeout=20)

    def get(self, path, **headers):
        self.connection.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
        answer = self.connection.getresponse()
        return answer, answer.read()


@pytest.fixture
def api_client(live_server):
    found = Client(live_server.url)
    yield found
    found.connection.close()


def test_developer_takes_a_version_and_asks_whether_it_is_still_fresh(api_client):
    _answer, page = api_client.get("/en/criterion/bat-01/2.0.0/")
    [path] = set(re.findall(r'href="(/id/criterion/bat-01/v2\.0\.0\.json)"', page.decode()))

    fresh, body = api_client.get(path)
    again, nothing = api_client.get(path, If_None_Match=fresh.headers["ETag"])
    older, other = api_client.get(path.replace("2.0.0", "1.0.0"), If_None_Match=fresh.headers["ETag"])

    assert (fresh.status, fresh.headers["Content-Type"]) == (200, "application/json")
    assert (again.status, nothing, again.headers["ETag"]) == (304, b"", fresh.headers["ETag"])
    assert (older.status, other == body) == (200, False)


def test_developer_proves_that_a_text_is_the_one_that_was_sealed(api_client):
    answer, body = api_client.get("/id/criterion/bat-01/v2.0.0/content.json")
    again, nothing = api_client.get("/id/criterion/bat-01/v2.0.0/content.json", If_None_Match=answer.headers["ETag"])

    assert answer.headers["ETag"] == f'"{hashlib.sha256(body).hexdigest()}"'
    assert "immutable" in answer.headers["Cache-Control"]
    assert (again.status, nothing) == (304, b"")


def as_documented():
    """The commands of the page for operators: those that save, and those that bring back."""
    [section] = SECTION.findall((BASE_DIR / "docs" / "operations.md").read_text())
    save, restore = BLOCK.findall(section)
    return save, restore


def run(commands, **folders):
    commands = commands.replace(".venv/bin/python", sys.executable)
    environment = {**os.environ, **PRODUCTION, **{name: str(folder) for name, folder in folders.items()}}
    return subprocess.run(
        ["bash", "-euc", commands], cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=120
    )


def copy_of(source, target):
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture
def installation(tmp_path):
    """The folder of a portal in use, with a document that an applicant has handed in."""
    document = EvidenceFactory.create(name="statement.pdf")
    folder = tmp_path / "var"
    (folder / "media").mkdir(parents=True)
    kept = folder / "private" / document.file.name
    kept.parent.mkdir(parents=True)
    shutil.copy(document.file.path, kept)
    copy_of(Path(connection.settings_dict["NAME"]), folder / "joint-demand.sqlite3")
    return folder, kept


@pytest.mark.only_on("sqlite")
def test_operator_brings_everything_back_from_a_backup(installation, tmp_path):
    old, document = installation
    save, restore = as_documented()
    backup, new = tmp_path / "backup", tmp_path / "new"
    for folder in (backup, new):
        folder.mkdir()

    saved = run(save, DATA_DIR=old, BACKUP=backup)
    shutil.move(old, tmp_path / "lost")
    restored = run(restore, DATA_DIR=new, BACKUP=backup)

    assert (saved.returncode, saved.stderr) == (0, "")
    assert restored.returncode == 0, restored.stderr
    assert f"{CriterionVersion.objects.count()} versions are as sealed" in restored.stdout
    kept = new / document.relative_to(old)
    assert kept.read_bytes() == (tmp_path / "lost" / document.relative_to(old)).read_bytes()
    kept.unlink()
    check = [line for line in restore.splitlines() if "files_check" in line]
    assert "is not on the disk" in run("\n".join(check), DATA_DIR=new).stderr
