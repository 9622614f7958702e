"""What a screen reader is told about a Word file: its title, its language, its headings, the heads of its tables."""

import io
import re
from typing import Any, NamedTuple

from docx import Document
from docx.oxml.ns import qn


class Told(NamedTuple):
    title: str
    languages: set[str]  # of the whole document, wherever Word looks for it
    headings: list[int]
    tables: list[bool]  # whether the first row, and no other one, is marked as the head


def told(data: bytes) -> Told:
    document = Document(io.BytesIO(data))
    [default] = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val")
    levels = [re.fullmatch(r"Heading (\d)", str(each.style and each.style.name)) for each in document.paragraphs]
    return Told(
        document.core_properties.title,
        {default, document.core_properties.language},
        [int(level[1]) for level in levels if level],
        [_has_head(each) for each in document.tables],
    )


def gaps(headings: list[int]) -> list[tuple[int, int]]:
    """Where a heading is more than one level below the one before; the title stands above the first."""
    return [(upper, lower) for upper, lower in zip([0, *headings], headings, strict=False) if lower > upper + 1]


def _has_head(table: Any) -> bool:
    marked = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    return marked == [True] + [False] * (len(marked) - 1)
