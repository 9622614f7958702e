"""What a reader may see follows from what was acknowledged before they asked."""

import time

from tests.chaos.ledger import Ledger, word_of


def test_state_may_be_seen_until_the_next_one_is_acknowledged():
    ledger = Ledger()
    page = ledger.add_page()
    ledger.begin(page, is_visible=True)
    early = time.monotonic()

    assert [ledger.may_be_seen(page, version, since=early) for version in (0, 1, 2)] == [True, True, False]

    ledger.acknowledge(page)

    assert [ledger.may_be_seen(page, version, since=early) for version in (0, 1)] == [True, True]
    assert [ledger.may_be_seen(page, version, since=time.monotonic()) for version in (0, 1)] == [False, True]


def test_hidden_state_may_never_be_seen():
    ledger = Ledger()
    page = ledger.add_page()
    word = ledger.begin(page, is_visible=False)

    assert ledger.may_be_seen(page, 1, since=0.0) is False

    ledger.acknowledge(page)

    assert (word, list(ledger.over), ledger.visible_words()) == (word_of(page, 1), [word_of(page, 0), word], set())
