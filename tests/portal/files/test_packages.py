"""DOCX and ODT: counted before they are unpacked, refused with what runs or hides in them."""

import io
import os
import subprocess
import sys
import zipfile

import pytest

from portal.files import packages
from portal.files.packages import DOCX, ODT, XLSX, only_parsed, package_fault, package_type
from tests.factories.files import CONTENT, MANIFEST, docx, odt, package, part_of, with_part, xlsx

BOMB = "it unpacks to far more than its size. Save it as PDF."
FOREIGN = "it carries other files or programs. Remove them, or save it as PDF."
MACROS_DOCX = "it is a template or has macros. Save it as plain DOCX, or as PDF."
MACROS_ODT = "it is a template or has macros. Save it as plain ODT, or as PDF."
OUTSIDE = "it loads parts from elsewhere when it is opened. Save it as PDF."
PASSWORD = "it has a password. Save it without one, or save it as PDF."
DAMAGED = "it is damaged. Save it again, or save it as PDF."
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
    "</Relationships>"
)
LOOK = """
import pathlib, re, sys
from portal.files.packages import ODT, package_fault
def most(): return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
content, before = pathlib.Path(sys.argv[1]).read_bytes(), most()
print(package_fault(content, ODT), most() - before, sep="|")
"""
LISTENER = '<script:event-listener script:language="ooo:script" script:event-name="dom:load"/>'


def related(kind, target):
    return with_part(docx(), "word/_rels/settings.xml.rels", RELATION.format(kind, target))


def with_types(old, new):
    types = part_of(docx(), "[Content_Types].xml")
    assert old in types
    return with_part(docx(), "[Content_Types].xml", types.replace(old, new))


@pytest.mark.parametrize(("content", "found"), [(docx(), DOCX), (odt(), ODT), (package({"a": "b"}), "")])
def test_package_is_known_by_the_part_that_says_so(content, found):
    assert package_type(content) == found


def test_package_of_another_application_is_neither():
    assert package_type(package({"mimetype": "application/vnd.oasis.opendocument.base"})) == ""


def test_plain_documents_are_taken():
    assert (package_fault(docx(), DOCX), package_fault(odt(), ODT)) == ("", "")


@pytest.mark.parametrize(
    "name", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "Object 1", "word/media/innocent.png"]
)
def test_old_office_object_is_refused_whatever_it_is_called(name):
    assert package_fault(with_part(docx(), name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), DOCX) == FOREIGN


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MZ\x90", b"\x7fELF"])
def test_archive_or_program_inside_is_refused(start):
    assert package_fault(with_part(odt(), "Pictures/1.png", start + b"\0" * 20), ODT) == FOREIGN


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
    ids=["macros", "template"],
)
def test_docx_of_another_kind_than_a_plain_one_is_refused(kind):
    assert package_fault(with_types(f"{DOCX}.main+xml", kind), DOCX) == MACROS_DOCX


def test_docx_that_declares_a_macro_part_is_refused():
    extra = '<Override PartName="/word/other.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'

    assert package_fault(with_types("</Types>", extra), DOCX) == MACROS_DOCX


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://evil.example/t.dotm"),
        ("image", "http://evil.example/1.png"),
        ("attachedTemplate", "file:////server/share/t.dotm"),
    ],
)
def test_docx_that_loads_from_elsewhere_is_refused(kind, target):
    assert package_fault(related(kind, target), DOCX) == OUTSIDE


@pytest.mark.parametrize(
    ("kind", "target"),
    [("hyperlink", "https://city.example.org/"), ("attachedTemplate", "file:///C:\\Templates\\City.dotm")],
)
def test_docx_with_links_or_the_name_of_its_template_is_taken(kind, target):
    assert package_fault(related(kind, target), DOCX) == ""


@pytest.mark.parametrize("name", ["Basic/Standard/Module1.xml", "Scripts/python/a.py", "Dialogs/Standard/d.xml"])
def test_odt_with_macros_is_refused(name):
    assert package_fault(with_part(odt(), name, "Sub Main"), ODT) == MACROS_ODT


def test_odt_that_calls_a_script_is_refused():
    assert package_fault(odt(content=CONTENT.format(LISTENER)), ODT) == MACROS_ODT
    assert package_fault(with_part(odt(), "styles.xml", CONTENT.format(LISTENER)), ODT) == MACROS_ODT


def test_odt_with_a_password_is_refused():
    assert package_fault(odt(manifest=MANIFEST.format("<manifest:encryption-data/>")), ODT) == PASSWORD


def test_odt_without_its_text_is_refused():
    parts = {"mimetype": ODT, "META-INF/manifest.xml": MANIFEST.format("")}

    assert package_fault(package(parts), ODT) == DAMAGED


def test_part_with_a_password_is_refused():
    content = bytearray(docx())
    central = content.rindex(b"PK\x01\x02")
    content[central + 8] |= 1  # the flag in the list of the archive

    assert package_fault(bytes(content), DOCX) == PASSWORD


@pytest.mark.parametrize(
    ("limit", "most"), [("MOST_ENTRIES", 3), ("MOST_UNPACKED", 1_000)], ids=["many parts", "large parts"]
)
def test_bomb_is_refused_by_its_list(monkeypatch, limit, most):
    monkeypatch.setattr(packages, limit, most)

    assert package_fault(docx(), DOCX) == BOMB


def test_bomb_is_refused_by_how_much_denser_it_is_than_any_text():
    assert package_fault(with_part(docx(), "word/media/a.bin", b"\0" * 6_000_000), DOCX) == BOMB


def test_archive_that_lists_a_part_twice_is_refused():
    target = io.BytesIO(docx())
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<other/>")

    assert package_fault(target.getvalue(), DOCX) == BOMB


def test_part_larger_than_the_list_says_is_refused():
    content = bytearray(package({"[Content_Types].xml": "<Types/>" * 50, "word/document.xml": "x" * 500}))
    central = content.index(b"PK\x01\x02")
    content[central + 24 : central + 28] = (3).to_bytes(4, "little")

    assert package_fault(bytes(content), DOCX) == DAMAGED


@pytest.mark.parametrize(
    ("content", "content_type", "name"),
    [
        (docx(), DOCX, "[Content_Types].xml"),
        (docx(), DOCX, "word/_rels/document.xml.rels"),
        (odt(), ODT, "META-INF/manifest.xml"),
        (odt(), ODT, "content.xml"),
        (odt(), ODT, "styles.xml"),
    ],
)
def test_part_that_is_parsed_may_not_be_as_large_as_another(content, content_type, name):
    most = 30_000_000 if name in ("content.xml", "styles.xml") else 5_000_000
    padding = os.urandom(400_000)  # so that the archive is not too dense

    assert package_fault(with_part(with_part(content, name, " " * (most + 1)), "a.bin", padding), content_type) == BOMB
    assert package_fault(with_part(with_part(content, "other.xml", " " * (most + 1)), "a.bin", padding), DOCX) != BOMB


def test_parsing_keeps_no_tree(tmp_path):
    """A process of its own tells the most memory that it ever had: lxml's is not Python's to count."""
    path = tmp_path / "a.odt"
    path.write_bytes(odt(content="<r>" + "<a/>" * 1_000_000 + "</r>"))

    done = subprocess.run([sys.executable, "-c", LOOK, path], capture_output=True, text=True, check=True)

    fault, grown = done.stdout.split("|")
    assert fault == ""
    assert int(grown) < 50_000  # kB; as a tree it would be more than 120,000


@pytest.mark.parametrize(
    "content",
    [
        "<r " + " ".join(f'a{number}=""' for number in range(60_000)) + "/>",
        "<!DOCTYPE r [" + "".join(f'<!ENTITY a{number} "">' for number in range(30_000)) + "]><r/>",
    ],
    ids=["attributes", "entities"],
)
def test_xml_that_begins_no_element_for_long_is_damaged(content):
    assert package_fault(odt(content=content), ODT) == DAMAGED


def test_long_text_is_taken():
    assert package_fault(odt(content="<t>" + "<p>We sign.</p>" * 100_000 + "</t>"), ODT) == ""


@pytest.mark.parametrize("name", ["[Content_Types].xml", "word/document.xml"])
def test_part_with_spoilt_compression_is_damaged(name):
    content = bytearray(docx())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo(name).header_offset + 30 + len(name)
    content[start : start + 10] = b"\xff" * 10

    assert package_fault(bytes(content), DOCX) == DAMAGED


def test_spoilt_word_that_names_the_format_is_no_package():
    content = bytearray(odt())
    start = content.index(b"mimetype") + len(b"mimetype")
    content[start : start + 10] = b"\xff" * 10

    assert package_type(bytes(content)) == ""


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_package_packed_in_a_way_that_no_office_uses_is_none(method):
    content = package({"mimetype": ODT, "content.xml": "<r/>", "META-INF/manifest.xml": "<m/>"}, method)

    assert (package_type(content), package_fault(content, ODT)) == ("", DAMAGED)


def test_docx_that_declares_its_text_twice_is_refused():
    extra = '<Override PartName="/word/document.xml" ContentType="application/xml"/></Types>'

    assert package_fault(with_types("</Types>", extra), DOCX) == MACROS_DOCX


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE t [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Types>&b;&b;</Types>'

    assert package_fault(with_part(docx(), "[Content_Types].xml", bomb), DOCX) == MACROS_DOCX


def test_broken_xml_is_a_damaged_document():
    assert package_fault(with_part(docx(), "[Content_Types].xml", "<Types>"), DOCX) == DAMAGED


def test_plain_table_is_no_document_but_can_be_read():
    assert package_type(xlsx()) == ""
    assert package_fault(xlsx(), XLSX) == ""


def test_document_is_no_table():
    assert package_fault(docx(), XLSX) == MACROS_DOCX
    assert package_fault(xlsx(), DOCX) == MACROS_DOCX


def test_table_with_macros_is_refused():
    types = part_of(xlsx(), "[Content_Types].xml").replace(
        "spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
    )

    assert package_fault(with_part(xlsx(), "[Content_Types].xml", types), XLSX) == MACROS_DOCX


def test_table_that_loads_from_elsewhere_is_refused():
    relation = RELATION.format("externalLinkPath", "file://server/other.xlsx")

    assert package_fault(with_part(xlsx(), "xl/_rels/extra.xml.rels", relation), XLSX) == OUTSIDE


def test_table_is_refused_by_the_number_of_its_elements(monkeypatch):
    monkeypatch.setattr(packages, "MOST_CELLS", 10)

    assert package_fault(xlsx(), XLSX) == "it holds far more than a table that people fill in."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_table_that_declares_entities_is_refused(encoding):
    part = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)

    assert package_fault(with_part(xlsx(), "xl/extra.xml", part), XLSX) == DAMAGED


def test_reader_of_a_table_gets_only_what_was_looked_at():
    content = only_parsed(with_part(with_part(xlsx(), "xl/media/image.png", b"picture"), "xl/extra.bin", b"<a/>"))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        assert names == set(archive.namelist())
