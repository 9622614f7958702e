"""Addresses that are cited: they lead on, or answer 200 for ever, in the format that is asked for."""

import json
from datetime import date

import pytest
import time_machine

from registry.enums import StatusKind
from registry.sealed.canonical import sha256
from registry.takeaway.exports import docx
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.registry import LineageEdgeFactory, ReleaseFactory, TranslationFactory, VersionFactory
from tests.registry.views.pages import all_words, messages_of, parsed

pytestmark = pytest.mark.django_db
CRITERION = "/id/criterion/bat-01"
VERSION = f"{CRITERION}/v1.0.0"
BASE = "http://127.0.0.1:8000"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def battery():
    return VersionFactory(criterion__code="BAT-01")


def links(response):
    """The typed links of the header: (relation, address)."""
    found = []
    for link in response["Link"].split(", "):
        target, *parameters = link.split("; ")
        relation = next(each for each in parameters if each.startswith("rel="))
        found.append((relation[5:-1], target.strip("<>")))
    return found


def targets(response, relation):
    return [target.removeprefix(BASE) for name, target in links(response) if name == relation]


def test_criterion_leads_by_303_to_the_version_in_force(client, battery):
    followed_by(battery, "1.1.0")

    response = client.get(CRITERION)

    assert (response.status_code, response.url) == (303, f"{CRITERION}/v1.1.0")


def test_303_keeps_the_query(client, battery):
    assert client.get(f"{CRITERION}?2.cycles=900").url == f"{VERSION}?2.cycles=900"


def test_withdrawn_criterion_leads_to_its_newest_version(client, battery):
    withdrawn(battery)

    assert client.get(CRITERION).url == VERSION


@pytest.mark.parametrize("language", ["en", "sv", "nb", "fi", "da"])
def test_version_answers_in_the_language_of_the_browser(client, battery, language):
    TranslationFactory(version=battery, language="sv")

    response = client.get(VERSION, headers={"Accept-Language": language})

    assert (response.status_code, response["Content-Language"]) == (200, language)
    assert parsed(response).get("lang") == language
    assert response["Content-Location"] == VERSION


def test_version_answers_200_for_ever_with_its_text_and_a_live_status(client, battery):
    before = client.get(VERSION)
    followed_by(battery, "2.0.0")
    superseded = client.get(VERSION)
    withdrawn(VersionFactory(criterion__code="OLD-01"))
    gone = client.get("/id/criterion/old-01/v1.0.0")

    assert [response.status_code for response in (before, superseded, gone)] == [200, 200, 200]
    for response in (before, superseded, gone):
        assert "after 800 full charge cycles" in parsed(response).get_element_by_id("plain-1").text
    assert all_words(superseded, "//p[@class='status-strip']")[0].startswith("Superseded since 4 May 2026")
    assert all_words(gone, "//p[@class='status-strip']")[0].startswith("Withdrawn since 4 May 2026")


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(
    ("suffix", "content_type", "download"),
    [
        (".json", "application/json", None),
        (".jsonld", "application/ld+json", None),
        (".csv", "text/csv; charset=utf-8", 'attachment; filename="BAT-01@1.0.0.csv"'),
        (".docx", DOCX, 'attachment; filename="BAT-01@1.0.0.docx"'),
        (".pdf", "application/pdf", 'attachment; filename="BAT-01@1.0.0.pdf"'),
        ("", "text/html; charset=utf-8", None),
    ],
)
def test_suffix_picks_the_format_whatever_accept_says(client, battery, suffix, content_type, download):
    for accept in ("*/*", "text/html") if suffix else ("*/*", "text/html", "image/png"):
        response = client.get(VERSION + suffix, headers={"Accept": accept})

        assert (response.status_code, response["Content-Type"]) == (200, content_type)
        assert response.headers.get("Content-Disposition") == download


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(
    ("accept", "content_type", "location"),
    [
        ("application/json", "application/json", f"{VERSION}.json"),
        ("application/ld+json", "application/ld+json", f"{VERSION}.jsonld"),
        ("text/csv", "text/csv; charset=utf-8", f"{VERSION}.csv"),
        (DOCX, DOCX, f"{VERSION}.docx"),
        ("application/pdf", "application/pdf", f"{VERSION}.pdf"),
        ("text/html,application/json;q=0.9,*/*;q=0.8", "text/html; charset=utf-8", VERSION),
        ("application/json;q=0.9,text/html;q=0.1", "application/json", f"{VERSION}.json"),
        ("image/png", "text/html; charset=utf-8", VERSION),
        ("nonsense", "text/html; charset=utf-8", VERSION),
    ],
)
def test_accept_picks_the_format_where_no_suffix_does(client, battery, accept, content_type, location):
    response = client.get(VERSION, headers={"Accept": accept})

    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response["Content-Location"] == location
    assert {"Accept", "Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_failing_pandoc_leads_to_the_page_with_a_word(client, battery, monkeypatch, tmp_path):
    broken = tmp_path / "pandoc"
    broken.write_text("#!/bin/sh\nexit 83\n")
    broken.chmod(0o755)
    monkeypatch.setattr(docx.pypandoc, "get_pandoc_path", lambda: str(broken))

    response = client.get(f"{VERSION}.docx", follow=True)

    assert response.redirect_chain == [("/en/criterion/bat-01/1.0.0/", 302)]
    assert messages_of(response) == [
        "The document could not be made. Nothing is lost: try again, or take another format."
    ]


def test_etag_answers_304_without_a_body(client, battery):
    etag = client.get(VERSION)["ETag"]

    response = client.get(VERSION, headers={"If-None-Match": etag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert not etag.startswith("W/")


CHANGES = {
    "a status event": lambda version: happened(version, StatusKind.DEPRECATED),
    "a newer version": lambda version: followed_by(version, "1.1.0"),
    "a translation": lambda version: TranslationFactory(version=version, language="fi"),
    "a new revision": lambda version: TranslationFactory(version=version, language="sv", revision=2),
    "a relation": lambda version: LineageEdgeFactory(source=version.criterion),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("path", [VERSION, f"{VERSION}.json", f"{VERSION}/sv", "/id/set/smartphones/v1.0.0"])
def test_etag_changes_with_whatever_the_page_shows(client, battery, path, change):
    TranslationFactory(version=battery, language="sv")
    ReleaseFactory(members=[battery])
    before = client.get(path)["ETag"]
    assert client.get(path)["ETag"] == before

    change(battery)

    assert client.get(path)["ETag"] != before


def test_etag_tells_formats_languages_days_and_baskets_apart(client, battery):
    etags = [
        client.get(VERSION)["ETag"],
        client.get(VERSION, headers={"Accept": "application/json"})["ETag"],
        client.get(VERSION, headers={"Accept-Language": "sv"})["ETag"],
        client.get(f"{VERSION}?2.cycles=900")["ETag"],
    ]
    client.post("/en/basket/add/", {"item": "BAT-01@1.0.0/L1"})
    client.get("/en/basket/")
    etags.append(client.get(VERSION)["ETag"])
    with time_machine.travel("2026-11-24T12:00:00+01:00"):
        etags.append(client.get(VERSION)["ETag"])

    assert len(set(etags)) == len(etags)


def test_page_with_a_message_is_never_answered_from_a_cache(client, battery):
    etag = client.get(VERSION)["ETag"]
    client.post("/en/basket/add/", {})

    response = client.get(VERSION, headers={"If-None-Match": etag})

    assert response.status_code == 200
    assert all_words(response, "//div[contains(@class, 'messages')]/div") != []


def test_page_is_asked_for_again_each_time_and_content_never(client, battery):
    assert client.get(VERSION)["Cache-Control"] == "no-cache"
    assert client.get(f"{VERSION}/content.json")["Cache-Control"] == "public, max-age=31536000, immutable"


def test_content_is_the_bytes_that_were_hashed(client, battery):
    response = client.get(f"{VERSION}/content.json")
    followed_by(battery, "2.0.0")
    again = client.get(f"{VERSION}/content.json", headers={"If-None-Match": response["ETag"]})

    assert sha256(response.content.decode()) == battery.content_hash
    assert (response["ETag"], response["Content-Type"]) == (f'"{battery.content_hash}"', "application/json")
    assert again.status_code == 304


def test_links_of_rfc_5829_name_the_neighbours(client, battery):
    second = followed_by(battery, "1.1.0")
    third = followed_by(second, "2.0.0", date(2026, 9, 1))

    response = client.get(f"{CRITERION}/v1.1.0")

    assert targets(response, "predecessor-version") == [VERSION]
    assert targets(response, "successor-version") == [third.get_permanent_path()]
    assert targets(response, "latest-version") == [third.get_permanent_path()]
    assert targets(response, "version-history") == [f"{CRITERION}/v1.1.0#history"]
    assert targets(response, "canonical") == targets(response, "cite-as") == [f"{CRITERION}/v1.1.0"]
    assert targets(response, "alternate") == [
        f"{CRITERION}/v1.1.0.{each}" for each in ("json", "jsonld", "csv", "docx", "pdf")
    ]
    assert targets(response, "license") == ["https://creativecommons.org/licenses/by/4.0/"]


def test_links_of_a_withdrawn_criterion_name_no_latest_version(client, battery):
    withdrawn(battery)

    response = client.get(VERSION)

    assert targets(response, "latest-version") == targets(response, "predecessor-version") == []


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2026-02-02", "1.0.0"),
        ("2026-05-03", "1.0.0"),
        ("2026-05-04", "1.1.0"),
        ("2026-08-31", "1.1.0"),
        ("2026-09-01", "2.0.0"),
        ("2026-11-23", "2.0.0"),
    ],
)
def test_day_leads_to_the_version_that_was_in_force(client, battery, day, number):
    followed_by(followed_by(battery, "1.1.0"), "2.0.0", date(2026, 9, 1))

    response = client.get(f"{CRITERION}/@{day}")

    assert (response.status_code, response.url) == (302, f"{CRITERION}/v{number}")


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "yesterday", "0000-00-00"])
def test_day_that_does_not_exist_is_a_404_with_the_versions(client, battery, day):
    response = client.get(f"{CRITERION}/@{day}")

    assert (response.status_code, all_words(response, "//h1")) == (404, [f"There is no day {day} in the calendar"])
    assert parsed(response).xpath("//main//li/a/@href") == ["/en/criterion/bat-01/1.0.0/"]


def test_day_before_the_first_version_is_a_404_that_says_so(client, battery):
    response = client.get(f"{CRITERION}/@2026-02-01")

    assert (response.status_code, all_words(response, "//h1")) == (404, ["There is no BAT-01 in force on 2026-02-01"])


def test_day_after_a_withdrawal_is_a_404(client, battery):
    withdrawn(battery)

    assert client.get(f"{CRITERION}/@2026-05-03").status_code == 302
    assert client.get(f"{CRITERION}/@2026-05-04").status_code == 404


def test_language_of_an_address_beats_that_of_the_browser(client, battery):
    TranslationFactory(version=battery, language="da")

    response = client.get(f"{VERSION}/da", headers={"Accept-Language": "fi"})

    assert (response.status_code, response["Content-Language"]) == (200, "da")
    assert all_words(response, "//h1") == ["Battery that lasts [da]"]


@pytest.mark.parametrize("language", ["fi", "xx", "deu"])
def test_language_that_a_version_does_not_have_is_a_404_with_those_it_has(client, battery, language):
    TranslationFactory(version=battery, language="sv")

    response = client.get(f"{VERSION}/{language}")

    assert (response.status_code, all_words(response, "//h1")) == (404, [f"There is no BAT-01@1.0.0/{language}"])
    assert parsed(response).xpath("//main//li/a/@href") == [f"{VERSION}/en", f"{VERSION}/sv"]


def test_revision_of_a_translation_is_sealed_and_never_changes(client, battery):
    first = TranslationFactory(version=battery, language="sv", blocks={"title": "Första"})
    TranslationFactory(version=battery, language="sv", revision=2, blocks={"title": "Andra"})

    response = client.get(f"{VERSION}/sv.r1")

    document = json.loads(response.content)
    assert (document["citation"], document["texts"]) == ("BAT-01@1.0.0/sv.r1", {"title": "Första"})
    assert (response["ETag"], response["Cache-Control"]) == (
        f'"{first.content_hash}"',
        "public, max-age=31536000, immutable",
    )


def test_revision_that_does_not_exist_is_a_404_with_those_that_do(client, battery):
    TranslationFactory(version=battery, language="sv")

    response = client.get(f"{VERSION}/sv.r2")

    assert (response.status_code, all_words(response, "//h1")) == (404, ["There is no BAT-01@1.0.0/sv.r2"])
    assert parsed(response).xpath("//main//li/a/@href") == [f"{VERSION}/sv.r1"]


def test_level_of_a_citation_is_a_place_on_the_page(client, battery):
    response = client.get(f"{VERSION}/L2")

    assert (response.status_code, response.url) == (303, f"{VERSION}#level-2")
    assert parsed(client.get(VERSION)).get_element_by_id("level-2") is not None


def test_level_that_does_not_exist_is_a_404_with_those_that_do(client, battery):
    response = client.get(f"{VERSION}/L3")

    assert (response.status_code, all_words(response, "//h1")) == (404, ["There is no BAT-01@1.0.0/L3"])
    assert parsed(response).xpath("//main//li/a/@href") == [f"{VERSION}/L1", f"{VERSION}/L2"]
