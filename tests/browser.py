"""A real Chromium, and pages that fail their test on what a reader must never meet.

``page`` fails the test on an error in the console (a violation of the content security policy is one), on an uncaught
exception and on a request to any host but the live server. A test that provokes one says so: ``watch.allow("404")``.

Playwright comes back from a click before the next page is there: a test goes on with ``follow``, or with what waits by
itself (``expect``, ``page.wait_for_url``).
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests.services import needed

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CLIPBOARD = ["clipboard-read", "clipboard-write"]
MILLISECONDS = 60_000  # a busy machine with two cores
expect.set_options(timeout=MILLISECONDS / 2)


class Watch:
    """What went wrong on the pages of one test."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.faults: list[str] = []
        self._allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        """Expect faults that contain this regular expression."""
        self._allowed.append(pattern)

    def attach(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)
        page.on("request", self._on_request)

    @property
    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(re.search(pattern, fault) for pattern in self._allowed)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: Error) -> None:
        self.faults.append(f"uncaught: {error.message}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")


def follow(link: Locator) -> None:
    """Click what leads to another page (a link, a form's button), and go on once that page has loaded."""
    with link.page.expect_event("load"):
        link.click()


def chromium_path() -> Path | None:
    """Without windows if it is there: that one takes a fifth less time for the same pages."""
    found = filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser")))
    return next(map(Path, found), None)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The path of Debian's Chromium."""
    return needed("Chromium", chromium_path())


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS, timeout=MILLISECONDS)
        yield running
        running.close()


@pytest.fixture
def watch(live_server: LiveServer) -> Watch:
    return Watch(urlsplit(live_server.url).netloc)


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[BrowserContext]:
    """A fresh profile that reads English and may use the clipboard; every page in it is watched."""
    fresh = browser.new_context(permissions=CLIPBOARD, **_profile(live_server))
    yield from _watched(fresh, watch)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A watched page: ``page.goto("/en/")`` opens the live server."""
    return context.new_page()


@pytest.fixture
def page_elsewhere(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Page]:
    """The same in another profile: a colleague's, or one's own on another machine."""
    for watched in _watched(browser.new_context(**_profile(live_server)), watch):
        yield watched.new_page()


@pytest.fixture
def page_without_script(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Page]:
    """The same for a reader whose browser runs no script."""
    fresh = browser.new_context(java_script_enabled=False, **_profile(live_server))
    for watched in _watched(fresh, watch):
        yield watched.new_page()


def _profile(live_server: LiveServer) -> dict[str, Any]:
    """Without motion: axe would measure a colour on its way from day to night."""
    return {"base_url": live_server.url, "locale": "en-GB", "reduced_motion": "reduce"}


def _watched(context: BrowserContext, watch: Watch) -> Iterator[BrowserContext]:
    context.set_default_timeout(MILLISECONDS)
    context.on("page", watch.attach)
    yield context
    context.close()
    if watch.unexpected:
        pytest.fail("The page met faults:\n" + "\n".join(watch.unexpected))
