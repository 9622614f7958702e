"""Calls that happen at the same time, each in a thread with its own database connection."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections

SECONDS = 120  # a busy machine with two cores, on which the engine makes eight indices


def race(*calls: Callable[[], Any]) -> list[Any]:
    """Start all calls at once; what each returned or raised, in the order of the calls.

    For tests with ``transaction=True``: the threads see only what is committed.
    """
    start = Barrier(len(calls))
    results: list[Any] = [TimeoutError(f"a racer was not done within {SECONDS} s")] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            start.wait(SECONDS)
            results[place] = call()
        except Exception as error:  # noqa: BLE001  (the test looks at it)
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=place_and_call, daemon=True) for place_and_call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    return results
