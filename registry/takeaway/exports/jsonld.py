"""JSON-LD with an own context: Core Criterion and Core Evidence Vocabulary (CCCEV 2), DCAT, Dublin Core terms."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from registry.models import CriterionVersion, StatusEvent
from registry.sealed.content import Parameter
from registry.takeaway.standing import standing_of

CONTEXT = {
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "adms": "http://www.w3.org/ns/adms#",
    "schema": "https://schema.org/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "title": {"@id": "dct:title", "@container": "@language"},
    "description": {"@id": "dct:description", "@container": "@language"},
    "identifier": "dct:identifier",
    "version": "dcat:version",
    "isVersionOf": {"@id": "dcat:isVersionOf", "@type": "@id"},
    "previousVersion": {"@id": "dcat:previousVersion", "@type": "@id"},
    "status": {"@id": "adms:status", "@type": "@id"},
    "versionNotes": {"@id": "adms:versionNotes", "@container": "@language"},
    "licence": {"@id": "dct:license", "@type": "@id"},
    "checksum": "spdx:checksum",
    "hasRequirement": "cv:hasRequirement",
    "hasConcept": "cv:hasConcept",
    "hasEvidenceTypeList": "cv:hasEvidenceTypeList",
    "specifiesEvidenceType": "cv:specifiesEvidenceType",
    "isDerivedFrom": "cv:isDerivedFrom",
    "value": "schema:value",
    "minValue": "schema:minValue",
    "maxValue": "schema:maxValue",
    "unitText": "schema:unitText",
}
_STATUS = {"published": "Completed", "deprecated": "Deprecated", "superseded": "Deprecated", "withdrawn": "Withdrawn"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def version_jsonld(version: CriterionVersion, language: str) -> bytes:
    """One version as linked data, every text in every language it has."""
    uri = settings.BASE_URL + version.get_permanent_path()
    events = list(version.events.all())
    standing = standing_of(events, on=localdate(), language=language)
    texts = _texts(version)
    content = version.parsed
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "id": uri,
        "type": "cv:Criterion",
        "identifier": str(version),
        "version": str(version.number),
        "isVersionOf": f"{settings.BASE_URL}/id/criterion/{version.criterion.slug}",
        "status": f"http://purl.org/adms/status/{_STATUS.get(standing.kind, 'UnderDevelopment')}",
        "licence": LICENCE,
        "title": _block(texts, "title"),
        "description": _block(texts, "purpose"),
        "checksum": {"type": "spdx:Checksum", "spdx:algorithm": "sha256", "spdx:checksumValue": version.content_hash},
        "hasRequirement": [
            {
                "id": f"{uri}#level-{level}",
                "type": "cv:Requirement",
                "identifier": f"{version}/L{level}",
                "description": _block(texts, f"requirement.{level}"),
                "hasConcept": [
                    _concept(uri, level, content.parameters[code], value, texts)
                    for code, value in sorted(values.items())
                ],
            }
            for level, values in sorted(content.levels.items())
        ],
        "hasEvidenceTypeList": [
            {
                "type": "cv:EvidenceTypeList",
                "specifiesEvidenceType": {
                    "type": "cv:EvidenceType",
                    "identifier": route.id,
                    "description": _block(texts, f"proof.{route.id}"),
                },
            }
            for route in content.proof
        ],
        "isDerivedFrom": [
            {"id": floor.url, "type": "cv:ReferenceFramework", "identifier": floor.source}
            for floor in content.legal_floor
        ],
    }
    if notes := _notes(events):
        document["versionNotes"] = notes
    if version.base_version:
        document["previousVersion"] = settings.BASE_URL + version.base_version.get_permanent_path()
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _notes(events: Iterable[StatusEvent]) -> dict[str, list[str]]:
    """By language, the errata and why it is deprecated or withdrawn."""
    found: dict[str, list[str]] = {}
    for event in events:
        if event.effective_on <= localdate():
            said = event.parsed_details
            for language, text in {**said.get("reason", {}), **said.get("note", {})}.items():
                found.setdefault(language, []).append(text)
    return dict(sorted(found.items()))


def _texts(version: CriterionVersion) -> dict[str, dict[str, str]]:
    rows = sorted(version.translations.all(), key=lambda row: row.revision)
    return {**version.parsed.texts, **{row.language: row.blocks for row in rows}}


def _block(texts: dict[str, dict[str, str]], block: str) -> dict[str, str]:
    return {language: blocks[block] for language, blocks in sorted(texts.items()) if block in blocks}


def _concept(
    uri: str, level: int, parameter: Parameter, value: str, texts: dict[str, dict[str, str]]
) -> dict[str, Any]:
    concept = {
        "id": f"{uri}#level-{level}-{parameter.code}",
        "type": "cv:InformationConcept",
        "identifier": parameter.code,
        "title": _block(texts, f"parameter.{parameter.code}"),
        "value": value,
    }
    if not parameter.options:
        concept |= {"minValue": parameter.minimum, "maxValue": parameter.maximum, "unitText": parameter.unit}
    return concept
