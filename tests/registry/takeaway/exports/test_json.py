"""JSON: what a program gets of a version, a translation, a release and an annex."""

import json
from datetime import date

import pytest
import time_machine

from registry.sealed.canonical import sha256
from registry.takeaway.exports.json import annex_json, release_json, translation_json, version_json
from tests.factories.history import followed_by
from tests.factories.registry import ReleaseFactory, TranslationFactory, VersionFactory
from tests.registry.takeaway.exports.annexes import annex_of, item, sample_annex

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def _today():
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False):
        yield


def test_version_gives_its_facts_its_sealed_content_and_where_it_stands():
    first = VersionFactory(criterion__code="BAT-01")
    version = followed_by(first, "1.1.0", date(2026, 9, 1), change='{"step":"minor"}')

    document = json.loads(version_json(version, "en"))

    assert document.pop("content") == json.loads(version.content)
    assert document == {
        "citation": "BAT-01@1.1.0",
        "code": "BAT-01",
        "kind": "technical_specification",
        "version": "1.1.0",
        "uri": f"{BASE}/id/criterion/bat-01/v1.1.0",
        "content_hash": version.content_hash,
        "content_uri": f"{BASE}/id/criterion/bat-01/v1.1.0/content.json",
        "status": "published",
        "status_since": "2026-09-01",
        "reason": {},
        "errata": [],
        "base": "BAT-01@1.0.0",
        "licence": "CC-BY-4.0",
        "notice": "starter draft, not legal advice",
        "change": {"step": "minor"},
        "translations": {},
    }


def test_superseded_version_says_so_and_the_first_one_has_no_base():
    version = VersionFactory()
    followed_by(version, "2.0.0", date(2026, 9, 1))

    document = json.loads(version_json(version, "en"))

    assert (document["status"], document["status_since"], document["base"]) == ("superseded", "2026-09-01", None)


def test_version_without_an_event_is_upcoming_since_no_day():
    document = json.loads(version_json(VersionFactory(published=None), "en"))

    assert (document["status"], document["status_since"]) == ("upcoming", None)


def test_version_holds_the_newest_revision_of_each_translation():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv", blocks={"title": "Första"})
    TranslationFactory(version=version, language="sv", revision=2, blocks={"title": "Andra"})
    danish = TranslationFactory(version=version, language="da")

    translations = json.loads(version_json(version, "en"))["translations"]

    assert [(code, row["revision"]) for code, row in translations.items()] == [("da", 1), ("sv", 2)]
    assert translations["sv"]["texts"] == {"title": "Andra"}
    assert translations["da"]["content_hash"] == danish.content_hash
    assert translations["da"]["source_hash"] == version.content_hash


def test_translation_gives_its_revision_with_both_hashes():
    version = VersionFactory(criterion__code="BAT-01")
    row = TranslationFactory(version=version, language="sv", revision=2, blocks={"title": "Batteri"})

    assert json.loads(translation_json(row)) == {
        "citation": "BAT-01@1.0.0/sv.r2",
        "version": "BAT-01@1.0.0",
        "language": "sv",
        "revision": 2,
        "content_hash": sha256('{"title":"Batteri"}'),
        "source_hash": version.content_hash,
        "texts": {"title": "Batteri"},
    }


def test_release_gives_its_manifest_as_it_was_sealed():
    version = VersionFactory(criterion__code="BAT-01")
    release = ReleaseFactory(members=[version], mandatory=[version])

    document = json.loads(release_json(release))

    assert (document["citation"], document["uri"]) == ("smartphones@1.0.0", f"{BASE}/id/set/smartphones/v1.0.0")
    assert document["content_hash"] == release.content_hash == sha256(release.content)
    assert document["manifest"]["members"] == [
        {"version": "BAT-01@1.0.0", "content_hash": version.content_hash, "mandatory": True}
    ]


def test_annex_gives_what_would_be_printed():
    document = json.loads(annex_json(sample_annex(title="Telephones", headings={"award": "Quality"})))

    assert (document["title"], document["language"]) == ("Telephones", "en")
    assert [(group["kind"], group["heading"], len(group["criteria"])) for group in document["groups"]] == [
        ("technical_specification", "Technical specification", 2),
        ("award", "Quality", 1),
        ("performance", "Contract clause", 1),
    ]
    first = document["groups"][0]["criteria"][0]
    assert (first["citation"], first["status"], first["language"]) == ("BAT-01@1.0.0/L2", "published", "en")
    assert (first["values"], first["own_values"]) == ({"cycles": "1200", "share": "80"}, {"cycles": "1200"})
    assert first["proof"]["eprel"] == "A test report on 1,200 cycles."
    assert first["follow_up"] == "The buyer reads the count of a sample after 1,200 cycles."


def test_weight_is_given_for_award_criteria_only():
    groups = json.loads(annex_json(sample_annex()))["groups"]

    assert [group["criteria"][0].get("weight_percent", "none") for group in groups] == ["none", "12.5", "none"]


def test_award_criterion_without_a_weight_has_null():
    sample_annex()

    [group] = json.loads(annex_json(annex_of(item("CLI-01"))))["groups"]

    assert group["criteria"][0]["weight_percent"] is None


def test_letters_of_the_languages_stand_as_they_are():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv", blocks={"title": "Håller längre – åäö"})

    assert "Håller längre – åäö".encode() in version_json(version, "sv")
