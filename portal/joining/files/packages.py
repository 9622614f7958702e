"""DOCX and ODT, which are zip archives: counted before they are unpacked, refused with macros, objects or archives."""

import io
import re
import zipfile
from collections.abc import Iterable

from django.utils.translation import gettext as _
from lxml import etree

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MOST_ENTRIES = 1_000
MOST_UNPACKED = 60_000_000  # bytes, as the archive itself says; no more than that is read either
MOST_RATIO = 100  # of what is unpacked to what is packed, where it is much
MUCH = 5_000_000
ARCHIVES_AND_PROGRAMS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")
ENCRYPTED_FLAG = 0x1
MAIN_PART = f"{DOCX}.main+xml"
HYPERLINK = "/hyperlink"  # may lead outside: nothing follows it by itself
OWN_DISK = re.compile(r"file:///[A-Za-z]:")  # the template that a document was made from
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
FAULTS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError)


def package_type(content: bytes) -> str:
    """Which of the two it is by the part that says so; empty: neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            if "mimetype" in names and package.getinfo("mimetype").file_size == len(ODT):
                return ODT if package.read("mimetype") == ODT.encode() else ""
            return DOCX if {"[Content_Types].xml", "word/document.xml"} <= names else ""
    except FAULTS:
        return ""


def package_fault(content: bytes, content_type: str) -> str:
    """Why a document is not taken; empty: nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if fault := _size_fault(package.infolist()):
                return fault
            if _has_foreign_parts(package):
                return _("it carries other files or programs. Remove them, or save it as PDF.")
            looked = _odt_fault if content_type == ODT else _docx_fault
            return looked(package)
    except (*FAULTS, etree.XMLSyntaxError):
        return _("it is damaged. Save it again, or save it as PDF.")


def _size_fault(entries: list[zipfile.ZipInfo]) -> str:
    """Looks at the archive's list alone; nothing is unpacked."""
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        return _("it has a password. Save it without one, or save it as PDF.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    names = {entry.filename for entry in entries}
    too_dense = unpacked > MUCH and unpacked / packed > MOST_RATIO
    if len(entries) > MOST_ENTRIES or len(names) < len(entries) or unpacked > MOST_UNPACKED or too_dense:
        return _("it unpacks to far more than its size. Save it as PDF.")
    return ""


def _has_foreign_parts(package: zipfile.ZipFile) -> bool:
    """Archives, old Office objects (macros are such), programs: by how each part begins, whatever it is called."""
    for entry in package.infolist():
        with package.open(entry) as part:
            if part.read(8).startswith(ARCHIVES_AND_PROGRAMS):
                return True
    return False


def _docx_fault(package: zipfile.ZipFile) -> str:
    types = etree.fromstring(package.read("[Content_Types].xml"), PARSER)
    named = {part.get("PartName", ""): part.get("ContentType", "") for part in types}
    every = [str(part.get("ContentType", "")).lower() for part in types]
    is_macro = any(word in kind for kind in every for word in ("macroenabled", "vbaproject", "activex"))
    if is_macro or named.get("/word/document.xml") != MAIN_PART:
        return _("it is a template or has macros. Save it as plain DOCX, or as PDF.")
    relations = [name for name in package.namelist() if name.endswith(".rels")]
    if any(_leads_outside(package.read(name)) for name in relations):
        return _("it loads parts from elsewhere when it is opened. Save it as PDF.")
    return ""


def _leads_outside(relations: bytes) -> bool:
    found: Iterable[etree._Element] = etree.fromstring(relations, PARSER)
    return any(
        relation.get("TargetMode") == "External"
        and not str(relation.get("Type")).endswith(HYPERLINK)
        and not OWN_DISK.match(str(relation.get("Target")))
        for relation in found
    )


def _odt_fault(package: zipfile.ZipFile) -> str:
    names = package.namelist()
    manifest = etree.fromstring(package.read("META-INF/manifest.xml"), PARSER)
    if any(etree.QName(element).localname == "encryption-data" for element in manifest.iter("{*}*")):
        return _("it has a password. Save it without one, or save it as PDF.")
    if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in names):
        return _("it is a template or has macros. Save it as plain ODT, or as PDF.")
    if "content.xml" not in names:
        return _("it is damaged. Save it again, or save it as PDF.")
    parts = [package.read(name) for name in ("content.xml", "styles.xml") if name in names]
    if any(_runs_script(etree.fromstring(part, PARSER)) for part in parts):
        return _("it is a template or has macros. Save it as plain ODT, or as PDF.")
    return ""


def _runs_script(root: etree._Element) -> bool:
    return any(":script:" in str(etree.QName(element).namespace) for element in root.iter("{*}event-listener"))
