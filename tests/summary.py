"""What the tests have looked at for access, told at the end of a run: pages, rules, and the lowest contrasts.

Processes of pytest-xdist send what they have seen to the one that tells it.
"""

from collections.abc import Iterable
from typing import Any

import pytest


class Seen:
    """What was looked at. All of it is of types that go from one process to another."""

    def __init__(self) -> None:
        self.looks: list[tuple[str, str, str, int, int]] = []  # page, language, scheme, rules passed and violated
        self.contrasts: dict[str, tuple[float, str]] = {}  # by what it is of: the ratio and the pair

    def look(self, page: str, language: str, scheme: str, *, passed: int, violated: int) -> None:
        self.looks.append((page, language, scheme, passed, violated))

    def contrast(self, kind: str, ratio: float, pair: str) -> None:
        """Keeps the lowest of each kind."""
        self.contrasts[kind] = min(self.contrasts.get(kind, (ratio, pair)), (ratio, pair))

    def dump(self) -> dict[str, Any]:
        return {
            "looks": [list(each) for each in self.looks],
            "contrasts": {k: list(v) for k, v in self.contrasts.items()},
        }

    def add(self, dumped: dict[str, Any]) -> None:
        self.looks += [tuple(each) for each in dumped["looks"]]
        for kind, (ratio, pair) in dumped["contrasts"].items():
            self.contrast(kind, ratio, pair)

    def lines(self) -> list[str]:
        return [
            *self._of_looks(),
            *(
                f"lowest contrast of {kind}: {ratio:.2f} ({pair})"
                for kind, (ratio, pair) in sorted(self.contrasts.items())
            ),
        ]

    def _of_looks(self) -> list[str]:
        if not self.looks:
            return []
        pages, languages, schemes, passed, violated = zip(*self.looks, strict=True)
        where = f"{len(self.looks)} looks at {len(set(pages))} pages in {_listed(languages)}, {_listed(schemes)}"
        return [f"axe: {where}: {sum(passed)} rules passed, {sum(violated)} violations"]


SEEN = Seen()


def _listed(names: Iterable[str]) -> str:
    return "/".join(sorted(set(names)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a process of pytest-xdist: hand over."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["seen"] = SEEN.dump()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """In the one that has started them: take over. A process that has crashed hands over nothing."""
    if dumped := getattr(node, "workeroutput", {}).get("seen"):
        SEEN.add(dumped)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if lines := SEEN.lines():
        terminalreporter.section("access")
        for line in lines:
            terminalreporter.write_line(line)
