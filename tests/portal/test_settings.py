"""The settings of a public installation, as an operator starts it: in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

from portal.settings.env import BASE_DIR

SECRET = "a-production-secret-0123456789-abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def manage(tmp_path):
    """Run manage.py with the production settings and a whole environment; the keyword changes one variable."""

    def run(*arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": SECRET,
            "ALLOWED_HOSTS": "demand.example.org",
            "BASE_URL": "https://demand.example.org",
            "DATA_DIR": str(tmp_path),
        }
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, env={**environment, **changes}, cwd=BASE_DIR, capture_output=True, text=True)

    return run


def test_production_check_for_deployment_is_clean(manage):
    done = manage("check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stdout, done.stderr) == (0, "System check identified no issues (0 silenced).\n", "")


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing or short: set at least 50 random characters"),
        ({"SECRET_KEY": "development-only"}, "SECRET_KEY is missing or short: set at least 50 random characters"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty: set the host names of the site"),
    ],
    ids=["no secret", "short secret", "no host"],
)
def test_production_refuses_to_start_and_says_what_to_set(manage, change, remedy):
    done = manage("check", **change)

    assert done.returncode == 1
    assert remedy in done.stderr


def test_static_files_are_collected_under_names_that_change_with_their_content(manage, tmp_path):
    done = manage("collectstatic", "--no-input", "--verbosity", "0")

    assert (done.returncode, done.stderr) == (0, "")
    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text())
    hashed = manifest["paths"]["css/site.css"]
    assert hashed != "css/site.css"
    assert (tmp_path / "static" / hashed).exists()


def test_searches_are_neither_logged_nor_written_out_to_be_thrown_away(manage):
    asked = "import logging; l = logging.getLogger; print(l('elastic_transport.transport').isEnabledFor(logging.INFO),"
    done = manage("shell", "--no-imports", "-c", f"{asked} l('elastic_transport.node').hasHandlers())")

    assert (done.stdout, done.stderr) == ("False False\n", "")
