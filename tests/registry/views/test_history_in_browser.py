"""A long history in a real browser: the keyboard reaches all of it, and nothing with the focus is under what stays."""

import pytest
from playwright.sync_api import expect

from tests.axe import look
from tests.factories.registry import ReleaseFactory, VersionFactory, battery_content

PAGE = "/en/criteria/smartphones/history/"
SMALL, LARGE = {"width": 320, "height": 700}, {"width": 1280, "height": 800}
STRICTER = [battery_content(levels={1: {"cycles": str(800 + 50 * step), "share": "80"}}) for step in range(10)]
HIDDEN = """() => [...document.querySelectorAll('.lanes tbody a')].filter((link) => {
  link.focus();
  const box = link.getBoundingClientRect();
  return !link.contains(document.elementFromPoint(box.x + box.width / 2, box.y + 8));
}).map((link) => link.textContent)"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def long_history(transactional_db):
    """Twelve criteria, ten releases, each with a stricter one."""
    line = [VersionFactory(criterion__code=f"BAT-{number:02}", body=STRICTER[0]) for number in range(1, 13)]
    for step in range(10):
        ReleaseFactory(number=f"{step + 1}.0.0", members=line)
        base = line[step]
        line[step] = VersionFactory(
            criterion=base.criterion, base_version=base, number="2.0.0", body=STRICTER[(step + 1) % 10]
        )


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_what_has_the_focus_is_seen(page, long_history, size):
    page.set_viewport_size(size)
    page.goto(PAGE)

    assert page.evaluate(HIDDEN) == []
    assert page.evaluate(SIDEWAYS) == 0


def test_region_takes_the_focus_and_scrolls_by_arrow_keys(page, long_history):
    page.set_viewport_size(SMALL)
    page.goto(PAGE)
    region = page.get_by_role("region", name="Criteria and releases")

    region.focus()
    page.keyboard.press("ArrowRight")

    expect(region).not_to_have_js_property("scrollLeft", 0)
    first = page.locator(".lanes tbody th").first.bounding_box()
    assert first["x"] == pytest.approx(region.bounding_box()["x"], abs=2)  # the criteria stay in view


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_long_history(page, long_history, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(LARGE)
    page.goto(f"{PAGE}#bat-03")

    assert look(page).faults == []


def test_mark_leads_to_the_two_versions_without_script(page_without_script, long_history):
    page_without_script.goto(PAGE)

    page_without_script.get_by_role("link", name="BAT-01 1.0.0 → 2.0.0: Stricter").click()

    assert page_without_script.url.endswith("/en/criterion/bat-01/compare/1.0.0...2.0.0/")
