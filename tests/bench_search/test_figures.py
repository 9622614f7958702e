"""What is computed of the times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench_search.figures import Aim, growth_exponent, percentile, table

FASTER = Aim("page / raw", 2.2, 1.9)
MORE = Aim("answers", 0.3, 0.45, more_is_better=True)


def test_percentile_is_the_nearest_rank():
    values = [float(number) for number in range(100, 0, -1)]

    assert [percentile(values, share) for share in (1, 50, 95, 100)] == [1, 50, 95, 100]


def test_median_of_two_is_the_lower_one():
    assert percentile([2.0, 1.0], 50) == 1.0


@pytest.mark.parametrize(("values", "share"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_percentile_of_nothing_or_beyond_is_refused(values, share):
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


@given(st.lists(st.floats(0, 1_000), min_size=1), st.floats(0.1, 100))
def test_percentile_has_so_many_at_or_below_it(values, share):
    found = percentile(values, share)

    assert found in values
    assert sum(value <= found for value in values) >= len(values) * share / 100 - 1e-9


@given(st.floats(-1, 2), st.floats(0.001, 10))
def test_growth_exponent_is_the_power_that_the_times_grow_by(power, factor):
    times = {size: factor * size**power for size in (10_000, 100_000, 1_000_000)}

    assert growth_exponent(times) == pytest.approx(power, abs=1e-9)


def test_growth_of_one_size_is_refused():
    with pytest.raises(ValueError, match="two sizes"):
        growth_exponent({10_000: 1.0})


def test_verdict_of_a_time_is_better_the_less_it_is():
    assert [FASTER.verdict(value) for value in (1.9, 2.2, 2.3)] == ["aim", "pass", "fail"]


def test_verdict_of_a_throughput_is_better_the_more_it_is():
    assert [MORE.verdict(value) for value in (0.45, 0.3, 0.2)] == ["aim", "pass", "fail"]


def test_table_has_a_line_for_each_figure_there_is():
    lines = table([FASTER, MORE, Aim("memory", unit="MB")], {10: {"page / raw": 2.0}, 100: {"memory": 120.4}})

    assert [line.split() for line in lines.splitlines()[1:]] == [
        ["10", "page", "/", "raw", "2.00", "x", "≤", "2.2", "≤", "1.9", "pass"],
        ["100", "memory", "120", "MB"],
    ]
