"""A redline as DOCX: changes that Word and LibreOffice let their reader accept or reject, one by one or all."""

import io
import zipfile
from itertools import count
from typing import cast

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override
from lxml import etree

from registry.takeaway.exports.docx import html_docx
from registry.takeaway.redline import Redline

DOCUMENT = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = {"w": _W}


def redline_docx(redline: Redline) -> bytes:
    """The same redline has the same bytes. Raises ExportFailed."""
    with override(redline.language):
        html = render_to_string("registry/export/redline.html", {"redline": redline, "base_url": settings.BASE_URL})
    return with_whole_paragraphs(html_docx(html, language=redline.language))


def with_whole_paragraphs(document: bytes) -> bytes:
    """A document of pandoc in which a paragraph that came or went as a whole leaves no empty one behind.

    pandoc tracks words, not the ends of paragraphs, and counts insertions and deletions from one each. Headings lose
    their numbers.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.infolist():
            content = source.read(part)
            copy.writestr(part, _tracked(content) if part.filename == DOCUMENT else content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _tracked(xml: bytes) -> bytes:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    for style in _found(root, "//w:pStyle[starts-with(@w:val, 'Heading')]"):
        style.addnext(_without_number())
    for paragraph in _found(root, "./w:body/w:p"):
        _mark_end(paragraph)
    taken = [int(each.get(_name("id"), 0)) for each in _found(root, "//w:bookmarkStart")]
    numbers = count(max(taken, default=0) + 1)
    for change in _found(root, "//w:ins | //w:del"):
        change.set(_name("id"), str(next(numbers)))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _without_number() -> etree._Element:
    """A heading that may come or go would leave two numbers at each one below it."""
    numbering = etree.Element(_name("numPr"))
    etree.SubElement(numbering, _name("numId"), {_name("val"): "0"})
    return numbering


def _mark_end(paragraph: etree._Element) -> None:
    """The end of a paragraph came or went if all of its words did."""
    changes = _found(paragraph, "./w:ins | ./w:del")
    if not changes or _found(paragraph, "./w:r | ./w:hyperlink") or len({each.tag for each in changes}) != 1:
        return
    properties = paragraph.find("w:pPr", _NAMES)
    if properties is None:
        properties = etree.Element(_name("pPr"))
        paragraph.insert(0, properties)
    mark = etree.SubElement(etree.SubElement(properties, _name("rPr")), changes[0].tag)
    mark.attrib.update(changes[0].attrib)


def _found(element: etree._Element, path: str) -> list[etree._Element]:
    return cast("list[etree._Element]", element.xpath(path, namespaces=_NAMES))


def _name(local: str) -> str:
    return f"{{{_W}}}{local}"
