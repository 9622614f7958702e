"""What a browser adds to a guarded form: an empty trap, a stamp of a minute ago, a solved challenge."""

import json
import time

import altcha

from portal.core.guarded import PROOF, STAMP, TRAP, new_stamp
from portal.core.proof_of_work import new_challenge


def guards(purpose: str) -> dict[str, str]:
    """The guard fields of a form as a person's browser sends them: ``{**guards("joining.start"), "email": …}``."""
    return {TRAP: "", STAMP: new_stamp(purpose, at=time.time() - 60), PROOF: solved(new_challenge(purpose, tries=1))}


def solved(challenge: str) -> str:
    """The answer to a challenge."""
    found = altcha.Challenge.from_dict(json.loads(challenge))
    solution = altcha.solve_challenge(found)
    assert solution is not None
    return altcha.Payload(found, solution).to_base64()
