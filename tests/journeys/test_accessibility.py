"""axe finds nothing on a page that was filled in, by day and by night, on a telephone and on a desk.

The pages as they open are seen in ``tests/pages/``.
"""

import pytest

from tests.axe import look
from tests.browser import follow

CONTRAST = {"runOnly": ["color-contrast", "link-in-text-block"]}
WIDTHS = {"telephone": 390, "desk": 1280}
ITEMS = ["BAT-01@1.0.0/L1", "BAT-01@1.0.0/L2", "CLI-01@1.0.0/L2", "TAK-01@1.1.0/L3"]


def faults_of(page, path):
    """What ``faults_here`` finds on the page of an address."""
    page.goto(path)
    return faults_here(page)


def faults_here(page):
    """What axe finds by day and in its colours by night, and whether the page scrolls sideways."""
    page.emulate_media(color_scheme="light")
    by_day = look(page).faults
    page.emulate_media(color_scheme="dark")
    return by_day + look(page, **CONTRAST).faults


@pytest.fixture(params=list(WIDTHS.values()), ids=list(WIDTHS))
def sized(request, page):
    page.set_viewport_size({"width": request.param, "height": 900})


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.usefixtures("sized")
def test_no_basket_has_a_fault(page, language):
    address = f"/{language}/basket/"
    for item in ITEMS:
        page.request.post(f"{address}add/", form={"item": item})

    found = {"filled": faults_of(page, address)}
    page.request.post(address, form={"do": "save", "value|BAT-01@1.0.0/L2|cycles": "9000"})
    found["with a fault"] = faults_of(page, address)
    page.goto(address)
    follow(page.locator("button[value='share']"))
    found["shared"] = faults_of(page, page.url)

    assert {name: faults for name, faults in found.items() if faults} == {}
