"""DOCX, ODT and XLSX, zip archives: counted before they are unpacked, refused with macros, objects or archives.

XLSX is no document that is kept: ``checking`` does not take it, only the import of tables does.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _
from lxml import etree

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ENTRIES = 1_000
MOST_UNPACKED = 60_000_000  # bytes, as the archive itself says; no more than that is read either
MOST_RATIO = 100  # of what is unpacked to what is packed, where it is much
MUCH = 5_000_000
MOST_TEXT = 30_000_000  # bytes of a part that is parsed and holds a document's text or styles
MOST_LIST = 5_000_000  # bytes of a part that is parsed and lists other parts
TEXTS = ("content.xml", "styles.xml")
LISTS = ("[Content_Types].xml", "META-INF/manifest.xml")
RELATIONS = ".rels"
PARSED = (".xml", RELATIONS)  # of a table: its reader is given these parts and no other
PIECE = 256 * 1_024
ARCHIVES_AND_PROGRAMS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")
ENCRYPTED_FLAG = 0x1
MAIN_PARTS = {DOCX: "/word/document.xml", XLSX: "/xl/workbook.xml"}
MOST_CELLS = 400_000  # elements of all parts of a table: its reader keeps some hundred bytes of each
HYPERLINK = "/hyperlink"  # may lead outside: nothing follows it by itself
OWN_DISK = re.compile(r"file:///[A-Za-z]:")  # the template that a document was made from
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # Python unpacks others without any limit
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.LxmlError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
)


class _StartTags:
    """Gathers the start tags that a parser finds. No tree is built: it would take far more memory than the text."""

    def __init__(self) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.found.append((tag, dict(attributes)))

    def close(self) -> None:
        """Nothing is left to hand over."""


class _TableTags(_StartTags):
    """Those of a part that another parser reads later, which unfolds the entities that a part declares."""

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        raise ValueError(name)


def package_type(content: bytes) -> str:
    """Which of the two it is by the part that says so; empty: neither."""
    try:
        with _opened(content) as package:
            names = set(package.namelist())
            if "mimetype" in names and package.getinfo("mimetype").file_size == len(ODT):
                return ODT if package.read("mimetype") == ODT.encode() else ""
            return DOCX if {"[Content_Types].xml", "word/document.xml"} <= names else ""
    except FAULTS:
        return ""


def package_fault(content: bytes, content_type: str) -> str:
    """Why a document is not taken; empty: nothing."""
    try:
        with _opened(content) as package:
            if fault := _size_fault(package.infolist()):
                return fault
            if _has_foreign_parts(package):
                return _("it carries other files or programs. Remove them, or save it as PDF.")
            if content_type == ODT:
                return _odt_fault(package)
            return _office_fault(package, content_type) or (_cells_fault(package) if content_type == XLSX else "")
    except FAULTS:
        return _("it is damaged. Save it again, or save it as PDF.")


def only_parsed(content: bytes) -> bytes:
    """A table that was looked at, without the parts that were not: pictures, settings of printers."""
    target = io.BytesIO()
    with _opened(content) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name.endswith(PARSED):
                new.writestr(name, old.read(name))
    return target.getvalue()


def _opened(content: bytes) -> zipfile.ZipFile:
    """The archive. Raises BadZipFile, also when a part is packed in a way that neither format knows."""
    package = zipfile.ZipFile(io.BytesIO(content))
    if any(entry.compress_type not in METHODS for entry in package.infolist()):
        raise zipfile.BadZipFile
    return package


def _size_fault(entries: list[zipfile.ZipInfo]) -> str:
    """Looks at the archive's list alone; nothing is unpacked."""
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        return _("it has a password. Save it without one, or save it as PDF.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    names = {entry.filename for entry in entries}
    too_dense = unpacked > MUCH and unpacked / packed > MOST_RATIO
    too_large = unpacked > MOST_UNPACKED or any(entry.file_size > _most(entry.filename) for entry in entries)
    if len(entries) > MOST_ENTRIES or len(names) < len(entries) or too_large or too_dense:
        return _("it unpacks to far more than its size. Save it as PDF.")
    return ""


def _most(name: str) -> int:
    """The largest size of a part in bytes."""
    if name in TEXTS:
        return MOST_TEXT
    return MOST_LIST if name in LISTS or name.endswith(RELATIONS) else MOST_UNPACKED


def _has_foreign_parts(package: zipfile.ZipFile) -> bool:
    """Archives, old Office objects (macros are such), programs: by how each part begins, whatever it is called."""
    for entry in package.infolist():
        with package.open(entry) as part:
            if part.read(8).startswith(ARCHIVES_AND_PROGRAMS):
                return True
    return False


def _elements(
    package: zipfile.ZipFile, name: str, kind: type[_StartTags] = _StartTags
) -> Iterator[tuple[str, dict[str, str]]]:
    """The name and the attributes of every element of a part, at any depth.

    Raises ValueError for a piece without any: an endless start tag or list of entities would be held in memory.
    """
    tags = kind()
    parser = etree.XMLParser(
        target=tags,  # type: ignore[arg-type]  # lxml calls only the methods that are there
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    with package.open(name) as part:
        while piece := part.read(PIECE):
            parser.feed(piece)
            if len(piece) == PIECE and not tags.found:
                raise ValueError(name)
            yield from tags.found
            tags.found.clear()
    parser.close()


def _office_fault(package: zipfile.ZipFile, content_type: str) -> str:
    main: set[str] = set()
    for _tag, part in _elements(package, "[Content_Types].xml"):
        kind = part.get("ContentType", "")
        if part.get("PartName") == MAIN_PARTS[content_type]:
            main.add(kind)
        if any(word in kind.lower() for word in ("macroenabled", "vbaproject", "activex")):
            main.add("macros")
    if main != {f"{content_type}.main+xml"}:
        return _("it is a template or has macros. Save it as plain DOCX, or as PDF.")
    relations = [name for name in package.namelist() if name.endswith(RELATIONS)]
    if any(_leads_outside(relation) for name in relations for _tag, relation in _elements(package, name)):
        return _("it loads parts from elsewhere when it is opened. Save it as PDF.")
    return ""


def _cells_fault(package: zipfile.ZipFile) -> str:
    names = [name for name in package.namelist() if name.endswith(PARSED)]
    elements = (element for name in names for element in _elements(package, name, _TableTags))
    if any(islice(elements, MOST_CELLS, None)):
        return _("it holds far more than a table that people fill in.")
    return ""


def _leads_outside(relation: dict[str, str]) -> bool:
    return (
        relation.get("TargetMode") == "External"
        and not relation.get("Type", "").endswith(HYPERLINK)
        and not OWN_DISK.match(relation.get("Target", ""))
    )


def _odt_fault(package: zipfile.ZipFile) -> str:
    names = package.namelist()
    if any(tag.endswith("}encryption-data") for tag, _attributes in _elements(package, "META-INF/manifest.xml")):
        return _("it has a password. Save it without one, or save it as PDF.")
    if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in names):
        return _("it is a template or has macros. Save it as plain ODT, or as PDF.")
    if "content.xml" not in names:
        return _("it is damaged. Save it again, or save it as PDF.")
    texts = [name for name in TEXTS if name in names]
    if any(_runs_script(tag) for name in texts for tag, _attributes in _elements(package, name)):
        return _("it is a template or has macros. Save it as plain ODT, or as PDF.")
    return ""


def _runs_script(tag: str) -> bool:
    return tag.endswith("}event-listener") and ":script:" in tag
