"""The pages in a real browser: axe finds nothing, nothing scrolls sideways, the way through works."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.cms import services
from portal.cms.services import set_up_pages
from tests.browser import follow
from tests.factories.registry import ReleaseFactory, VersionFactory

SMALL, LARGE = {"width": 320, "height": 700}, {"width": 1280, "height": 900}
PATHS = ["/en/", "/sv/statement/", "/fi/members/", "/da/versions/", "/accounts/login/", "/accounts/password/reset/"]


@pytest.fixture
def _site(transactional_db, monkeypatch):
    """Some of the starter pages, and two releases to compare."""
    monkeypatch.setattr(services, "SLUGS", ("statement", "members", "versions", "call-to-join"))
    set_up_pages()
    version = VersionFactory()
    ReleaseFactory(number="1.0.0", members=[version])
    ReleaseFactory(number="1.1.0", members=[version, VersionFactory()])


@pytest.mark.usefixtures("_site")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(LARGE)
    found = {}

    for path in PATHS:
        page.goto(path)
        found[path] = [violation["id"] for violation in Axe().run(page).response["violations"]]

    assert found == {path: [] for path in PATHS}


@pytest.mark.usefixtures("_site")
def test_nothing_scrolls_sideways_on_a_small_screen(page):
    page.set_viewport_size(SMALL)
    widths = {}

    for path in PATHS:
        page.goto(path)
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert widths == dict.fromkeys(PATHS, SMALL["width"])


@pytest.mark.usefixtures("_site")
def test_reader_without_script_goes_from_the_front_page_to_joining(page_without_script):
    page = page_without_script
    page.goto("/sv/")

    follow(page.get_by_role("link", name="Så går ni med"))

    assert page.get_by_role("heading", level=1).inner_text() == "Gå med"
    assert page.get_by_role("main").get_by_role("link", name="Börja nu").get_attribute("href") == "/sv/join/"
