"""Rich text with few features, cleaned when it is saved and again when it is shown.

Wagtail shows what is stored as it stands, and an import or the admin's API can store anything.
"""

import re
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText, expand_db_html, get_text_for_indexing

FEATURES = ["bold", "italic", "h3", "ol", "ul", "link"]
TAGS = {"p", "br", "b", "strong", "i", "em", "h3", "ol", "ul", "li", "a"}
SCHEMES = {"https", "http", "mailto"}
# Draftail's own: the key of a line for comments; in place of href, what a link to a page points to.
_STORED = {"a": {"href", "linktype", "id"}, **{tag: {"data-block-key"} for tag in ("p", "h3", "li", "ol", "ul")}}
_SHOWN = {"a": {"href"}}
_PART_ENDS = re.compile(r"</(?:p|h3|li)>")


def clean_stored(source: str) -> str:
    """Rich text as it may be stored: our tags only, links as Wagtail writes them."""
    return nh3.clean(source, tags=TAGS, attributes=_STORED, url_schemes=SCHEMES, link_rel=None)


def clean_shown(html: str) -> SafeString:
    """Rich text as a reader gets it, with nothing that could run."""
    # nh3 lets through only the tags and attributes above
    return mark_safe(nh3.clean(html, tags=TAGS, attributes=_SHOWN, url_schemes=SCHEMES, link_rel=None))  # noqa: S308


class CleanRichText(RichText):
    """A stored rich text; in a template it is shown cleaned."""

    def __html__(self) -> SafeString:
        return clean_shown(expand_db_html(self.source))


class CleanRichTextBlock(RichTextBlock):
    """A rich text block that is cleaned on its way in and on its way out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": FEATURES, **options})

    def to_python(self, value: str) -> CleanRichText:
        return CleanRichText(value)

    def value_from_form(self, value: str) -> CleanRichText:
        return CleanRichText(clean_stored(value))

    def normalize(self, value: RichText | str | None) -> CleanRichText:
        source = value.source if isinstance(value, RichText) else str(value or "")
        return CleanRichText(source)

    def get_prep_value(self, value: RichText) -> str:
        return clean_stored(value.source)

    def get_searchable_content(self, value: RichText) -> list[str]:
        """Each paragraph, heading and item by itself; Wagtail would run them together."""
        return list(filter(None, map(get_text_for_indexing, _PART_ENDS.split(value.source))))
