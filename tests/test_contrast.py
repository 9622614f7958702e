"""Every text and every line of the theme can be told from what it stands on; the end of the run tells the lowest."""

import pytest

from tests.contrast import COLOURS, GROUNDS, LARGE_TEXT_AND_LINES, TEXT, pairs, ratio, tokens
from tests.summary import SEEN

KINDS = {TEXT: "text", LARGE_TEXT_AND_LINES: "borders and focus"}
BEST = 7  # of the text that most is written in


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_the_theme_has_enough_contrast(scheme):
    colours = tokens()[scheme]

    found = {pair: ratio(colours[pair.front], colours[pair.ground]) for pair in pairs()}

    for pair, contrast in found.items():
        SEEN.contrast(f"{KINDS[pair.least]} ({scheme})", round(contrast, 2), f"{pair.front} on {pair.ground}")
    assert [f"{pair}: {contrast:.2f}" for pair, contrast in found.items() if contrast < pair.least] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_easy_to_read_on_every_ground(scheme):
    colours = tokens()[scheme]
    found = [
        ratio(colours[f"{each}-text-default"], colours[f"{each}-{ground}"]) for each in COLOURS for ground in GROUNDS
    ]

    assert min(found) >= BEST


def test_night_has_colours_of_its_own_for_all_that_stands_on_a_ground():
    day, night = tokens()["light"], tokens()["dark"]
    fronts = {name for pair in pairs() for name in pair[:2]}

    same = {name for name in fronts if day[name] == night[name]}

    warm = {"warning-base-contrast-subtle", "brand1-base-contrast-subtle"}  # a bright base in both
    assert same == {"deep-text", "deep-subtle"} | warm


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),  # the lightest grey on white that will do for text
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_ratio_is_that_of_the_guidelines_whichever_is_in_front(one, other, found):
    assert round(ratio(one, other), 2) == round(ratio(other, one), 2) == found
