"""Which changes of wording were declared to let the same bids comply."""

import pytest

from registry.diffs.declared import same_bids_comply, steps_between
from registry.models import CriterionVersion
from registry.sealed.canonical import canonical
from tests.factories.registry import CriterionFactory, VersionFactory, battery_content

DECLARED = canonical({"same_bids_comply": {"reason": "Typing error.", "declared_by": "city", "confirmed_by": "office"}})
PLAIN = "{}"


def _line(*steps: tuple[str, str]) -> list[CriterionVersion]:
    """Versions that follow one another, each with its number and what was said of its change."""
    criterion = CriterionFactory()
    line: list[CriterionVersion] = []
    for number, change in steps:
        base = line[-1] if line else None
        body = battery_content(blocks={"guidance": number})
        line.append(
            VersionFactory.create(criterion=criterion, number=number, change=change, base_version=base, body=body)
        )
    return line


@pytest.mark.django_db
def test_steps_lead_from_the_newer_back_to_the_older():
    first, second, third = line = _line(("1.0.0", PLAIN), ("1.1.0", PLAIN), ("2.0.0", PLAIN))

    assert steps_between(line, first, third) == steps_between(line, third, first) == [third, second]
    assert steps_between(line, first, first) == []


@pytest.mark.django_db
def test_steps_between_versions_of_two_lines_are_none():
    first, second = _line(("1.0.0", PLAIN), ("1.1.0", PLAIN))
    stray = VersionFactory(criterion=first.criterion, number="3.0.0")

    assert steps_between([first, second, stray], first, stray) == []
    assert not same_bids_comply([first, second, stray], first, stray)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([("1.0.0", PLAIN), ("1.0.1", DECLARED)], True),
        ([("1.0.0", PLAIN), ("2.0.0", DECLARED)], True),
        ([("1.0.0", PLAIN), ("2.0.0", PLAIN)], False),
        ([("1.0.0", PLAIN), ("1.1.0", PLAIN), ("1.1.1", DECLARED)], True),
        ([("1.0.0", PLAIN), ("1.0.1", DECLARED), ("2.0.0", PLAIN)], False),
    ],
)
def test_wording_is_declared_if_every_step_is(steps: list[tuple[str, str]], expected: bool):
    line = _line(*steps)

    assert same_bids_comply(line, line[0], line[-1]) is expected
    assert same_bids_comply(line, line[-1], line[0]) is expected
