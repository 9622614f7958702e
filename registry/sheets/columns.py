"""The columns of a workbook of translations: what each is called for programs and for people. A leaf."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CODE, VERSION, BLOCK, NAME = "code", "version", "block", "name"
SOURCE, SOURCE_HASH, OFFER = "source", "source_hash", "offer"
TEXT = "translation"
SEEN = "seen"  # the mark of the translation that was exported


class Column(NamedTuple):
    """``name`` stands in the hidden first row, so that a table is read whatever its headings say."""

    name: str
    label: "StrOrPromise"
    width: int  # characters
    is_hidden: bool = False


COLUMNS = (
    Column(CODE, _("Code"), 10),
    Column(VERSION, _("Version"), 10),
    Column(BLOCK, _("Block"), 18),
    Column(NAME, _("Text"), 24),
    Column(SOURCE, _("Source"), 60),
    Column(SOURCE_HASH, _("Hash of the source"), 14),
    Column(OFFER, _("Suggested"), 50),
    Column(TEXT, _("Translation"), 60),
    Column(SEEN, "seen", 10, is_hidden=True),
)


def first_row(language: str) -> list[str]:
    """The names of the columns for programs; a workbook belongs to one language."""
    return [f"translation-{language}.{column.name}" for column in COLUMNS]
