"""The watch over pages: what it notices, and what a test may expect."""

import pytest

PAGE = "/en/criteria/"


@pytest.fixture
def noticed(page, watch):
    """Open a page, run a script in it and return the faults that the watch saw, all of them expected."""
    watch.allow(".")

    def run(script: str, event: str) -> str:
        page.goto(PAGE)
        watch.faults.clear()
        with page.expect_event(event):
            page.evaluate(script)
        return "\n".join(watch.faults)

    return run


@pytest.mark.parametrize(
    ("script", "event", "fault"),
    [
        ("console.error('a line of the console')", "console", "console: a line of the console"),
        ("setTimeout(() => { throw new Error('nobody caught it') })", "pageerror", "uncaught: nobody caught it"),
        ("document.body.innerHTML = '<p style=\"color: red\">'", "console", "Content Security Policy"),
        ("fetch('http://elsewhere.invalid/').catch(() => null)", "console", "elsewhere.invalid"),
    ],
    ids=["console error", "exception", "inline style", "other host"],
)
def test_fault_on_a_page_is_noticed(noticed, script, event, fault):
    assert fault in noticed(script, event)


def test_quiet_page_has_no_faults(page, watch):
    page.goto(PAGE)

    assert watch.unexpected == []


def test_expected_fault_is_no_fault(page, watch):
    page.goto(PAGE)
    with page.expect_event("console"):
        page.evaluate("console.error('answered with 404')")
    unexpected = list(watch.unexpected)
    watch.allow("404")

    assert (len(unexpected), watch.unexpected) == (1, [])


def test_page_reads_what_was_copied(page):
    page.goto(PAGE)

    page.evaluate("navigator.clipboard.writeText('BAT-01@1.2.0')")

    assert page.evaluate("navigator.clipboard.readText()") == "BAT-01@1.2.0"


def test_page_without_script_runs_none(page_without_script):
    page_without_script.goto(PAGE)

    page_without_script.set_content("<noscript>no script here</noscript>")

    assert page_without_script.locator("body").inner_text() == "no script here"
