"""axe in a page: it is brought there once, and hands over a sentence a fault.

Handing over all that it has looked at takes longer than the looking.
"""

from typing import Any, NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_LOOK = """async (options) => {
  const { violations, passes } = await axe.run({ resultTypes: ["violations"], ...options });
  const found = violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [found, passes.length, violations.length];
  const isWide = (each) => Math.round(each.getBoundingClientRect().right) === scrollWidth;
  const widest = [...document.body.querySelectorAll("*")].filter(isWide).pop();
  const wide = `scrolls sideways to ${scrollWidth}: ${widest?.outerHTML.slice(0, 200)}`;
  return [[...found, wide], passes.length, violations.length];
}"""


class Look(NamedTuple):
    faults: list[str]  # what axe finds; and whether the page scrolls sideways, which it does not look at
    passed: int  # rules
    violated: int  # rules


def look(page: Page, **options: Any) -> Look:
    """Look at a page as it is now, with the options of ``axe.run``."""
    if not page.evaluate("'isOurAxe' in window"):  # Wagtail brings another to its previews and editors
        page.evaluate(AXE_SCRIPT)
        page.evaluate("window.isOurAxe = true")
    return Look(*page.evaluate(_LOOK, options))
