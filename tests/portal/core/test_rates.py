"""Tries are counted by client address and by target, on the shared cache, and a refusal says how long."""

import pytest
import time_machine
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache import cache
from django.test import RequestFactory

from portal.core.rates import BUSY, Wait, client_address, limited, too_many
from tests.races import race

HOUR = 3600


def post(address="192.0.2.1", **headers):
    return RequestFactory().post("/en/join/email/", REMOTE_ADDR=address, headers=headers)


def tried(times, *keys, request=None, **rates):
    """What so many tries were answered: True for each that may go on."""
    return [limited(request or post(), "joining.mail", *keys, **rates) is None for _ in range(times)]


def test_tries_within_the_rate_go_on():
    assert tried(4, per_address="3/h") == [True, True, True, False]


def test_refusal_says_how_long_to_wait():
    with time_machine.travel(1_000_000, tick=False):
        limited(post(), "joining.mail", per_address="1/h")
    with time_machine.travel(1_000_000 + 600, tick=False):
        assert limited(post(), "joining.mail", per_address="1/h") == Wait(3000)


def test_refused_tries_do_not_prolong_the_wait():
    with time_machine.travel(1_000_000, tick=False):
        tried(5, per_address="1/h")
    with time_machine.travel(1_000_000 + HOUR, tick=False):
        assert tried(1, per_address="1/h") == [True]


def test_each_client_address_has_its_own_count():
    tried(1, per_address="1/h")

    assert tried(1, request=post("192.0.2.2"), per_address="1/h") == [True]


def test_each_action_has_its_own_count():
    limited(post(), "joining.mail", per_address="1/h")

    assert limited(post(), "joining.begin", per_address="1/h") is None


def test_one_target_is_counted_over_all_client_addresses():
    answers = [
        limited(post(f"192.0.2.{number}"), "joining.mail", "a@example.org", per_key="2/h") is None
        for number in range(4)
    ]

    assert answers == [True, True, False, False]


def test_target_is_the_same_however_it_is_written():
    limited(post(), "joining.mail", "a@example.org", per_key="1/h")

    assert limited(post(), "joining.mail", " A@Example.ORG ", per_key="1/h") is not None
    assert limited(post(), "joining.mail", "b@example.org", per_key="1/h") is None


def test_longest_wait_of_several_counts():
    with time_machine.travel(1_000_000, tick=False):
        limited(post(), "joining.mail", "a@example.org", per_address="1/m", per_key="1/h")

        assert limited(post(), "joining.mail", "a@example.org", per_address="1/m", per_key="1/h") == Wait(HOUR)


def test_counters_hold_no_readable_address():
    limited(post(), "joining.mail", "a@example.org")

    keys = list(cache._cache)
    assert len(keys) == 2
    assert not any("example" in key or "192.0.2" in key for key in keys)


def test_count_that_somebody_else_holds_is_a_short_wait():
    limited(post(), "joining.mail")
    [key] = [key.removeprefix(":1:") for key in cache._cache]
    cache.add(f"{key}:lock", True, 30)

    assert limited(post(), "joining.mail") == Wait(BUSY)


def test_tries_at_once_do_not_pass_the_rate(shared_cache):

    results = race(*[lambda: limited(post(), "joining.mail", per_address="2/h") is None] * 4)

    assert sorted(results) == [False, False, True, True]


def test_address_that_the_client_claims_is_not_believed():
    assert client_address(post(**{"X-Forwarded-For": "198.51.100.7"})) == "192.0.2.1"


def test_address_that_a_trusted_proxy_names_is_believed(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert client_address(post(**{"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})) == "198.51.100.7"


def test_one_household_of_ipv6_is_one_client():
    first, second = post("2001:db8:1:2::1"), post("2001:db8:1:2:ffff::9")

    assert client_address(first) == client_address(second) == "2001:db8:1:2::"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "Try again in 1 minute."), (60, "Try again in 1 minute."), (61, "Try again in 2 minutes.")],
)
def test_wait_in_words_is_never_too_short(seconds, text):
    assert Wait(seconds).text == text


@pytest.mark.django_db
def test_page_of_a_refusal_says_when_to_try_again():
    request = post()
    SessionMiddleware(lambda _request: None).process_request(request)

    response = too_many(request, Wait(1200))

    assert (response.status_code, response.headers["Retry-After"]) == (429, "1200")
    assert "Try again in 20 minutes." in response.content.decode()
