"""A proof of work in ALTCHA's protocol, version 2: a browser computes a moment before a form is taken."""

import hashlib
import json
import secrets
import time

import altcha
from django.conf import settings
from django.core.cache import cache

ALGORITHM = "PBKDF2/SHA-256"
COST = 4_000  # iterations of one try
FEWEST, MOST = 25, 75  # tries until the right one, so that nobody waits for bad luck
LIFETIME = 20 * 60  # seconds
LONGEST = 2_000  # characters of an answer; an honest one has about 700


def new_challenge(purpose: str, *, tries: int | None = None) -> str:
    """A challenge for one kind of form, as JSON; ``portal/static/js/proof-of-work.js`` solves it.

    Measured in Chromium: fifty tries, the average, take 0.1 s, and 0.3 s with the processor slowed down to a phone's.
    ``tries`` sets how many are needed; otherwise it is chosen at random.
    """
    challenge = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=secrets.randbelow(MOST - FEWEST + 1) + FEWEST if tries is None else tries,
        expires_at=int(time.time()) + LIFETIME,
        data={"purpose": purpose},
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("solution"),
    )
    return json.dumps(challenge.to_dict())


def is_solved(answer: str, purpose: str) -> bool:
    """Whether an answer solves a challenge of this purpose, in time and for the first time. Asking uses it up."""
    if not answer or len(answer) > LONGEST:
        return False
    result = altcha.verify_solution(answer, _key("challenge"), hmac_key_secret=_key("solution"))
    if not result.verified:
        return False
    challenge = altcha.Payload.from_base64(answer).challenge
    if challenge.parameters.data != {"purpose": purpose}:
        return False
    return cache.add(f"proof-of-work:{challenge.signature}", True, LIFETIME)  # of several at once, one succeeds


def _key(use: str) -> str:
    return hashlib.sha256(f"proof of work, {use}: {settings.SECRET_KEY}".encode()).hexdigest()
