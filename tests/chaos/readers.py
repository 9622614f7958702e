"""Visitors who search all the while, and judge every answer by what was acknowledged before they asked."""

import http.client
import random
import re
import time
from collections import Counter
from threading import Event
from urllib.parse import urlencode

from tests.chaos.ledger import COMMON, WORD, Ledger, word_of
from tests.chaos.processes import Web

_CARDS = re.compile(r'<ul class="card-list">.*?</ul>', re.DOTALL)
_COUNT = re.compile(r'<span class="facet-count"><span aria-hidden="true">(\d+)</span>')
_DEGRADED = 'class="status-strip" data-color="warning"'  # the notice that the database answered instead
_MARKS = re.compile(r"</?mark>")


class Reader:
    """One visitor; ``counts`` says what became of the searches, ``seen`` what should not have been shown."""

    def __init__(self, ledger: Ledger, web: Web, seed: int) -> None:
        self.ledger, self.web, self.chance = ledger, web, random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.seen: list[str] = []

    def run(self, stop: Event, pause: float = 0.1) -> None:
        while not stop.is_set():
            dice = self.chance.random()
            if dice < 0.5:
                self.search(COMMON, page=self.chance.randrange(1, 5))
            elif dice < 0.9:
                self.search(self.ledger.word_over())
            else:
                self.search(self.chance.choice(sorted(self.ledger.visible_words())))
            time.sleep(pause)

    def search(self, text: str, page: int = 1) -> None:
        """Ask, and judge the answer."""
        since = time.monotonic()
        is_over = _may_nobody_see(self.ledger, text, since)
        status, html = self._get(f"/en/search/?{urlencode({'q': text, 'page': page})}")
        if status is None or status >= 500:
            # a moment more: the killed server's last answers may be ahead of the note
            is_excused = self.web.was_down(since - 0.5, time.monotonic() + 0.5)
            self.counts["while the web was killed" if is_excused else "failed"] += 1
            if not is_excused:
                self.seen.append(f"{text}: {status} {html[:200]}")
            return
        self.counts["answered"] += 1
        self._judge(text, html, since, is_over=is_over)

    def _judge(self, text: str, html: str, since: float, *, is_over: bool) -> None:
        plain = _MARKS.sub("", html)
        cards = "".join(_CARDS.findall(plain))
        shown = set(WORD.findall(cards)) | {found for found in WORD.findall(plain) if word_of(*map(int, found)) != text}
        self.counts["with hits"] += bool(cards)
        self.counts["by the engine"] += bool(cards) and _DEGRADED not in html
        for page, version in shown:
            if not self.ledger.may_be_seen(int(page), int(version), since=since):
                self.counts["leaked"] += 1
                self.seen.append(f"{text}: {word_of(int(page), int(version))} was shown")
        counted = sum(map(int, _COUNT.findall(plain)[:1]))
        if is_over and counted:
            self.counts["leaked"] += 1
            self.seen.append(f"{text}: {counted} were counted")
        if not is_over and text == COMMON and not counted:
            self.counts["nothing shown"] += 1

    def _get(self, path: str) -> tuple[int | None, str]:
        asked = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=20)
        try:
            asked.request("GET", path)
            answer = asked.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            return None, repr(error)
        finally:
            asked.close()


def _may_nobody_see(ledger: Ledger, text: str, since: float) -> bool:
    """Whether a text is the word of a state that was over before a moment."""
    match = WORD.fullmatch(text)
    return bool(match) and not ledger.may_be_seen(int(match[1]), int(match[2]), since=since)  # type: ignore[index]
