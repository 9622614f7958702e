"""What a copy has put on the clipboard."""

from typing import NamedTuple

from lxml.html import HtmlElement, fromstring
from playwright.sync_api import Page, expect

READ = """async () => {
  const [item] = await navigator.clipboard.read();
  const read = async (type) => (await item.getType(type)).text();
  return [await read("text/html"), await read("text/plain")];
}"""


class Copied(NamedTuple):
    html: HtmlElement
    plain: str

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.plain.splitlines() if line.strip()]

    @property
    def items(self) -> list[str]:
        """What Word will number."""
        return [" ".join(item.text_content().split()) for item in self.html.xpath("//ol/li")]


def copied(page: Page, announcement: str) -> Copied:
    """The clipboard, once the page has announced that it copied."""
    expect(page.locator("#announcer")).to_have_text(announcement)
    html, plain = page.evaluate(READ)
    return Copied(fromstring(html), plain)
