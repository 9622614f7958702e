"""PDF: refused when it has a password or does something by itself.

Files inside a PDF are let through: services for signing put their log beside the signature that way.
"""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

PDF = "application/pdf"
ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia|Rendition|XFA|ImportData|GoToE)(?![A-Za-z0-9])")
PASSWORD = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
STREAM = re.compile(rb"stream[ \t]*(?:\r\n|\n|\r)")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # "/J#61vaScript" is "/JavaScript"
LONGEST_DICTIONARY = 2_000  # bytes before a stream in which its own description is looked for
MOST_UNPACKED = 60_000_000  # bytes of all streams that are no pictures
MOST_READ = 3  # times the file's size, by all streams together: each may claim to go on to the file's end
READ_ANYWAY = 1_000_000  # bytes, for small files
MOST_STREAMS = 30_000  # counted at their beginnings and ends; a book has some thousand
PIECE = 1_024


class Unreadable(Exception):
    """A stream that cannot be looked through."""


def pdf_fault(content: bytes) -> str:
    """Why a PDF is not taken; empty: nothing.

    Names may hide in compressed streams, so those are unpacked too, up to a limit.
    """
    if b"%%EOF" not in content[-4_096:]:
        return _("the PDF is damaged or incomplete. Save it again.")
    plain = _unescaped(content)
    if PASSWORD.search(plain):
        return _("the PDF has a password or is protected. Save it without protection, or print it to a new PDF.")
    try:
        is_active = ACTIVE.search(plain) or any(ACTIVE.search(_unescaped(text)) for text in _streams(content))
    except Unreadable:
        return _("the PDF cannot be looked through, or unpacks to far more than its size. Print it to a new PDF.")
    if is_active:
        return _("the PDF carries script or a form program. Save it without, or print it to a new PDF.")
    return ""


def _streams(content: bytes) -> Iterator[bytes]:
    """What the streams hold, unpacked. Raises Unreadable beyond the limits, and for objects packed in another way.

    Their lengths are not asked: a wrong one would let a reader see what this does not.
    """
    left, to_read = MOST_UNPACKED, MOST_READ * len(content) + READ_ANYWAY
    view = memoryview(content)
    for number, found in enumerate(STREAM.finditer(content)):
        if number > MOST_STREAMS:
            raise Unreadable
        before = content[max(0, found.start() - LONGEST_DICTIONARY) : found.start()]
        dictionary = _unescaped(before[before.rfind(b" obj") :])
        holds_objects = b"/ObjStm" in dictionary and not before.endswith(b"end")  # the stream, not its "endstream"
        if b"/Subtype/Image" in dictionary.replace(b" ", b"") and not holds_objects:
            continue
        text, read = _unpacked(view[found.end() :][:to_read], left)
        left, to_read = left - len(text), to_read - read
        if left <= 0 or to_read <= 0 or (holds_objects and not text):
            raise Unreadable
        yield text


def _unpacked(view: memoryview, most: int) -> tuple[bytes, int]:
    """What unpacks from the start of ``view``, piece by piece and up to ``most`` bytes, and how many bytes were read.

    Empty if nothing unpacks. The check sum at the end is not asked, and a fault loses one piece only: readers are as
    lenient.
    """
    if len(view) < 2 or view[0] & 0x0F != zlib.DEFLATED or (view[0] * 256 + view[1]) % 31:
        return b"", 0
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    text, read = bytearray(), 2
    try:
        for start in range(2, len(view), PIECE):
            piece = view[start : start + PIECE]
            read += len(piece)
            text += unpacker.decompress(piece, max(1, most - len(text)))
            if unpacker.eof or unpacker.unconsumed_tail:
                read -= len(unpacker.unused_data)
                break
    except zlib.error:
        pass
    return bytes(text), read


def _unescaped(content: bytes) -> bytes:
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
