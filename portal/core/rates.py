"""How often the same thing may be tried: by one client address, and for one target such as an e-mail address."""

import hashlib
import math
import time
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import apply_rate, cache_lock, parse_rate, truncate_ip
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

PER_ADDRESS = "20/h"  # a town hall may have one address for everybody
PER_KEY = "5/h"
BUSY = 2  # seconds to wait where another request is counting the same


class Wait(NamedTuple):
    """A try too many: how long until the next one counts."""

    seconds: int

    @property
    def text(self) -> str:
        """ "Try again in 20 minutes." """
        minutes = math.ceil(self.seconds / 60)
        text = ngettext("Try again in %(minutes)d minute.", "Try again in %(minutes)d minutes.", minutes)
        return text % {"minutes": minutes}


def limited(
    request: HttpRequest, action: str, *keys: str, per_address: str = PER_ADDRESS, per_key: str = PER_KEY
) -> Wait | None:
    """Count a try of ``action``; None if it may go on, else how long to wait.

    It counts for the client's address and for each of ``keys``, whether they mean anybody or not: the answer tells
    nothing about them. The counters are shared by all processes and hold no readable address.
    """
    sources = [(per_address, f"address:{client_address(request)}")]
    sources += [(per_key, f"key:{key.strip().lower()}") for key in keys]
    waits = [wait for rate, source in sources if (wait := _count(action, rate, source))]
    return max(waits, default=None)


def too_often(wait: Wait) -> str:
    """What a form says that was sent too often; what was typed stays in it."""
    return gettext("There were too many tries, so nothing was sent. %(wait)s") % {"wait": wait.text}


def client_address(request: HttpRequest) -> str:
    """Of the client, as the trusted proxies say it; of an IPv6 client the network, which is one household's."""
    return str(truncate_ip(get_adapter().get_client_ip(request)))


def too_many(request: HttpRequest, wait: Wait) -> HttpResponse:
    """The page that refuses a request as a whole and says when to try again."""
    response = render(request, "429.html", {"wait": wait}, status=429)
    response.headers["Retry-After"] = str(wait.seconds)
    return response


def _count(action: str, rate: str, source: str) -> Wait | None:
    """One counter, in the manner of allauth's: the moments of the tries that still count, newest first."""
    limit = parse_rate(rate)
    key = f"rate:{action}:{hashlib.sha256(source.encode()).hexdigest()}"
    with cache_lock(key) as is_ours:
        if not is_ours:
            return Wait(BUSY)
        now = time.time()
        allowed, moments = apply_rate(cache.get(key, []), now, limit)
        if not allowed:
            return Wait(max(1, math.ceil(moments[-1] + limit.duration - now)))
        cache.set(key, moments, limit.duration)
        return None
