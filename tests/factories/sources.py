"""Source files as coordinators write them: valid documents that a test changes, and folders of them."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("en", "sv", "nb", "fi", "da")
_TEXTS = {
    "title": "Battery that lasts",
    "subject_matter": "Smartphones with batteries made for a long service life.",
    "purpose": "A battery that lasts keeps a phone in use.",
    "parameters": {"cycles": "full charge cycles"},
    "requirement": {
        "1": "The battery shall keep 80 % of its capacity after {cycles} full charge cycles.",
        "2": "The battery shall\n\n1. last {cycles} full charge cycles;\n2. tell its user how many it has had.",
    },
    "proof": {"eprel": "The product information sheet in EPREL, or equivalent documentation."},
    "follow_up": "The buyer reads the cycle count of a sample of devices once a year.",
    "legal_floor": {"ecodesign": "Applies to smartphones placed on the market from that day."},
}
_CRITERION: dict[str, Any] = {
    "kind": "technical_specification",
    "theme": "battery",
    "stages": ["use"],
    "applies_to": ["new"],
    "ambitions": ["A4"],
    "cpv": ["32250000-0"],
    "eforms": {"BT-06": ["env-imp"]},
    "parameters": {"cycles": {"type": "integer", "unit": "cycle", "stricter": "up", "min": 800, "max": 2000}},
    "levels": {"1": {"cycles": 800}, "2": {"cycles": 1000}},
    "proof": [{"id": "eprel", "type": "eprel", "moment": "with_tender"}],
    "legal_floor": [
        {
            "id": "ecodesign",
            "parameter": "cycles",
            "value": 800,
            "since": "2025-06-20",
            "source": "Regulation (EU) 2023/1670, Annex II, part B",
            "url": "https://eur-lex.europa.eu/eli/reg/2023/1670",
        }
    ],
    "texts": {"en": _TEXTS},
}


class _Dumper(yaml.SafeDumper):
    """What is in a document twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def criterion(code: str = "BAT-01", *, languages: tuple[str, ...] = ("en",), **fields: Any) -> dict[str, Any]:
    """A valid criterion as a document; ``fields`` replaces top-level fields, the rest is the test's to change."""
    document: dict[str, Any] = {"code": code, **deepcopy(_CRITERION), **fields}
    for language in languages[1:]:
        document["texts"][language] = translated(document["texts"]["en"], language)
    return document


def stricter(code: str = "BAT-01", **facts: Any) -> dict[str, Any]:
    """The same criterion, asking for 900 cycles at level 1."""
    document = criterion(code, **facts)
    document["levels"]["1"]["cycles"] = 900
    return document


def translated(texts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Every text with the language behind it, which is enough of a translation here."""
    return {
        name: translated(text, language) if isinstance(text, Mapping) else f"{text} [{language}]"
        for name, text in texts.items()
    }


def withdrawal(code: str, **facts: Any) -> dict[str, Any]:
    return {"code": code, "withdrawn": {"reason": {"en": "Nobody could prove it."}, **facts}}


def release(members: list[Any], **fields: Any) -> dict[str, Any]:
    return {
        "register": {"code": "joint-demand", "authoritative_languages": ["en"]},
        "set": "smartphones",
        "titles": {"en": "Circular and fair smartphones"},
        "introductions": {"en": "For tenders of smartphones."},
        "effective_on": "2026-02-02",
        "members": members,
        **fields,
    }


def write(folder: Path, *documents: dict[str, Any], **release_fields: Any) -> Path:
    """Write a folder anew: a file each document, and a release of all the criteria unless ``members`` says else."""
    folder.mkdir(exist_ok=True)
    for file in folder.glob("*.yaml"):
        file.unlink()
    members = [document["code"] for document in documents if "withdrawn" not in document]
    files = {f"{document['code']}.yaml": document for document in documents}
    files["release.yaml"] = release(**{"members": members, **release_fields})
    for name, document in files.items():
        text = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
