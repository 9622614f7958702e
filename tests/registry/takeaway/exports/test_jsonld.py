"""JSON-LD: linked data in which every word is explained by its context."""

import json
from datetime import date

import pytest
import time_machine

from registry.takeaway.exports.jsonld import CONTEXT, version_jsonld
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import TranslationFactory, VersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
BASE = "http://127.0.0.1:8000/id/criterion"
PREFIXES = {name for name, meaning in CONTEXT.items() if isinstance(meaning, str) and meaning.startswith("http")}


@pytest.fixture
def _today():
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False):
        yield


def document_of(version, language="en"):
    return json.loads(version_jsonld(version, language))


def nodes(value):
    """Every node of a document; maps from language to text are values."""
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)
    elif isinstance(value, dict) and not is_language_map(value):
        yield value
        for key, each in value.items():
            if key != "@context":
                yield from nodes(each)


def is_language_map(value):
    return bool(value) and set(value) <= {"en", "sv", "nb", "fi", "da"}


def is_explained(term):
    """Whether a term is in the context, or is written with a prefix that is."""
    return term == "@context" or term in CONTEXT or term.partition(":")[0] in PREFIXES


def full_version():
    version = followed_by(VersionFactory(criterion__code="BAT-01"), "1.1.0", date(2026, 9, 1))
    TranslationFactory(version=version, language="sv")
    return version


def test_every_key_and_type_is_explained_by_the_context():
    found = list(nodes(document_of(full_version())))

    assert [key for node in found for key in node if not is_explained(key)] == []
    assert [node["type"] for node in found if "type" in node and not is_explained(node["type"])] == []
    assert all("type" in node for node in found)


def test_every_term_of_the_context_leads_to_a_known_vocabulary():
    leads_to = [meaning["@id"] if isinstance(meaning, dict) else meaning for meaning in CONTEXT.values()]

    assert [
        each for each in leads_to if not each.startswith(("@", "http")) and each.split(":")[0] not in PREFIXES
    ] == []


def test_terms_whose_values_are_texts_by_language_hold_nothing_else():
    containers = {term for term, meaning in CONTEXT.items() if isinstance(meaning, dict) and "@container" in meaning}

    for node in nodes(document_of(full_version())):
        for term in containers & set(node):
            assert is_language_map(node[term]), (term, node[term])


def test_terms_whose_values_are_addresses_hold_addresses():
    addresses = {
        term for term, meaning in CONTEXT.items() if isinstance(meaning, dict) and meaning.get("@type") == "@id"
    }

    for node in nodes(document_of(full_version())):
        for term in (addresses | {"id"}) & set(node):
            assert node[term].startswith(("http://", "https://")), (term, node[term])


def test_version_names_itself_its_criterion_its_base_and_its_text():
    version = full_version()
    document = document_of(version)

    assert (document["id"], document["type"], document["identifier"]) == (
        f"{BASE}/bat-01/v1.1.0",
        "cv:Criterion",
        "BAT-01@1.1.0",
    )
    assert (document["isVersionOf"], document["previousVersion"]) == (f"{BASE}/bat-01", f"{BASE}/bat-01/v1.0.0")
    assert document["checksum"]["spdx:checksumValue"] == version.content_hash
    assert document["title"] == {"en": "Battery that lasts", "sv": "Battery that lasts [sv]"}


def test_first_version_has_no_previous_one():
    assert "previousVersion" not in document_of(VersionFactory())


def test_each_level_is_a_requirement_with_its_values_as_concepts():
    first, second = document_of(full_version())["hasRequirement"]

    assert (first["type"], first["identifier"]) == ("cv:Requirement", "BAT-01@1.1.0/L1")
    assert second["hasConcept"][0] == {
        "id": f"{BASE}/bat-01/v1.1.0#level-2-cycles",
        "type": "cv:InformationConcept",
        "identifier": "cycles",
        "title": {"en": "full charge cycles", "sv": "full charge cycles [sv]"},
        "value": "1000",
        "minValue": "800",
        "maxValue": "2000",
        "unitText": "cycle",
    }


def test_evidence_and_law_are_in_it():
    document = document_of(full_version())

    evidence = [each["specifiesEvidenceType"] for each in document["hasEvidenceTypeList"]]
    assert [(each["type"], each["identifier"]) for each in evidence] == [
        ("cv:EvidenceType", "eprel"),
        ("cv:EvidenceType", "label"),
    ]
    assert document["isDerivedFrom"] == [
        {
            "id": "https://eur-lex.europa.eu/eli/reg/2023/1670",
            "type": "cv:ReferenceFramework",
            "identifier": "Regulation (EU) 2023/1670, Annex II, part B",
        }
    ]


@pytest.mark.parametrize(
    ("history", "status"),
    [
        (lambda version: version, "Completed"),
        (withdrawn, "Withdrawn"),
        (lambda version: followed_by(version, "2.0.0") and version, "Deprecated"),
    ],
)
def test_status_is_one_of_the_vocabulary(history, status):
    version = history(VersionFactory())

    assert document_of(version)["status"] == f"http://purl.org/adms/status/{status}"


def test_newest_revision_of_a_translation_counts():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv", revision=2, blocks={"title": "Andra"})
    TranslationFactory(version=version, language="sv", revision=1, blocks={"title": "Första"})

    assert document_of(version)["title"]["sv"] == "Andra"
