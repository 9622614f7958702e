"""The one door of uploads: what kind of file it is, by its content, and that nothing in it runs by itself."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.files.images import JPEG, PNG, redrawn
from portal.files.packages import DOCX, ODT, package_fault, package_type
from portal.files.pdf import PDF, pdf_fault

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word until 2003, and any Office file with a password
SUFFIXES = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    DOCX: (".docx",),
    ODT: (".odt",),
}


class NotTaken(Exception):
    """A file that is refused; ``str(error)`` says why and what to do instead."""


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its type, and its bytes as they are kept (pictures are drawn anew)."""

    content_type: str
    content: bytes


def checked(content: bytes) -> Checked:
    """Look at a whole file. Raises NotTaken."""
    content_type = _type_of(content)
    if content_type in (PNG, JPEG):
        picture = redrawn(content, content_type)
        if picture is None:
            raise NotTaken(_("the picture is damaged or too large. Save it smaller, or scan it as PDF."))
        return Checked(content_type, picture)
    fault = pdf_fault(content) if content_type == PDF else package_fault(content, content_type)
    if fault:
        raise NotTaken(fault)
    return Checked(content_type, content)


def _type_of(content: bytes) -> str:
    if not content:
        raise NotTaken(_("it is empty. Choose the file again."))
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04") and (found := package_type(content)):
        return found
    if content.startswith(OLD_OFFICE):
        raise NotTaken(
            _("it has a password or is of an old Office version. Save it without a password as PDF or DOCX.")
        )
    raise NotTaken(_("it is no PDF, DOCX, ODT, PNG or JPEG file, whatever its name says. Save it as PDF."))
