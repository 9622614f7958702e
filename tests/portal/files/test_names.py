"""Names are for people: no path, nothing invisible, the ending that the content has."""

import pytest

from portal.files.names import LONGEST, clean_name

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("decision.pdf", "decision.pdf"),
        ("Beslut 2026 (åäö).PDF", "Beslut 2026 (åäö).pdf"),
        ("C:\\scans\\decision.pdf", "decision.pdf"),
        ("../../etc/decision.pdf", "decision.pdf"),
        ("dec\r\nision\0.pdf", "decision.pdf"),
        ("fdp\u202e.exe.pdf", "fdp.exe.pdf"),
        ("  a   b .pdf ", "a b.pdf"),
        ("statement.exe", "statement.exe.pdf"),
        ("statement", "statement.pdf"),
        (".pdf", "document.pdf"),
        ("..", "document.pdf"),
        ("", "document.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("A\u030angstro\u0308m.pdf", "Ångström.pdf"),
    ],
)
def test_name_is_cleaned(given, kept):
    assert clean_name(given, PDF) == kept


def test_long_name_keeps_its_ending():
    name = clean_name("å" * 300 + ".pdf", PDF)

    assert (len(name), name[-5:]) == (LONGEST, "å.pdf")


def test_both_endings_of_a_photograph_are_kept():
    assert [clean_name(name, "image/jpeg") for name in ("a.jpeg", "a.JPG", "a.png")] == ["a.jpeg", "a.jpg", "a.png.jpg"]
