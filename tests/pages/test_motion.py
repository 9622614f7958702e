"""Whoever asks their system for less motion gets none: nothing on the main pages moves, fades or glides."""

import pytest

from tests.pages.table import MAIN

LONGEST = 0.01  # seconds
# The elements whose transition or animation lasts longer, and its pseudo elements.
MOVING = """(longest) => {
  const second = (text) => parseFloat(text) * (text.includes("ms") ? 0.001 : 1);
  const seconds = (text) => Math.max(...text.split(",").map(second));
  const moves = (element, pseudo) => {
    const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(element, pseudo);
    const isAnimated = animationName !== "none" && seconds(animationDuration) > longest;
    return isAnimated || seconds(transitionDuration) > longest || scrollBehavior === "smooth";
  };
  const all = [...document.querySelectorAll("*")];
  return all.filter((each) => [undefined, "::before", "::after"].some((pseudo) => moves(each, pseudo)))
    .map((each) => each.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("path", MAIN)
def test_nothing_moves_for_whoever_asks_for_less_motion(page, path):
    page.goto(path)

    page.emulate_media(reduced_motion="reduce")

    assert page.evaluate(MOVING, LONGEST) == []


def test_buttons_fade_for_everybody_else(page):
    """The test above would find what moves."""
    page.goto("/en/")

    page.emulate_media(reduced_motion="no-preference")

    assert page.evaluate(MOVING, LONGEST) != []
