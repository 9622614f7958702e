"""axe finds nothing on a page that was filled in, by day and by night, on a telephone and on a desk.

The pages as they open are seen in ``tests/pages/``.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import follow

CONTRAST = {"runOnly": ["color-contrast", "link-in-text-block"]}
WIDTHS = {"telephone": 390, "desk": 1280}
ITEMS = ["BAT-01@1.0.0/L1", "BAT-01@1.0.0/L2", "CLI-01@1.0.0/L2", "TAK-01@1.1.0/L3"]


def faults_of(page, path, width):
    """What ``faults_here`` finds on the page of an address."""
    page.goto(path)
    return faults_here(page, width)


def faults_here(page, width):
    """What axe finds by day and in its colours by night, and whether the page scrolls sideways."""
    page.emulate_media(color_scheme="light")
    by_day = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="dark")
    by_night = Axe().run(page, options=CONTRAST).response["violations"]
    found = [f"{each['id']}: {each['nodes'][0]['html']}" for each in [*by_day, *by_night]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"scrolls sideways to {wide}"] if wide > width else [])


@pytest.fixture(params=list(WIDTHS.values()), ids=list(WIDTHS))
def sized(request, page):
    page.set_viewport_size({"width": request.param, "height": 900})
    return page, request.param


@pytest.mark.parametrize("language", ["en", "fi"])
def test_no_basket_has_a_fault(sized, language):
    page, width = sized
    address = f"/{language}/basket/"
    for item in ITEMS:
        page.request.post(f"{address}add/", form={"item": item})

    found = {"filled": faults_of(page, address, width)}
    page.request.post(address, form={"do": "save", "value|BAT-01@1.0.0/L2|cycles": "9000"})
    found["with a fault"] = faults_of(page, address, width)
    page.goto(address)
    follow(page.locator("button[value='share']"))
    found["shared"] = faults_of(page, page.url, width)

    assert {name: faults for name, faults in found.items() if faults} == {}
