"""What every Atom feed of the portal shares."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class AtomFeed(Atom1Feed):
    """Atom 1.0 whose entries say their own language."""

    def item_attributes(self, item: dict[str, str]) -> dict[str, str]:
        return {**super().item_attributes(item), "xml:lang": item["language"]}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", f"{settings.BASE_URL}{settings.STATIC_URL}img/logo.svg")


def speakable(text: str) -> str:
    """Without the control characters that XML cannot carry: one of them would take the feed from everybody."""
    return _UNSPEAKABLE.sub("", text)


def tag_host() -> str:
    """Whose names the tag URIs of entries are: RFC 4151."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"
