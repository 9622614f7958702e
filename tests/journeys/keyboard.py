"""A reader without a mouse: what they press is counted, and where they stand must be seen."""

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

MOST_STOPS = 300  # of the tab key on one page
MOST_LOOKS, LOOK_MILLISECONDS = 20, 50  # until the page has scrolled to where the focus is
# Whether what has the focus is on the screen, with nothing of the page lying over it, and looks focused.
SEEN = """(element) => {
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 10)];
  const top = document.elementFromPoint(x, y);
  const isNear = (other) => element.contains(other) || other.contains(element);
  const isUncovered = top && (isNear(top) || top.closest("label")?.contains(element));
  const isDrawn = ({ outlineStyle, outlineWidth, boxShadow }) =>
    (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  const isMarked = [element, element.closest("label"), element.closest(".ds-field")]
    .some((each) => each && isDrawn(getComputedStyle(each)));
  return [Boolean(isUncovered), isMarked];
}"""


class Keys:
    """Presses keys. An action is what its doer would call one: a word typed, a link followed, a box ticked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def type_into_search(self, text: str) -> None:
        self.page.keyboard.press("/")
        self.page.keyboard.type(text)
        self._go("Enter")

    def follow(self, target: Locator) -> None:
        """Go to a link or button with the tab key and press it; another page comes."""
        self.reach(target)
        self._go("Enter")

    def press(self, key: str) -> None:
        """A key that does something here."""
        self.page.keyboard.press(key)
        self.actions += 1

    def fill(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.actions += 1

    def choose(self, target: Locator, *, steps: int) -> None:
        """One of several radios, so many arrow keys away from the one that the tab key reaches."""
        self.reach(target)
        for _ in range(steps):
            self.page.keyboard.press("ArrowRight")
        if not steps:
            self.page.keyboard.press("Space")
        self.actions += 1

    def tick(self, target: Locator) -> None:
        self.reach(target)
        self.press("Space")
        expect(target).to_be_checked()

    def pick(self, target: Locator, option: str) -> None:
        """One option of a list, by typing how it begins."""
        self.reach(target)
        self.page.keyboard.type(option)
        self.actions += 1
        expect(target.locator("option:checked")).to_have_text(re.compile(f"^{re.escape(option)}"))

    def hand_in(self, target: Locator, file: FilePayload) -> None:
        """A file, by the dialog that a key opens."""
        self.reach(target)
        with self.page.expect_file_chooser() as dialog:
            self.page.keyboard.press("Space")
        dialog.value.set_files(file)
        self.actions += 1

    def download(self, target: Locator) -> str:
        """The path of the file that a link gives."""
        self.reach(target)
        with self.page.expect_download() as download:
            self.page.keyboard.press("Enter")
        self.actions += 1
        return str(download.value.path())

    def reach(self, target: Locator) -> None:
        """Walk there with the tab key; wherever it stops must be seen."""
        expect(target).to_have_count(1)
        for _ in range(MOST_STOPS):
            if target.evaluate("(element) => element === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(target).to_be_focused()
        for _ in range(MOST_LOOKS):
            if (seen := target.evaluate(SEEN)) == [True, True]:
                break
            self.page.wait_for_timeout(LOOK_MILLISECONDS)
        assert seen == [True, True]

    def _go(self, key: str) -> None:
        with self.page.expect_event("load"):
            self.page.keyboard.press(key)
        self.actions += 1
