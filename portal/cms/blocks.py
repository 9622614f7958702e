"""The few blocks that pages are made of. Domain data is never a block."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StreamBlock, StreamBlockValidationError, StructBlock, TextBlock
from wagtail.blocks.stream_block import StreamValue

from portal.cms.enums import Door
from portal.cms.rich_text import CleanRichTextBlock
from portal.core.ambitions import Ambition

LANGUAGELESS_PATH = re.compile(r"/(?!/)")

is_address = RegexValidator(
    r"^(/(?!/)|https://|mailto:)\S*$",
    _("Write a path on this site such as /members/, without the language, or an address that begins with https://."),
)


def in_this_language(address: str) -> str:
    """A path of this site under the reader's language; any other address as it stands."""
    return f"/{get_language()}{address}" if LANGUAGELESS_PATH.match(address) else address


class HeadingBlock(CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"


class ParagraphsBlock(CleanRichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"


class QuoteBlock(StructBlock):
    text = TextBlock(label=_("Text"))
    source = CharBlock(label=_("Source"), required=False, default="")

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quote.html"


class CallToActionBlock(StructBlock):
    """One invitation, with one button."""

    heading = CharBlock(label=_("Heading"))
    text = TextBlock(label=_("Text"), required=False, default="")
    label = CharBlock(label=_("Words on the button"))
    address = CharBlock(label=_("Address"), validators=[is_address])

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "href": in_this_language(value["address"])}

    class Meta:
        icon = "pick"
        label = _("Call to action")
        template = "cms/blocks/call_to_action.html"


class AmbitionBlock(StructBlock):
    """One ambition of the joint statement; its key leads to the criteria that serve it."""

    key = ChoiceBlock(label=_("Ambition"), choices=Ambition.choices)
    title = CharBlock(label=_("Title"))
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "flag"
        label = _("Ambition")
        template = "cms/blocks/ambition.html"


class DoorBlock(StructBlock):
    """A way in from the front page; where it leads follows from what there is."""

    leads_to = ChoiceBlock(label=_("Leads to"), choices=Door.choices)
    heading = CharBlock(label=_("Heading"))
    text = TextBlock(label=_("Text"))
    label = CharBlock(label=_("Words of the link"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds ``href`` from the page's ``door_urls``; empty if there is nothing behind the door yet."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "href": (parent_context or {}).get("door_urls", {}).get(value["leads_to"], "")}

    class Meta:
        icon = "link"
        label = _("Way in")
        template = "cms/blocks/door.html"


class BodyBlock(StreamBlock):
    """The content of any page."""

    heading = HeadingBlock()
    text = ParagraphsBlock()
    quote = QuoteBlock()
    call_to_action = CallToActionBlock()


class StatementBlock(BodyBlock):
    """The content of the statement: as any page's, with each ambition at most once."""

    ambition = AmbitionBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        cleaned = super().clean(value)
        seen: set[str] = set()
        faults = {}
        for index, block in enumerate(cleaned):
            if block.block_type == "ambition":
                if block.value["key"] in seen:
                    faults[index] = ValidationError(_("This ambition is here already: choose another, or remove one."))
                seen.add(block.value["key"])
        if faults:
            raise StreamBlockValidationError(block_errors=faults)
        return cleaned


class DoorsBlock(StreamBlock):
    """Two or three ways in, beside each other."""

    door = DoorBlock()

    class Meta:
        min_num = 1
        max_num = 3
