"""A PDF that does something by itself is refused, however it is packed."""

import zlib

import pytest

from portal.files import pdf as module
from portal.files.pdf import pdf_fault
from tests.factories.files import overlapping, packed, pdf, picture

ACTIVE = "the PDF carries script or a form program. Save it without, or print it to a new PDF."
PASSWORD = "the PDF has a password or is protected. Save it without protection, or print it to a new PDF."
UNREADABLE = "the PDF cannot be looked through, or unpacks to far more than its size. Print it to a new PDF."
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def test_plain_pdf_is_taken():
    assert pdf_fault(pdf()) == ""


def test_pdf_with_packed_text_is_taken():
    assert pdf_fault(pdf(packed(b"BT (JavaScript and Launch are words) Tj ET", b"/Filter /FlateDecode"))) == ""


def test_pdf_with_packed_objects_is_taken():
    assert pdf_fault(pdf(packed(b"1 0 << /Type /Catalog >>"))) == ""


def test_signed_pdf_with_the_log_of_its_signing_beside_it_is_taken():
    assert pdf_fault(pdf(b"<< /Names << /EmbeddedFiles << /Type /EmbeddedFile >> >> >>")) == ""


@pytest.mark.parametrize(
    "body",
    [
        SCRIPT,
        b"<< /S/JavaScript/JS(1)>>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Subtype /RichMedia >>",
        b"<< /AcroForm << /XFA 3 0 R >> >>",
        b"<< /S /Rendition /JS (1) >>",
        b"<< /S /GoToE >>",
        b"<< /S /J#61vaScr#69pt >>",
    ],
    ids=[
        "script",
        "no spaces",
        "launch",
        "media",
        "form program",
        "rendition",
        "into a file",
        "escaped",
    ],
)
def test_pdf_that_does_something_is_refused(body):
    assert pdf_fault(pdf(body)) == ACTIVE
    assert pdf_fault(pdf(packed(body))) == ACTIVE


def test_names_that_only_begin_alike_are_taken():
    assert pdf_fault(pdf(b"<< /LaunchDate (1) /EncryptedBy (nobody) >>")) == ""


def test_script_is_found_whatever_the_stream_says_of_itself():
    assert pdf_fault(pdf(packed(SCRIPT, b"/Length 3"))) == ACTIVE
    assert pdf_fault(pdf(packed(SCRIPT, b"/Subtype /Image /Type /Obj#53tm"))) == ACTIVE


def test_script_is_found_behind_a_wrong_check_sum():
    text = zlib.compress(SCRIPT)
    body = b"<< >>\nstream\n" + text[:-4] + b"\0\0\0\0" + b"\nendstream"

    assert pdf_fault(pdf(body)) == ACTIVE


def test_script_is_found_behind_the_word_that_ends_a_stream():
    stored, packer = zlib.compressobj(0, wbits=-15), zlib.compressobj(9, wbits=-15)
    readable = stored.compress(b"\nendstream\nendobj\n") + stored.flush(zlib.Z_SYNC_FLUSH)
    hidden = packer.compress(SCRIPT) + packer.flush()
    assert b"endstream" in readable
    assert b"JavaScript" not in hidden

    assert pdf_fault(pdf(b"<< >>\nstream\r\n\x78\x01" + readable + hidden + b"\nendstream")) == ACTIVE


def test_pictures_are_not_unpacked(monkeypatch):
    monkeypatch.setattr(module, "MOST_UNPACKED", 10)

    assert pdf_fault(pdf(packed(b"\0" * 100, b"/Subtype /Image"))) == ""


def test_objects_packed_in_a_way_that_cannot_be_looked_through_are_refused():
    assert pdf_fault(pdf(b"<< /Type /ObjStm /Filter /ASCII85Decode >>\nstream\nGar8O\nendstream")) == UNREADABLE


def test_pdf_that_unpacks_to_far_more_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_UNPACKED", 1_000_000)

    assert pdf_fault(pdf(packed(b"\0" * 1_000_001, b""))) == UNREADABLE
    assert pdf_fault(pdf(packed(b"\0" * 900_000, b""))) == ""


def test_pdf_of_nothing_but_beginnings_of_streams_is_refused():
    assert pdf_fault(pdf(b"stream\n\x78\x01" * 60_000)) == UNREADABLE


def test_pdf_of_nothing_but_beginnings_of_pictures_is_refused():
    assert pdf_fault(pdf(b"<< /Subtype /Image >> stream\n" * 30_002)) == UNREADABLE


def test_streams_that_all_go_on_to_the_same_end_are_refused():
    assert pdf_fault(overlapping(streams=40, tail=100_000)) == UNREADABLE
    assert pdf_fault(overlapping(streams=3, tail=100_000)) == ""


def test_no_more_is_read_than_all_streams_may_read_together(monkeypatch):
    unpacked, counts = module._unpacked, []
    monkeypatch.setattr(module, "_unpacked", lambda *given: counts.append(unpacked(*given)) or counts[-1])
    content = overlapping(streams=40, tail=100_000)

    assert pdf_fault(content) == UNREADABLE
    assert sum(read for _text, read in counts) == 3 * len(content) + 1_000_000


def test_small_stream_counts_with_its_own_bytes_only(monkeypatch):
    monkeypatch.setattr(module, "READ_ANYWAY", 0)

    assert pdf_fault(pdf(b"\nendobj\n1 0 obj\n".join([packed(b"0 0 m", b"/Filter /FlateDecode")] * 2_000))) == ""


def test_streams_packed_in_other_ways_count_nothing(monkeypatch):
    monkeypatch.setattr(module, "READ_ANYWAY", 0)
    photograph = b"<< /Filter /DCTDecode >>\nstream\n" + picture("JPEG", (64, 64)) + b"\nendstream"
    text = b"<< /Filter /ASCII85Decode >>\nstream\nGar8O~>\nendstream"

    assert pdf_fault(pdf(b"\nendobj\n1 0 obj\n".join([photograph, text] * 50))) == ""


def test_pdf_inside_a_pdf_is_taken_when_it_is_stored_as_it_is(monkeypatch):
    monkeypatch.setattr(module, "READ_ANYWAY", 0)
    inner = pdf(packed(bytes(range(256)) * 50, b"/Filter /FlateDecode"))

    assert pdf_fault(pdf(b"<< >>\nstream\n" + zlib.compress(inner, 0) + b"\nendstream")) == ""


def test_several_streams_share_the_limit(monkeypatch):
    monkeypatch.setattr(module, "MOST_UNPACKED", 1_000_000)
    one = packed(b"\0" * 600_000, b"")

    assert pdf_fault(pdf(one + b"\nendobj\n2 0 obj\n" + one)) == UNREADABLE


def test_protected_pdf_is_refused():
    assert pdf_fault(pdf(b"<< /Encrypt 5 0 R >>")) == PASSWORD


def test_pdf_without_its_end_is_refused():
    assert pdf_fault(b"%PDF-1.7\n1 0 obj") == "the PDF is damaged or incomplete. Save it again."
