"""The pictures of the README and of the main pages, from a fresh installation: they go to docs/screenshots/."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from portal.settings.env import BASE_DIR
from tests.browser import FLAGS, chromium_path

TARGET = BASE_DIR / "docs" / "screenshots"
PAGES = {
    "home": "/en/",
    "set": "/en/criteria/smartphones/",
    "criterion": "/en/criterion/bat-01/",
    "criterion-sv": "/sv/criterion/bat-01/",
    "compare": "/en/criteria/smartphones/compare/1.0.0...2.0.0/",
    "history": "/en/criteria/smartphones/history/",
    "members": "/en/members/",
    "contract-ends": "/en/members/contract-ends/",
    "volumes": "/en/members/volumes/",
    "join": "/en/join/",
    "experiences": "/en/experiences/",
    "experience": "/en/experiences/exempelstad-telefoner-till-hemtjansten-2026/",
    "matrix": "/en/experiences/matrix/?fictional=1",
}
START_SECONDS = 30


@contextmanager
def fresh_installation() -> Iterator[str]:
    """A server with the starter data in a passing folder; yields its address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": "", "BASE_URL": f"http://{address}"}
        manage = [sys.executable, "manage.py"]
        for command in (["compile_messages"], ["migrate", "--verbosity", "0"], ["createcachetable"], ["starter_data"]):
            subprocess.run([*manage, *command], env=environment, cwd=BASE_DIR, check=True)
        server = subprocess.Popen(
            [*manage, "runserver", "--noreload", address], env=environment, cwd=BASE_DIR, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for(f"http://{address}/healthz")
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            urlopen(url)
        except URLError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{url} did not answer within {START_SECONDS} s")


def take(base: str, browser_program: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program, args=FLAGS)
        page = browser.new_page(base_url=base, viewport={"width": 1280, "height": 900}, locale="en-GB")
        for name, path in PAGES.items():
            answer = page.goto(path)
            if answer is None or not answer.ok:
                raise RuntimeError(f"{path} does not answer with a page")
            page.screenshot(path=TARGET / f"{name}.png")
            print(f"{path} -> {(TARGET / name).relative_to(BASE_DIR)}.png")
        browser.close()


def main() -> int:
    program = chromium_path()
    if program is None:
        print("Chromium is missing: run `make packages`", file=sys.stderr)
        return 1
    with fresh_installation() as base:
        take(base, program)
    return 0


if __name__ == "__main__":
    sys.exit(main())
