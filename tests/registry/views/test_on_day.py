"""What was in force on a day: pages with a form for the day, permanent addresses, documents for programs."""

import json
from datetime import date

import pytest

from tests.factories.history import followed_by, withdrawn
from tests.factories.proposals import replacement, taken
from tests.factories.registry import CriteriaSetFactory, ReleaseFactory, TranslationFactory, VersionFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
PAGE, SET = "/en/criterion/bat-01/on/", "/en/criteria/smartphones/on/"
ON, SET_ON = "/id/criterion/bat-01/@", "/id/set/smartphones/@"


@pytest.fixture
def battery():
    return VersionFactory(criterion__code="BAT-01")


def found(response):
    return all_words(response, "//section[@aria-labelledby='found']/p[1]")


def test_page_opens_with_today_and_its_version(client, battery):
    followed_by(battery, "1.1.0")

    response = client.get(PAGE)

    assert parsed(response).xpath("//input[@name='day']/@value") == ["2026-11-23"]
    assert found(response) == ["BAT-01@1.1.0 since 4 May 2026"]


def test_page_shows_how_every_version_stood_that_day(client, battery):
    followed_by(battery, "1.1.0")

    response = client.get(PAGE, {"day": "2026-03-01"})

    assert found(response) == ["BAT-01@1.0.0 since 2 February 2026"]
    assert all_words(response, "//ol[@class='timeline']/li") == [
        "1.1.0 Takes effect on 4 May 2026.",
        "1.0.0 In force since 2 February 2026.",
    ]


def test_page_says_so_when_nothing_was_in_force(client, battery):
    withdrawn(battery)

    for day in ("2026-01-01", "2026-09-01"):
        assert found(client.get(PAGE, {"day": day})) == ["Nothing of BAT-01 was in force on that day."]


def test_day_ahead_shows_what_is_dated_ahead(client, battery):
    followed_by(battery, "2.0.0", date(2027, 1, 1))

    assert found(client.get(PAGE, {"day": "2027-01-01"})) == ["BAT-01@2.0.0 since 1 January 2027"]


@pytest.mark.parametrize("path", [PAGE, SET])
@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30"])
def test_what_is_no_day_is_said_at_its_field_and_kept(client, battery, path, day):
    ReleaseFactory(members=[battery])

    response = client.get(path, {"day": day})

    assert all_words(response, "//div[@id='id_day_error']/p") == (
        ["Write a day of the calendar, such as 2026-05-01."] if day else ["This field is required."]
    )
    assert parsed(response).xpath("//input[@name='day']/@value") == [day]
    assert all_words(response, "//section[@aria-labelledby='found']") == []


def test_permanent_address_of_a_day_leads_to_its_version_or_gives_a_document(client, battery):
    assert client.get(f"{ON}2026-05-01").url == "/id/criterion/bat-01/v1.0.0"
    document = json.loads(client.get(f"{ON}2026-05-01.json").content)
    assert (document["day"], document["version"]["citation"]) == ("2026-05-01", "BAT-01@1.0.0")


def test_document_says_that_nothing_was_in_force_where_the_page_is_a_404(client, battery):
    assert client.get(f"{ON}2026-01-01").status_code == 404
    assert json.loads(client.get(f"{ON}2026-01-01.json").content)["version"] is None


@pytest.mark.parametrize("path", [ON, SET_ON])
@pytest.mark.parametrize("day", ["2026-02-30", "today", "2026-02-30.json"])
def test_permanent_address_of_no_day_is_a_404(client, battery, path, day):
    ReleaseFactory(members=[battery])

    assert client.get(f"{path}{day}").status_code == 404


def test_set_shows_its_release_of_the_day_and_what_was_in_force(client, battery):
    other = VersionFactory(criterion__code="BAT-02")
    ReleaseFactory(members=[battery, other])
    taken(other, replacement(battery))
    followed_by(battery, "1.1.0", date(2026, 6, 1))

    before, after = (client.get(SET, {"day": day}) for day in ("2026-05-01", "2026-07-01"))

    assert all_words(before, "//article/p") == ["In force on that day"] * 2
    assert all_words(after, "//article/p") == [
        "In force on that day was another version: BAT-01@1.1.0",
        "Nothing of this criterion was in force on that day.",
    ]


def test_set_says_so_before_its_first_release(client):
    CriteriaSetFactory()

    assert found(client.get(SET)) == ["No release of this set was published by that day."]


def test_titles_of_a_set_are_in_the_readers_language(client, battery):
    TranslationFactory(version=battery)
    ReleaseFactory(members=[battery])

    response = client.get(SET.replace("/en/", "/sv/"))

    assert parsed(response).xpath("//article//span[@lang='sv']/text()") == ["Battery that lasts [sv]"]


def test_permanent_address_of_a_set_leads_to_its_page_or_gives_a_document(client, battery):
    ReleaseFactory(members=[battery])

    assert client.get(f"{SET_ON}2026-05-01").url == f"{SET}?day=2026-05-01"
    document = json.loads(client.get(f"{SET_ON}2026-05-01.json").content)
    assert document["members"][0]["in_force"]["citation"] == "BAT-01@1.0.0"


def test_long_set_is_shown_in_pages(client):
    ReleaseFactory(members=[VersionFactory() for _ in range(51)])

    pages = [client.get(SET, {"day": "2026-05-01", "page": page}) for page in (1, 2)]

    assert [len(parsed(page).xpath("//article")) for page in pages] == [50, 1]
    assert "?day=2026-05-01&page=2" in parsed(pages[0]).xpath("//nav//a/@href")


@pytest.mark.parametrize("count", [1, 3])
def test_set_of_a_day_takes_six_queries(client, django_assert_num_queries, count):
    ReleaseFactory(members=[VersionFactory() for _ in range(count)])
    client.get(SET)

    with django_assert_num_queries(6):  # the set, its release, members, versions, translations, in force
        client.get(SET)


@pytest.mark.parametrize("count", [1, 3])
def test_criterion_on_a_day_takes_four_queries(client, battery, django_assert_num_queries, count):
    newest = battery
    for n in range(count):
        newest = followed_by(newest, f"1.{n + 1}.0")
    client.get(PAGE)

    with django_assert_num_queries(4):  # the criterion, what was in force, every version, their events
        client.get(PAGE)


def test_old_page_set_and_history_lead_to_the_pages_of_a_day(client, battery):
    ReleaseFactory(members=[battery])
    withdrawn(battery)

    old, of_set = client.get(battery.get_absolute_url()), client.get("/en/criteria/smartphones/")

    assert parsed(old).xpath("//main//a[.='See what was in force on a day']/@href") == [PAGE, PAGE]
    assert parsed(of_set).xpath("//main//a[.='See what was in force on a day']/@href") == [SET]
