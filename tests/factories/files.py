"""Small files of every kind that applicants add, and of those that they may not."""

import io
import zipfile
import zlib

from docx import Document
from openpyxl import Workbook
from PIL import Image

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # what every scanner finds, harmless
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry>'
    "</manifest:manifest>"
)
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0">'
    "<office:scripts>{}</office:scripts></office:document-content>"
)


def pdf(body: bytes = b"<< /Type /Catalog >>") -> bytes:
    """A PDF of one object."""
    return b"%PDF-1.7\n1 0 obj\n" + body + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def packed(text: bytes, dictionary: bytes = b"/Type /ObjStm /Filter /FlateDecode") -> bytes:
    """The body of an object whose text is compressed."""
    content = zlib.compress(text)
    return b"<< " + dictionary + b" >>\nstream\n" + content + b"\nendstream"


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 2), **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, kind, **options)
    return target.getvalue()


def overlapping(streams: int, tail: int) -> bytes:
    """A PDF whose streams all skip to the same ``tail`` bytes of empty blocks, and unpack to next to nothing."""
    head = b"stream\n\x78\x9c"
    skipped = [(streams - 1 - number) * (len(head) + 5) for number in range(streams)]
    heads = [head + b"\0" + rest.to_bytes(2, "little") + (rest ^ 0xFFFF).to_bytes(2, "little") for rest in skipped]
    return b"%PDF-1.7\n" + b"".join(heads) + b"\0\0\0\xff\xff" * (tail // 5) + b"%%EOF"


def docx() -> bytes:
    target = io.BytesIO()
    document = Document()
    document.add_paragraph("We sign the joint statement.")
    document.save(target)
    return target.getvalue()


def xlsx() -> bytes:
    """A table of one cell."""
    target, book = io.BytesIO(), Workbook()
    book.worksheets[0]["A1"] = "Malmö"
    book.save(target)
    return target.getvalue()


def odt(**parts: str) -> bytes:
    """An ODT; the keywords replace parts: content, manifest."""
    texts = {"content.xml": parts.get("content", CONTENT.format(""))}
    texts["META-INF/manifest.xml"] = parts.get("manifest", MANIFEST.format(""))
    return package({"mimetype": "application/vnd.oasis.opendocument.text", **texts})


def package(parts: "dict[str, str | bytes]", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_part(content: bytes, name: str, part: "str | bytes") -> bytes:
    """The same package with one part more, or another one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {each: archive.read(each) for each in archive.namelist()}
    return package({**parts, name: part})


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()
