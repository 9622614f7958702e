"""What a reader is left with once all tracked changes of a document are accepted, or all rejected."""

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body_of(document):
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def accepted(document):
    """The paragraphs after "Accept all": what came stays, what went is gone."""
    return _settled(document, going=f"{W}del")


def rejected(document):
    """The paragraphs after "Reject all"."""
    return _settled(document, going=f"{W}ins")


def changes_of(document):
    """Every tracked run: which way, author, date, words."""
    return [
        (each.tag.removeprefix(W), each.get(f"{W}author"), each.get(f"{W}date"), _words(each))
        for each in body_of(document).iter(f"{W}ins", f"{W}del")
        if len(each)
    ]


def _settled(document, *, going):
    """Paragraphs whose end went run into the next one, as Word has it."""
    paragraphs, open_text = [], ""
    for paragraph in body_of(document).iter(f"{W}p"):
        for change in paragraph.findall(going):
            paragraph.remove(change)
        open_text += _words(paragraph)
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None or mark.find(going) is None:
            paragraphs.append(open_text)
            open_text = ""
    return [*paragraphs, open_text] if open_text else paragraphs


def _words(element):
    return "".join(each.text or "" for each in element.iter(f"{W}t", f"{W}delText"))
