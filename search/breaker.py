"""A circuit breaker: an engine that fails is left in peace for a while, and the database answers at once."""

import time
from collections.abc import Callable
from threading import Lock

FAILURES = 3  # one after the other, until the circuit opens
PAUSE = 10.0  # seconds until one search tries again


class Breaker:
    """Of one process; its threads share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._closed_at = 0.0  # when it may be tried again

    def allows(self) -> bool:
        """Whether to ask. When the pause is over, one may; the others wait for what becomes of it."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._closed_at:
                return False
            self._closed_at = self._clock() + PAUSE
            return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._closed_at = self._clock() + PAUSE


BREAKER = Breaker()
