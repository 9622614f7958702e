"""An engine that fails is left in peace for a while."""

from search.breaker import FAILURES, PAUSE, Breaker


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def opened():
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed()
    return breaker, clock


def test_some_failures_are_borne():
    breaker = Breaker(Clock())
    for _ in range(FAILURES - 1):
        breaker.failed()

    assert breaker.allows()


def test_failures_in_a_row_open_it_for_a_pause():
    breaker, clock = opened()
    assert not breaker.allows()

    clock.now = PAUSE - 0.1
    assert not breaker.allows()


def test_success_in_between_begins_the_count_anew():
    breaker = Breaker(Clock())
    for _ in range(FAILURES - 1):
        breaker.failed()
    breaker.succeeded()
    breaker.failed()

    assert breaker.allows()


def test_after_the_pause_one_tries_and_the_others_wait_for_it():
    breaker, clock = opened()
    clock.now = PAUSE

    assert [breaker.allows() for _ in range(3)] == [True, False, False]


def test_success_of_the_one_closes_it():
    breaker, clock = opened()
    clock.now = PAUSE
    breaker.allows()

    breaker.succeeded()

    assert [breaker.allows() for _ in range(3)] == [True, True, True]


def test_failure_of_the_one_is_another_pause():
    breaker, clock = opened()
    clock.now = PAUSE
    breaker.allows()
    breaker.failed()

    clock.now = 2 * PAUSE - 0.1
    assert not breaker.allows()
    clock.now = 2 * PAUSE
    assert breaker.allows()
