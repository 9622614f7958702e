"""Addresses of sets and releases that are cited; and what any permanent address says of nothing."""

import json
from datetime import date

import pytest

from registry.sealed.canonical import sha256
from tests.factories.history import followed_by
from tests.factories.registry import LineageEdgeFactory, ReleaseFactory, TranslationFactory, VersionFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
SET = "/id/set/smartphones"
VERSION = "/id/criterion/bat-01/v1.0.0"


@pytest.fixture
def release():
    return ReleaseFactory(members=[VersionFactory(criterion__code="BAT-01")])


def test_set_leads_by_303_to_its_newest_release_in_effect(client, release):
    later = followed_by(release.members.get().version, "2.0.0")
    ReleaseFactory(members=[later], number="2.0.0", published=date(2026, 9, 1))
    ReleaseFactory(members=[VersionFactory()], number="3.0.0", published=date(2027, 1, 1))

    response = client.get(SET)

    assert (response.status_code, response.url) == (303, f"{SET}/v2.0.0")


def test_release_is_a_page_or_its_manifest(client, release):
    page, manifest = client.get(f"{SET}/v1.0.0"), client.get(f"{SET}/v1.0.0.json")

    assert all_words(page, "//ul[@id='criteria']//p[@class='code']") == ["BAT-01@1.0.0"]
    assert json.loads(manifest.content)["content_hash"] == sha256(release.content)
    assert client.get(f"{SET}/v1.0.0", headers={"Accept": "application/json"}).content == manifest.content
    assert {response["Cache-Control"] for response in (page, manifest)} == {"no-cache"}


def test_release_names_the_newest_one_in_its_links(client, release):
    ReleaseFactory(members=[VersionFactory()], number="1.1.0")

    assert (
        '<http://127.0.0.1:8000/id/set/smartphones/v1.1.0>; rel="latest-version"' in client.get(f"{SET}/v1.0.0")["Link"]
    )


def test_release_answers_304_until_something_happens(client, release):
    etag = client.get(f"{SET}/v1.0.0")["ETag"]
    assert client.get(f"{SET}/v1.0.0", headers={"If-None-Match": etag}).status_code == 304

    followed_by(release.members.get().version, "2.0.0")

    assert client.get(f"{SET}/v1.0.0", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("path", "thing", "near"),
    [
        ("/id/criterion/bat-99", "BAT-99", ["/en/criterion/bat-01/"]),
        ("/id/criterion/bat-99/v1.0.0", "BAT-99", ["/en/criterion/bat-01/"]),
        ("/id/criterion/bat-99/@2026-05-01", "BAT-99", ["/en/criterion/bat-01/"]),
        ("/id/criterion/bat-01/v9.0.0", "BAT-01@9.0.0", ["/en/criterion/bat-01/1.0.0/"]),
        ("/id/criterion/bat-01/v1.0", "BAT-01@1.0", ["/en/criterion/bat-01/1.0.0/"]),
        ("/id/criterion/bat-01/v9.0.0/content.json", "BAT-01@9.0.0", ["/en/criterion/bat-01/1.0.0/"]),
        ("/id/criterion/bat-01/v9.0.0/sv.r1", "BAT-01@9.0.0", ["/en/criterion/bat-01/1.0.0/"]),
        (
            f"{VERSION}.odt",
            "BAT-01@1.0.0.odt",
            [f"{VERSION}.{suffix}" for suffix in ("json", "jsonld", "csv", "docx", "pdf")],
        ),
        ("/id/set/phones", "set “phones”", ["/en/criteria/smartphones/"]),
        (f"{SET}/v9.0.0", "smartphones@9.0.0", ["/en/criteria/smartphones/1.0.0/"]),
        (f"{SET}/v1.0.0.csv", "smartphones@1.0.0.csv", [f"{SET}/v1.0.0.json"]),
    ],
)
def test_what_does_not_exist_is_a_404_with_the_nearest(client, release, path, thing, near):
    response = client.get(path)

    assert (response.status_code, all_words(response, "//h1")) == (404, [f"There is no {thing}"])
    assert parsed(response).xpath("//main//li/a/@href") == near


@pytest.mark.parametrize(
    "path", ["/id/", "/id/criterion/", "/id/criterion/bat-01/", "/id/nothing", "/id/criterion/bat-01/v1.0.0/"]
)
def test_address_that_means_nothing_is_not_led_into_a_language(client, release, path):
    response = client.get(path)

    assert (response.status_code, all_words(response, "//h1")) == (404, [f"There is no permanent address {path}"])
    assert "/en/criteria/" in parsed(response).xpath("//main//li/a/@href")


def test_address_with_a_slash_too_many_is_told_the_right_one(client, release):
    assert parsed(client.get(f"{VERSION}/")).xpath("//main//li/a/@href")[0] == VERSION


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("suffix", "queries"),
    [
        ("", 13),
        (".json", 9),
        (".jsonld", 9),
        (".csv", 9),
        ("/content.json", 3),
        ("/sv.r1", 3),
    ],
)
def test_version_takes_the_same_queries_however_long_its_history(
    client, django_assert_num_queries, count, suffix, queries
):
    version = VersionFactory(criterion__code="BAT-01")
    for n in range(count):
        TranslationFactory(version=version, language=("sv", "fi", "da")[n])
        LineageEdgeFactory(source=version.criterion)
        ReleaseFactory(members=[version, VersionFactory()], number=f"1.{n}.0")
        VersionFactory(criterion=version.criterion, number=f"1.{n + 1}.0")

    with django_assert_num_queries(queries):
        client.get(VERSION + suffix)


def test_answer_304_takes_three_queries(client, release, django_assert_num_queries):
    etag = client.get(VERSION)["ETag"]

    with django_assert_num_queries(3):  # the newest event, translation and relation
        assert client.get(VERSION, headers={"If-None-Match": etag}).status_code == 304
