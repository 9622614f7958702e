"""Short runs of what ``python -m tests.chaos`` does at length."""

import os
import subprocess
import sys

import pytest

from portal.settings.env import ENV

SECONDS = 240  # on a busy machine; alone it takes a tenth


@pytest.mark.only_on("postgresql")
def test_chaos_loses_nothing_and_shows_nothing_hidden():
    if not ENV.elasticsearch_url:
        pytest.skip("There is no Elasticsearch: run the tests by `make test`.")
    command = [sys.executable, "-m", "tests.chaos", "--writes=150", "--kills=8", "--seconds=12", "--pages=40"]

    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=SECONDS)

    assert done.returncode == 0, done.stdout + done.stderr[-2_000:]
