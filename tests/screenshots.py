"""`make screenshots`: the pictures in docs/screenshots/, taken from a server with the starter data."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import FLAGS

TARGET = Path(__file__).parents[1] / "docs" / "screenshots"
PAGES = {
    "home": "/en/",
    "set": "/en/criteria/smartphones/?level=2",
    "criterion": "/en/criterion/bat-01/",
    "compare": "/en/criteria/smartphones/compare/1.0.0...2.0.0/",
    "search": "/sv/search/?q=batteri",
    "statement": "/fi/statement/",
}
SIZES = {"": (1280, 860), "-phone": (390, 780)}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        settings = "portal.settings.development"
        environment = {**os.environ, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": settings}
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "--verbosity=0"], ["createcachetable"], ["compile_messages"], ["starter_data"]):
            subprocess.run([*manage, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([*manage, "runserver", "--noreload", f"127.0.0.1:{port}"], env=environment)
        try:
            _wait_for(port)
            _take(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def _take(base: str) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for suffix, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name, path in PAGES.items():
                page.goto(base + path)
                page.screenshot(path=TARGET / f"{name}{suffix}.png")
        browser.close()


if __name__ == "__main__":
    main()
