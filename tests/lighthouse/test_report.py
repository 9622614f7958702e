"""What Lighthouse writes becomes scores that fail below 95, with what took the points off."""

import json

import pytest

from tests.lighthouse.report import CATEGORIES, Looked, is_low, middle, read, table

GOOD = dict.fromkeys(CATEGORIES, 100)


def report(error="", **scores):
    """As Lighthouse writes it: each kind rests on one audit, and on one that counts nothing."""
    scores = {name.replace("_", "-"): score for name, score in scores.items()}
    audit = {
        name: {"title": f"About {name}", "score": score, "displayValue": "230 ms"} for name, score in scores.items()
    }
    refs = {name: [{"id": name, "weight": 1}, {"id": "hint", "weight": 0}] for name in scores}
    return json.dumps(
        {
            "categories": {name: {"score": score, "auditRefs": refs[name]} for name, score in scores.items()},
            "audits": {**audit, "hint": {"title": "A hint", "score": 0}},
            **({"runtimeError": {"message": error}} if error else {}),
        }
    )


def test_scores_are_of_a_hundred_and_what_took_points_off_is_told():
    found = read(report(performance=0.94, accessibility=1, best_practices=1, seo=0.95))

    assert found == Looked(
        {"performance": 94, "accessibility": 100, "best-practices": 100, "seo": 95},
        ["performance: About performance 230 ms"],
    )


def test_page_that_was_not_measured_has_no_score():
    with pytest.raises(ValueError, match=r"^no score of performance$"):
        read(report(performance=None, accessibility=1, best_practices=1, seo=1))
    with pytest.raises(ValueError, match=r"^The page did not paint\.$"):
        read(report("The page did not paint.", performance=1, accessibility=1, best_practices=1, seo=1))
    with pytest.raises(ValueError, match=r"^Expecting value"):
        read("")


def test_kind_that_was_not_asked_for_is_not_missed():
    assert read(report(performance=1), ["performance"]).scores == {"performance": 100}


@pytest.mark.parametrize("kind", CATEGORIES)
def test_page_is_low_where_one_score_is_below_95(kind):
    assert not is_low(Looked({**GOOD, kind: 95}, []))
    assert is_low(Looked({**GOOD, kind: 94}, []))


def test_middle_of_three_looks_is_the_median_of_each_score():
    looks = [Looked({**GOOD, "performance": score}, [f"off: {score}"]) for score in (80, 99, 97)]

    assert middle(looks) == Looked({**GOOD, "performance": 97}, ["off: 80", "off: 97", "off: 99"])


def test_table_has_a_line_a_page_and_says_why_below_those_that_are_low():
    pages = {
        "home": Looked(GOOD, ["performance: Slow"]),
        "found": Looked({"performance": 90, "accessibility": 100, "best-practices": 100}, ["performance: Slow"]),
    }

    assert [line.split() for line in table(pages)] == [
        ["page", "speed", "access", "practice", "search"],
        ["home", "100", "100", "100", "100"],
        ["found", "90", "100", "100", "-"],
        ["performance:", "Slow"],
    ]
