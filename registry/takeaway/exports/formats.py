"""The formats of one version and of an annex, by suffix."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.models import CriterionVersion
from registry.takeaway.annex import Annex
from registry.takeaway.exports import csv, docx, json, jsonld, pdf, xlsx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class VersionFormat:
    """How one version is written: ``export(version, language)`` gives the bytes."""

    mime: str
    export: Callable[[CriterionVersion, str], bytes]
    is_download: bool = False
    is_tried: bool = True  # before a text is published: whether it can be written

    @property
    def content_type(self) -> str:
        return f"{self.mime}; charset=utf-8" if self.mime.startswith("text/") else self.mime


@dataclass(frozen=True)
class AnnexFormat:
    """How an annex is written; the file is always a download."""

    mime: str
    export: Callable[[Annex], bytes]


VERSION_FORMATS = {
    "json": VersionFormat("application/json", json.version_json),
    "jsonld": VersionFormat("application/ld+json", jsonld.version_jsonld),
    "csv": VersionFormat("text/csv", csv.version_csv, is_download=True),
    "docx": VersionFormat(DOCX, docx.version_docx, is_download=True),
    "pdf": VersionFormat(PDF, pdf.version_pdf, is_download=True, is_tried=False),  # of the same page as the DOCX
}

ANNEX_FORMATS = {
    "docx": AnnexFormat(DOCX, docx.annex_docx),
    "pdf": AnnexFormat(PDF, pdf.annex_pdf),
    "xlsx": AnnexFormat(XLSX, xlsx.annex_xlsx),
    "json": AnnexFormat("application/json", json.annex_json),
}
