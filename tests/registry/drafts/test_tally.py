"""The count of a vote."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.drafts.tally import Tally

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
NUMBERS = st.integers(0, 40)
QUORUMS = st.fractions(Fraction(1, 10), 1, max_denominator=10)
MAJORITIES = st.fractions(Fraction(51, 100), 1, max_denominator=100)


def counted(approve=0, reject=0, abstain=0, electorate=6, quorum=HALF, majority=TWO_THIRDS) -> Tally:
    return Tally(
        electorate=electorate, approve=approve, reject=reject, abstain=abstain, quorum=quorum, majority=majority
    )


@st.composite
def tallies(draw) -> Tally:
    votes = {choice: draw(NUMBERS) for choice in ("approve", "reject", "abstain")}
    electorate = sum(votes.values()) + draw(NUMBERS)
    return counted(**votes, electorate=electorate, quorum=draw(QUORUMS), majority=draw(MAJORITIES))


@pytest.mark.parametrize(
    ("approve", "reject", "abstain", "is_carried"),
    [
        (2, 0, 0, False),  # two of six are no quorum
        (3, 0, 0, True),
        (2, 1, 0, True),  # exactly two thirds
        (2, 0, 1, True),  # an abstention makes the quorum full
        (0, 0, 6, False),  # nobody is for it
        (3, 2, 0, False),
        (4, 2, 0, True),
        (0, 3, 0, False),
        (0, 0, 0, False),
    ],
)
def test_vote_is_carried_by_half_of_the_members_and_two_thirds_of_the_decided(approve, reject, abstain, is_carried):
    assert counted(approve, reject, abstain).is_carried == is_carried


def test_without_electorate_nothing_is_carried():
    assert counted(electorate=0).has_quorum is False


def test_tally_is_read_from_what_was_sealed_when_the_vote_opened():
    rules = {"electorate": ["aa", "bb", "cc"], "quorum": "1/2", "majority": "3/4", "origin": "vote"}

    tally = Tally.read(rules, {"approve": 2})

    assert tally == counted(2, electorate=3, majority=Fraction(3, 4))
    assert tally.as_dict() == {"electorate": 3, "approve": 2, "reject": 0, "abstain": 0}


@given(tallies())
def test_one_more_yes_never_undoes_a_result(tally):
    more = counted(tally.approve + 1, tally.reject, tally.abstain, tally.electorate + 1, tally.quorum, tally.majority)

    assert more.has_majority >= tally.has_majority
    assert more.has_quorum >= tally.has_quorum


@given(tallies())
def test_an_abstention_changes_no_majority(tally):
    without = counted(tally.approve, tally.reject, 0, tally.electorate, tally.quorum, tally.majority)

    assert without.has_majority == tally.has_majority


@given(tallies())
def test_a_text_and_its_opposite_are_never_both_carried(tally):
    opposite = counted(tally.reject, tally.approve, tally.abstain, tally.electorate, tally.quorum, tally.majority)

    assert not (tally.is_carried and opposite.is_carried)


@given(tallies())
def test_shares_are_counted_exactly(tally):
    """As whole numbers say it, without a division."""
    quorum, majority = tally.quorum, tally.majority
    decided = tally.approve + tally.reject

    assert tally.has_quorum == (
        tally.electorate > 0 and tally.cast * quorum.denominator >= quorum.numerator * tally.electorate
    )
    assert tally.has_majority == (
        tally.approve > 0 and tally.approve * majority.denominator >= majority.numerator * decided
    )


@pytest.mark.parametrize(
    ("votes", "votes_needed", "approvals_needed"),
    [
        ({}, 3, 1),  # nobody has voted: one approval at least
        ({"approve": 2, "reject": 1}, 3, 2),
        ({"approve": 2, "reject": 2}, 3, 3),  # two thirds of four are not two
        ({"approve": 1, "abstain": 4}, 3, 1),
        ({"electorate": 5}, 3, 1),  # half of five members are three
    ],
)
def test_needed_votes_are_whole_numbers(votes, votes_needed, approvals_needed):
    tally = counted(**votes)

    assert (tally.votes_needed, tally.approvals_needed) == (votes_needed, approvals_needed)


@given(tallies())
def test_as_many_as_are_needed_are_enough(tally):
    others = tally.electorate - tally.votes_needed
    full = counted(0, 0, tally.votes_needed, tally.electorate, tally.quorum, tally.majority)

    assert others >= 0
    assert full.has_quorum == (tally.electorate > 0)
