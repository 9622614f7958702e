"""The way through the pages in a real browser."""

import pytest

from portal.cms import services
from portal.cms.services import set_up_pages
from tests.browser import follow
from tests.factories.registry import ReleaseFactory, VersionFactory


@pytest.fixture
def _site(transactional_db, monkeypatch):
    """Some of the starter pages, and two releases to compare."""
    monkeypatch.setattr(services, "SLUGS", ("statement", "members", "versions", "call-to-join"))
    set_up_pages()
    version = VersionFactory()
    ReleaseFactory(number="1.0.0", members=[version])
    ReleaseFactory(number="1.1.0", members=[version, VersionFactory()])


@pytest.mark.usefixtures("_site")
def test_reader_without_script_goes_from_the_front_page_to_joining(page_without_script):
    page = page_without_script
    page.goto("/sv/")

    follow(page.get_by_role("link", name="Så går ni med"))

    assert page.get_by_role("heading", level=1).inner_text() == "Gå med"
    assert page.get_by_role("main").get_by_role("link", name="Börja nu").get_attribute("href") == "/sv/join/"
