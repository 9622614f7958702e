"""The field that holds blocks."""

from typing import Any

from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A StreamField that stores only what its blocks made of a value, and stays out of migrations.

    Blocks are no columns, so a new block is no new schema.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _blocks, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [[]], options

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, StreamValue):
            list(value)  # Wagtail would write blocks that nobody has looked at back as they came, uncleaned
        return super().get_prep_value(value)
