"""Bars as long as the numbers say, on an axis of round numbers, and the same numbers in words."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from lxml.html import fromstring

from portal.members.charts import AXIS, LONGEST_NAME, ROW, WIDTH, bar_chart, round_step
from portal.members.figures import Row
from portal.members.querysets import Range


def row(low=0, high=0, name="City"):
    return Row(name, Range(low, high))


def drawn(chart):
    context = {"chart": chart, "id": "phones", "title": "By member", "unit": "pieces a year"}
    [svg] = fromstring(render_to_string("components/bar_chart.html", context)).xpath("//svg")
    return svg


@pytest.mark.parametrize(
    ("highest", "step"),
    [(0, 1), (1, 1), (4, 1), (5, 2), (9, 5), (9000, 5000), (7000, 2000), (40_000, 10_000), (41_000, 20_000), (99, 50)],
)
def test_step_of_the_axis_is_round_and_large_enough(highest, step):
    assert round_step(highest) == step


def test_bar_has_what_is_sure_and_what_may_be():
    [bar] = bar_chart([row(5000, 10_000)]).bars

    assert (bar.sure, bar.perhaps) == (f"{WIDTH / 2:.1f}", f"{WIDTH / 2:.1f}")


def test_exact_number_has_nothing_that_may_be():
    [bar] = bar_chart([row(10, 10)]).bars

    assert (bar.sure, bar.perhaps, bar.shown) == (f"{WIDTH:.1f}", "0.0", "10")


def test_bars_share_one_scale_and_keep_their_order():
    bars = bar_chart([row(10, 10, "B"), row(5, 5, "A")]).bars

    assert [bar.name for bar in bars] == ["B", "A"]
    assert float(bars[0].sure) == 2 * float(bars[1].sure)
    assert bars[1].y - bars[0].y == ROW


def test_axis_goes_from_nothing_to_a_number_that_none_exceeds():
    with override("en"):
        lines = bar_chart([row(6000, 9000)]).lines

    assert [(line.label, line.anchor) for line in lines] == [("0", "start"), ("5,000", "middle"), ("10,000", "end")]
    assert (lines[0].x, lines[-1].x) == ("0.0", f"{WIDTH:.1f}")


def test_chart_of_nothing_is_an_axis():
    chart = bar_chart([])

    assert (chart.bars, chart.height, chart.foot) == ([], AXIS, 0)
    assert [line.label for line in chart.lines] == ["0", "1"]


def test_chart_of_zeros_has_bars_without_length():
    [bar] = bar_chart([row(0, 0)]).bars

    assert (bar.sure, bar.perhaps) == ("0.0", "0.0")


def test_long_name_is_shortened_in_the_chart():
    [bar] = bar_chart([row(1, 1, "A very long name of a joint purchasing body")]).bars

    assert bar.name == "A very long name of a joint purch…"
    assert len(bar.name) == LONGEST_NAME


def test_chart_says_its_numbers_in_words():
    svg = drawn(bar_chart([row(6000, 9000, "Copenhagen"), row(6000, 7000, "Malmö")]))

    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby").split() == [svg.xpath("string(title/@id)"), svg.xpath("string(desc/@id)")]
    assert svg.xpath("string(title)") == "By member"
    assert svg.xpath("string(desc)") == "Copenhagen: 6,000–9,000 pieces a year; Malmö: 6,000–7,000 pieces a year"


def test_tall_chart_is_measured_in_plain_numbers():
    chart = bar_chart([row(1, 2)] * 20)

    with override("sv"):
        assert drawn(chart).get("viewbox") == f"0 0 {WIDTH} {20 * ROW + AXIS}"
    assert 20 * ROW + AXIS > 1000


def test_name_in_the_chart_is_escaped():
    svg = drawn(bar_chart([row(1, 1, "<b>City</b>")]))

    assert svg.xpath("//b") == []
    assert svg.xpath("string(.//text[@class='chart-name'])") == "<b>City</b>"
