"""A challenge counts once, in time, and for the form that it was made for."""

import base64
import json
import time

import pytest
import time_machine

from portal.core.proof_of_work import COST, FEWEST, LIFETIME, LONGEST, MOST, is_solved, new_challenge
from tests.factories.guarded import solved
from tests.races import race


def changed(answer, **parameters):
    """An answer whose challenge somebody has altered."""
    payload = json.loads(base64.b64decode(answer))
    payload["challenge"]["parameters"].update(parameters)
    return base64.b64encode(json.dumps(payload).encode()).decode()


def tries_of(answer):
    return json.loads(base64.b64decode(answer))["solution"]["counter"]


def test_challenge_says_what_is_to_be_computed_and_for_what():
    parameters = json.loads(new_challenge("joining.begin"))["parameters"]

    assert (parameters["algorithm"], parameters["cost"]) == ("PBKDF2/SHA-256", COST)
    assert parameters["data"] == {"purpose": "joining.begin"}
    assert 0 <= time.time() + LIFETIME - parameters["expiresAt"] <= 2


def test_challenge_takes_tries_within_bounds():
    assert FEWEST <= tries_of(solved(new_challenge("joining.begin"))) <= MOST


def test_two_challenges_have_nothing_in_common():
    first, second = (json.loads(new_challenge("joining.begin"))["parameters"] for _ in range(2))

    assert first["nonce"] != second["nonce"]
    assert first["keyPrefix"] != second["keyPrefix"]


def test_solved_challenge_counts_once():
    answer = solved(new_challenge("joining.begin", tries=1))

    assert [is_solved(answer, "joining.begin") for _ in range(3)] == [True, False, False]


def test_solved_challenge_counts_once_for_two_requests_at_once(shared_cache):
    answer = solved(new_challenge("joining.begin", tries=1))

    results = race(*[lambda: is_solved(answer, "joining.begin")] * 2)

    assert sorted(results) == [False, True]


def test_answer_does_not_count_for_another_form():
    assert is_solved(solved(new_challenge("joining.begin", tries=1)), "joining.resume") is False


def test_answer_that_comes_too_late_does_not_count():
    answer = solved(new_challenge("joining.begin", tries=1))

    with time_machine.travel(time.time() + LIFETIME + 2):
        assert is_solved(answer, "joining.begin") is False


@pytest.mark.parametrize(
    "parameters",
    [
        {"expiresAt": 4_000_000_000},
        {"data": {"purpose": "joining.resume"}},
        {"cost": 1},
        {"keyPrefix": "00"},
        {"expiresAt": None},
    ],
    ids=["later end", "other purpose", "less work", "other target", "no end"],
)
def test_challenge_that_was_altered_does_not_count(parameters):
    answer = changed(solved(new_challenge("joining.begin", tries=1)), **parameters)
    purpose = parameters.get("data", {}).get("purpose", "joining.begin")

    assert is_solved(answer, purpose) is False


def test_answer_made_up_without_computing_does_not_count():
    challenge = json.loads(new_challenge("joining.begin"))
    made_up = {
        "challenge": challenge,
        "solution": {"counter": 1, "derivedKey": challenge["parameters"]["keyPrefix"] * 2},
    }

    assert is_solved(base64.b64encode(json.dumps(made_up).encode()).decode(), "joining.begin") is False


def test_answer_to_a_challenge_of_another_installation_does_not_count(settings):
    answer = solved(new_challenge("joining.begin", tries=1))
    settings.SECRET_KEY = "another"

    assert is_solved(answer, "joining.begin") is False


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "x",
        "e30=",
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b'{"challenge": 1}').decode(),
        "A" * (LONGEST + 1),
    ],
    ids=["nothing", "no base64", "empty object", "a list", "no challenge", "too long"],
)
def test_rubbish_does_not_count(rubbish):
    assert is_solved(rubbish, "joining.begin") is False
