"""What Lighthouse said about pages: a score of four kinds each, as a table, and what keeps a score down."""

import json
from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

CATEGORIES = {"performance": "speed", "accessibility": "access", "best-practices": "practice", "seo": "search"}
LEAST = 95


class Looked(NamedTuple):
    """One page, looked at once."""

    scores: dict[str, int]  # by category, of 100
    lost: list[str]  # audits that took points off, with how they are named to people


def read(report: str, kinds: Sequence[str] = tuple(CATEGORIES)) -> Looked:
    """The scores of these kinds in the JSON that Lighthouse writes. Raises ValueError with why it has not measured."""
    data = json.loads(report)
    if error := data.get("runtimeError", {}).get("message"):
        raise ValueError(error)
    found = data["categories"]
    missing = [name for name in kinds if found.get(name, {}).get("score") is None]
    if missing:
        raise ValueError(f"no score of {', '.join(missing)}")
    return Looked({name: round(100 * found[name]["score"]) for name in kinds}, _lost(data))


def _lost(data: dict[str, Any]) -> list[str]:
    refs = [each for kind in data["categories"].values() for each in kind["auditRefs"] if each["weight"]]
    audits = {each["id"]: data["audits"][each["id"]] for each in refs}
    return [
        f"{name}: {audit['title']} {audit.get('displayValue', '')}".strip()
        for name, audit in audits.items()
        if audit["score"] is not None and audit["score"] < LEAST / 100
    ]


def middle(looks: list[Looked]) -> Looked:
    """Of several looks at one page: the median of each score, and what ever took points off."""
    scores = {name: int(median(each.scores[name] for each in looks)) for name in looks[0].scores}
    return Looked(scores, sorted({line for each in looks for line in each.lost}))


def table(pages: dict[str, Looked]) -> list[str]:
    """Lines with a page each; below one that is too low stands why."""
    lines = [f"{'page':<12}" + "".join(f"{name:>10}" for name in CATEGORIES.values())]
    for page, look in pages.items():
        lines.append(f"{page:<12}" + "".join(f"{look.scores.get(name, '-'):>10}" for name in CATEGORIES))
        lines += [f"    {line}" for line in look.lost if is_low(look)]
    return lines


def is_low(look: Looked) -> bool:
    return min(look.scores.values()) < LEAST
