"""The program that ``pdf.py`` starts, without Django: HTML on its standard input, PDF on its standard output.

``python -m registry.takeaway.exports.printing <page.html >page.pdf``
"""

import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STYLE = Path(__file__).parent / "print.css"
FONT = Path(__file__).parents[3] / "portal/static/vendor/inter/inter-latin-wght-normal.woff2"
FONT_ADDRESS = "font:inter"  # what the style sheet calls it


class NotAllowed(FatalURLFetchingError):
    """The page asks for something that does not come with it."""


class OwnFontOnly(URLFetcher):
    """Gives the font that we ship and nothing else, from wherever it is asked for."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url != FONT_ADDRESS:
            raise NotAllowed(f"{url} is not fetched: a document holds all that it shows.")
        return URLFetcherResponse(url, FONT.read_bytes(), {"Content-Type": "font/woff2"})


def printed(html: str) -> bytes:
    """The page as PDF/UA-1. Raises NotAllowed if it asks for a picture, a style sheet or the like."""
    fetcher, fonts = OwnFontOnly(), FontConfiguration()
    style = CSS(string=STYLE.read_text(), font_config=fonts, url_fetcher=fetcher)
    document: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return document


if __name__ == "__main__":
    sys.stdout.buffer.write(printed(sys.stdin.buffer.read().decode()))
