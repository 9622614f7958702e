"""What several processes have looked at is told once, at the end."""

from types import SimpleNamespace

from tests import summary
from tests.summary import Seen


def looked(*looks):
    seen = Seen()
    for page, language, scheme, violated in looks:
        seen.look(page, language, scheme, passed=40, violated=violated)
    return seen


def test_nothing_is_told_of_a_run_that_has_looked_at_nothing():
    assert Seen().lines() == []


def test_pages_languages_and_schemes_are_told_with_the_rules():
    seen = looked(("/a/", "en", "light", 0), ("/a/", "sv", "dark", 2), ("/b/", "sv", "light", 0))

    assert seen.lines() == ["axe: 3 looks at 2 pages in en/sv, dark/light: 120 rules passed, 2 violations"]


def test_lowest_contrast_of_each_kind_is_told_with_its_pair():
    seen = Seen()
    for ratio, pair in ((7.1, "a on b"), (4.56, "c on d"), (5.0, "e on f")):
        seen.contrast("text (light)", ratio, pair)
    seen.contrast("text (dark)", 6.0, "g on h")

    assert seen.lines() == [
        "lowest contrast of text (dark): 6.00 (g on h)",
        "lowest contrast of text (light): 4.56 (c on d)",
    ]


def test_what_another_process_has_seen_is_added(monkeypatch):
    here, there = looked(("/a/", "en", "light", 0)), looked(("/b/", "en", "dark", 1))
    here.contrast("text (light)", 5.0, "a on b")
    there.contrast("text (light)", 4.6, "c on d")
    monkeypatch.setattr(summary, "SEEN", there)
    worker = SimpleNamespace(config=SimpleNamespace(workeroutput={}))

    summary.pytest_sessionfinish(worker)
    monkeypatch.setattr(summary, "SEEN", here)
    summary.pytest_testnodedown(worker.config)
    summary.pytest_testnodedown(SimpleNamespace())  # it has crashed

    assert here.lines() == [
        "axe: 2 looks at 2 pages in en, dark/light: 80 rules passed, 1 violations",
        "lowest contrast of text (light): 4.60 (c on d)",
    ]
