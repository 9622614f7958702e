"""What was written, when that was acknowledged, and what a reader may therefore see.

Every state of every page has a word of its own, so that whatever a reader sees says which state it comes from.
"""

import random
import re
import time
from collections import deque
from dataclasses import dataclass, field
from threading import Lock

COMMON = "lantern"  # in the title of every page
WORD = re.compile(r"zq(\d{3})v(\d{5})")


def word_of(page: int, version: int) -> str:
    return f"zq{page:03d}v{version:05d}"


@dataclass
class State:
    """One state of a page; it holds from some moment before ``acknowledged_at`` on."""

    is_visible: bool
    has_own_word: bool = True  # else it still has the text of the state before
    acknowledged_at: float | None = None


@dataclass
class Ledger:
    """Shared by writers, readers and the judge, all threads of one process."""

    pages: list[list[State]] = field(default_factory=list)
    over: deque[str] = field(default_factory=lambda: deque(maxlen=200))  # words that nobody may see any more
    writes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def add_page(self) -> int:
        """A new visible page, in its state 0."""
        self.pages.append([State(is_visible=True, acknowledged_at=time.monotonic())])
        return len(self.pages) - 1

    def begin(self, page: int, *, is_visible: bool, has_own_word: bool = True) -> str:
        """The word of the state that is about to be written."""
        states = self.pages[page]
        states.append(State(is_visible, has_own_word))
        return word_of(page, len(states) - 1)

    def acknowledge(self, page: int) -> None:
        """The newest state of a page is committed, and its writer was told so."""
        states = self.pages[page]
        states[-1].acknowledged_at = time.monotonic()
        with self._lock:
            self.writes += 1
            self.over.append(word_of(page, len(states) - 2))
            if not states[-1].is_visible and states[-1].has_own_word:
                self.over.append(word_of(page, len(states) - 1))

    def may_be_seen(self, page: int, version: int, *, since: float) -> bool:
        """Whether an answer to a request that began at a moment may show a state."""
        states = self.pages[page]
        if version >= len(states) or not states[version].is_visible:
            return False
        after = states[version + 1].acknowledged_at if version + 1 < len(states) else None
        return after is None or after > since

    def word_over(self) -> str:
        """The word of a state that nobody may see any more."""
        with self._lock:
            recent = list(self.over)[-20:]
            return random.choice(recent) if recent else word_of(0, 99_999)

    def visible_words(self) -> set[str]:
        """What is found at the end: the words of all pages that everyone may read."""
        return {word_of(page, len(states) - 1) for page, states in enumerate(self.pages) if states[-1].is_visible}
