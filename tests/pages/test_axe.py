"""axe finds nothing on any page: by day and by night, on a small and a large screen, with text twice as large.

Every page is seen in every language and in every sight, so paired that the next page has the next pair; the main ones
in every sight of every language; those of the admin, whose frame is Wagtail's, in two. Contrast takes axe most of its
time and is the same in every language: it is measured once by day and once by night. What a page looks like after a
form was filled in wrongly, the journeys see.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.axe import look
from tests.pages.scene import Scene
from tests.pages.table import MAIN, Reader, Visit, spoken, visits
from tests.summary import SEEN

LANGUAGES = ("en", "sv", "nb", "fi", "da")
OF_THE_ADMIN = ("en", "sv")
PARTS = 4  # of the table, so that it is shared among processes
STANDARD_TEXT = 16  # pixels
TARGETS = {"target-size": {"enabled": True}}  # 24 px, which axe leaves out unless it is asked


class Sight(NamedTuple):
    scheme: Literal["light", "dark"]
    width: int
    text: int = STANDARD_TEXT
    has_contrast: bool = False  # measured


SIGHTS = (
    Sight("light", 320, has_contrast=True),
    Sight("dark", 1440, has_contrast=True),
    Sight("light", 1440, text=2 * STANDARD_TEXT),
    Sight("dark", 320),
    Sight("light", 1440),
)


class Looker:
    """A browser window that goes from page to page, and how it sees them."""

    def __init__(self, page: Page, scene: Scene, address: str) -> None:
        self.page, self.scene, self.address = page, scene, address
        self.devtools = page.context.new_cdp_session(page)
        self.language = ""
        self.faults: dict[str, list[str]] = {}

    def be(self, reader: Reader, language: str) -> None:
        self.language = language
        self.scene.speak(language)
        self.page.context.clear_cookies()
        self.page.context.add_cookies(
            [
                {"name": cookie.key, "value": cookie.value, "url": self.address}
                for cookie in self.scene.clients[reader].cookies.values()
            ]
        )

    def look(self, name: str, path: str, *sights: Sight) -> None:
        """Open a page, and note what is wrong with it in each sight; its name is the same in every language."""
        for sight in sights:
            self._see(sight)
            if sight is sights[0]:
                self.page.goto(path)
            found = look(self.page, rules={**TARGETS, "color-contrast": {"enabled": sight.has_contrast}})
            SEEN.look(name, self.language, sight.scheme, passed=found.passed, violated=found.violated)
            if found.faults:
                self.faults[f"{path} {sight.scheme} {sight.width} {sight.text}"] = found.faults

    def _see(self, sight: Sight) -> None:
        self.page.emulate_media(color_scheme=sight.scheme)
        self.page.set_viewport_size({"width": sight.width, "height": 900})
        self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": sight.text}})


@pytest.fixture
def looker(page, watch, live_server, scene):
    watch.allow("401|404|410")
    return Looker(page, scene, live_server.url)


def part_of(number: int, language: str) -> Iterator[Visit]:
    """A share of the table, by reader."""
    for visit in visits():
        is_spoken = language in OF_THE_ADMIN or not visit.path.startswith("/admin/")
        if visit.number % PARTS == number and is_spoken:
            yield visit


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_fault(looker, language, part):
    place = LANGUAGES.index(language)
    reader = None
    for visit in part_of(part, language):
        if visit.reader is not reader:
            looker.be(reader := visit.reader, language)
        sight = SIGHTS[(visit.number + place) % len(SIGHTS)]
        looker.look(visit.path, spoken(looker.scene.address(visit.path), language), sight)

    assert looker.faults == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_main_page_has_a_fault_in_any_sight(looker, language):
    looker.be(Reader.VISITOR, language)
    for path in MAIN:
        looker.look(path, spoken(path, language), *SIGHTS)

    assert looker.faults == {}


def test_every_page_is_seen_in_every_language_and_sight():
    """Whatever its number, the five visits to a page are in five languages and five sights."""
    for number in range(len(SIGHTS)):
        seen = {SIGHTS[(number + place) % len(SIGHTS)] for place in range(len(LANGUAGES))}

        assert seen == set(SIGHTS)
    assert {code for code, _name in settings.LANGUAGES} == set(LANGUAGES)
    assert {visit for part in range(PARTS) for visit in part_of(part, "en")} == set(visits())
