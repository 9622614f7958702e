"""All pages are looked at on one day."""

import pytest
import time_machine


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False):
        yield
