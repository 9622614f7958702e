"""Contrast of the theme's own tokens (WCAG 2.2, 1.4.3 and 1.4.11), by day and by night."""

import re
from itertools import product
from typing import NamedTuple

from portal.settings.env import BASE_DIR

THEME = BASE_DIR / "portal" / "static" / "css" / "theme.css"
NIGHT = "@media screen and (prefers-color-scheme: dark)"
TOKEN = re.compile(r"--(?:ds-color-|ds-|jd-)([\w-]+): (#[0-9a-f]{6});")
COLOURS = ("accent", "neutral", "brand1", "info", "success", "warning", "danger")
GROUNDS = tuple(f"{kind}-{shade}" for kind in ("background", "surface") for shade in ("default", "tinted"))
GROUNDS_OF_TEXT = (*GROUNDS, "surface-hover", "surface-active")
BASES = ("base-default", "base-hover", "base-active")
TEXT, LARGE_TEXT_AND_LINES = 4.5, 3.0


class Pair(NamedTuple):
    front: str
    ground: str
    least: float


def tokens() -> dict[str, dict[str, str]]:
    """The colours by name: "light" and "dark"; what the night does not change is as by day."""
    day, night = THEME.read_text().split(NIGHT)
    light = dict(TOKEN.findall(day))
    return {"light": light, "dark": light | dict(TOKEN.findall(night))}


def pairs() -> list[Pair]:
    """What stands on what, each with the least that it needs."""
    found = [
        Pair("deep-text", "deep", TEXT),
        Pair("deep-subtle", "deep", TEXT),
        Pair("focus-outer", "focus-inner", LARGE_TEXT_AND_LINES),
        *(Pair("link-color-visited", f"neutral-{ground}", TEXT) for ground in GROUNDS),
        *(Pair("focus-outer", f"neutral-{ground}", LARGE_TEXT_AND_LINES) for ground in GROUNDS),
    ]
    for colour in COLOURS:
        texts = product(("text-default", "text-subtle"), GROUNDS_OF_TEXT)
        on_base = product(("base-contrast-default", "base-contrast-subtle"), BASES)
        borders = product(("border-default", "border-strong"), GROUNDS)
        found += [Pair(f"{colour}-{front}", f"{colour}-{ground}", TEXT) for front, ground in [*texts, *on_base]]
        found += [Pair(f"{colour}-{front}", f"{colour}-{ground}", LARGE_TEXT_AND_LINES) for front, ground in borders]
    return found


def ratio(one: str, other: str) -> float:
    """From 1 to 21, of two colours such as "#0b3a32"; whichever is in front."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
