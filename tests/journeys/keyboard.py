"""A reader without a mouse: what they press is counted, and where they stand must be seen."""

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 300  # of the tab key on one page
# Whether what has the focus is on the screen, with nothing of the page lying over it, and looks focused.
SEEN = """(element) => {
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 10)];
  const top = document.elementFromPoint(x, y);
  const isNear = (other) => element.contains(other) || other.contains(element);
  const isUncovered = top && (isNear(top) || top.closest("label")?.contains(element));
  const isDrawn = ({ outlineStyle, outlineWidth, boxShadow }) =>
    (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  const isMarked = [element, element.closest("label")].some((each) => each && isDrawn(getComputedStyle(each)));
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
        assert target.evaluate(SEEN) == [True, True]

    def _go(self, key: str) -> None:
        with self.page.expect_event("load"):
            self.page.keyboard.press(key)
        self.actions += 1
