"""Makes ``reference.docx``: pandoc's own template with numbered headings and a calm look. Run after a pandoc upgrade.

``python -m registry.takeaway.exports.reference`` writes the file beside this module.
"""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pypandoc

TARGET = Path(__file__).parent / "reference.docx"
_NUMBERING = 800  # an id that pandoc leaves alone
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_EPOCH = (2026, 1, 1, 0, 0, 0)  # a fixed time stamp, so that the same template has the same bytes


def make_reference() -> bytes:
    """pandoc's template, with headings 1 and 2 numbered by Word itself ("1", "1.1")."""
    pandoc = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    original = subprocess.run(pandoc, capture_output=True, check=True, timeout=30).stdout
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/numbering.xml":
                content = _with_heading_numbers(content.decode()).encode()
            if name == "word/styles.xml":
                content = _with_styles(content.decode()).encode()
            copy.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _with_heading_numbers(xml: str) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{level + 1}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>'
        for level, text in enumerate(("%1", "%1.%2"))
    )
    abstract = (
        f'<w:abstractNum w:abstractNumId="{_NUMBERING}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    number = f'<w:num w:numId="{_NUMBERING}"><w:abstractNumId w:val="{_NUMBERING}"/></w:num>'
    xml = xml.replace("<w:abstractNum ", f"{abstract}<w:abstractNum ", 1)
    return xml.replace("</w:numbering>", f"{number}</w:numbering>")


def _with_styles(xml: str) -> str:
    for level in (0, 1):
        numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{_NUMBERING}"/></w:numPr>'
        style = re.compile(rf'(<w:style [^>]*w:styleId="Heading{level + 1}">.*?<w:keepLines ?/>)', re.DOTALL)
        xml = style.sub(rf"\1{numbered}", xml, count=1)
    table = re.compile(r'(w:styleId="Table">.*?<w:tblInd [^>]*/>)', re.DOTALL)
    xml = table.sub(rf"\1<w:tblBorders>{_LINES}</w:tblBorders>", xml, count=1)  # a cell to write in is seen
    return xml.replace('w:val="0F4761"', 'w:val="0B4F4A"')


if __name__ == "__main__":
    TARGET.write_bytes(make_reference())
