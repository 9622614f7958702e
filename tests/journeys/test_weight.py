"""A first visit is light and stands still: what is fetched, how much of it, and whether anything moves meanwhile."""

import gzip
from typing import Any

import pytest
from playwright.sync_api import Page, Response

MOST_BYTES, MOST_REQUESTS = 100_000, 10
HEAD = 300  # bytes of a response before its body, about
COMPRESSED_ALREADY = (".woff2", ".png", ".jpg")
# The sum of what has moved since the page was opened; 0 is a page that stood still.
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500);
})"""
CRITERION = "/fi/criterion/bat-01/2.0.0/"
# The most that may move; by the measure of browsers 0.1 is still good.
PAGES = {
    CRITERION: 0.01,
    "/en/": 0.1,
    "/en/criteria/smartphones/": 0.1,
    "/en/search/?q=battery": 0.1,
    "/en/join/": 0.1,
}


class Fetched:
    """What a browser with an empty cache fetches for a page, as large as a server sends it: text is compressed."""

    def __init__(self, page: Page, path: str) -> None:
        answers: list[Response] = []

        def keep(answer: Response) -> None:
            answers.append(answer)

        page.on("response", keep)
        page.goto(path, wait_until="networkidle")
        self.sizes: dict[str, int] = {each.url: self._size(each) for each in answers}

    @staticmethod
    def _size(answer: Response) -> int:
        body: Any = answer.body()
        return HEAD + len(body if answer.url.endswith(COMPRESSED_ALREADY) else gzip.compress(body, 6))


@pytest.mark.parametrize("width", [390, 1280])
def test_first_visit_to_a_criterion_is_light(page, width):
    page.set_viewport_size({"width": width, "height": 900})

    sizes = Fetched(page, CRITERION).sizes

    assert len(sizes) <= MOST_REQUESTS, sizes
    assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_while_a_page_is_loading(page, path, width):
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(path, wait_until="networkidle")

    assert page.evaluate(SHIFT) < PAGES[path]


def test_page_is_there_before_any_script(page, watch):
    """Scripts that never arrive leave a page that can be read and whose forms work."""
    watch.allow("ERR_FAILED")
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/en/", wait_until="commit")

    page.locator("#front-search").fill("battery")
    with page.expect_event("load"):
        page.locator("#front-search").press("Enter")

    assert page.locator("main [data-item]").count() > 3
