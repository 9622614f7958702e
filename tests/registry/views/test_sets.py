"""The page of a set: its newest release to choose from, older ones that stay, filters as plain links."""

from datetime import date

import pytest

from registry.enums import CriterionKind
from tests.factories.history import followed_by
from tests.factories.registry import (
    CriteriaSetFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)
from tests.registry.views.pages import all_words, messages_of, parsed

pytestmark = pytest.mark.django_db
PAGE = "/en/criteria/smartphones/"


@pytest.fixture
def release():
    """Two specifications, one without the second level, and an award criterion on climate."""
    one_level = battery_content(levels={1: {"cycles": "800", "share": "80"}})
    members = [
        VersionFactory(criterion__code="BAT-01"),
        VersionFactory(criterion__code="BAT-02", body=one_level),
        VersionFactory(
            criterion__code="CLI-01", criterion__kind=CriterionKind.AWARD, body=battery_content(theme="climate")
        ),
    ]
    return ReleaseFactory(members=members, mandatory=members[:1])


def citations(response):
    return all_words(response, "//ul[@id='criteria']//p[@class='code']")


def ticked(response):
    return parsed(response).xpath("//ul[@id='criteria']//input[@checked]/@value")


def test_one_set_is_shown_at_once(client, release):
    assert client.get("/en/criteria/").url == PAGE


def test_several_sets_are_a_list(client, release):
    CriteriaSetFactory(slug="laptops", titles={"en": "Laptops"})

    response = client.get("/en/criteria/")

    assert parsed(response).xpath("//main//h2/a/@href") == ["/en/criteria/laptops/", PAGE]


def test_no_set_says_so(client):
    assert all_words(client.get("/en/criteria/"), "//main//h2") == ["No set of criteria is published yet"]


def test_page_shows_the_newest_release_that_is_in_effect(client, release):
    later = [followed_by(member.version, "2.0.0", date(2026, 9, 1)) for member in release.members.all()]
    ReleaseFactory(members=later, number="2.0.0", published=date(2026, 9, 1))
    ReleaseFactory(members=later[:1], number="3.0.0", published=date(2027, 1, 1))

    response = client.get(PAGE)

    assert citations(response) == ["BAT-01@2.0.0", "BAT-02@2.0.0", "CLI-01@2.0.0"]
    assert all_words(response, "//p[@class='status-strip']") == ["In force since 1 September 2026."]


def test_older_release_stays_and_leads_to_the_newest_and_to_what_changed(client, release):
    later = followed_by(release.members.first().version, "2.0.0", date(2026, 9, 1))
    ReleaseFactory(members=[later], number="2.0.0", published=date(2026, 9, 1))

    response = client.get(f"{PAGE}1.0.0/")

    assert citations(response) == ["BAT-01@1.0.0", "BAT-02@1.0.0", "CLI-01@1.0.0"]
    assert all_words(response, "//p[@class='status-strip']") == [
        "Release 1.0.0 is not the newest. Go to the newest release, 2.0.0"
    ]
    assert parsed(response).xpath("//a[contains(., 'What changed')]/@href") == [f"{PAGE}compare/1.0.0...2.0.0/"]
    assert "Newer version in force" in all_words(response, "//ul[@id='criteria']//article")[0]


def test_newest_release_under_its_own_number_is_not_called_old(client, release):
    assert all_words(client.get(f"{PAGE}1.0.0/"), "//p[@class='status-strip']") == ["In force since 2 February 2026."]


def test_level_ticks_the_list(client, release):
    response = client.get(PAGE, {"level": "2"})

    assert ticked(response) == ["BAT-01@1.0.0/L2", "BAT-02@1.0.0/L1", "CLI-01@1.0.0/L2"]
    assert ticked(client.get(PAGE)) == []


@pytest.mark.parametrize("level", ["0", "4", "two", "", "２", "2 "])
def test_level_that_does_not_exist_ticks_nothing(client, release, level):
    response = client.get(PAGE, {"level": level})

    assert (response.status_code, ticked(response)) == (200, [])


def test_ticked_list_goes_into_the_basket(client, release):
    form = parsed(client.get(PAGE, {"level": "2"})).xpath("//form[@action='/en/basket/add/']")[0]
    fields = form.form_values()

    data = {"item": [value for name, value in fields if name == "item"], "next": dict(fields)["next"]}
    response = client.post("/en/basket/add/", data, follow=True)

    assert messages_of(response) == ["3 criteria are in the basket."]
    assert response.redirect_chain == [(f"{PAGE}?level=2", 302)]


def test_filter_narrows_the_list_and_can_be_taken_away(client, release):
    response = client.get(PAGE, {"theme": ["battery", "climate"], "kind": "award", "level": "2", "page": "1"})

    assert citations(response) == ["CLI-01@1.0.0"]
    assert all_words(response, "//main//h2")[0] == "1 criterion of 3"
    assert parsed(response).xpath("//fieldset//input[@checked]/@value") == ["2", "award", "battery", "climate"]
    assert [each.rpartition("?")[2] for each in parsed(response).xpath("//a[contains(@class, 'chip')]/@href")] == [
        "theme=battery&theme=climate&level=2",
        "theme=climate&kind=award&level=2",
        "theme=battery&kind=award&level=2",
    ]


def test_filters_that_fit_nothing_say_so(client, release):
    response = client.get(PAGE, {"theme": "battery", "kind": "award"})

    assert all_words(response, "//main//h2")[0] == "No criterion fits all of these filters"
    assert parsed(response).xpath("//a[.='Clear all filters']/@href") == [PAGE]


def test_counts_stand_beside_the_options(client, release):
    assert all_words(client.get(PAGE), "//input[@name='theme']/..") == ["Battery2(2 results)", "Climate1(1 result)"]


def test_mandatory_criterion_is_marked(client, release):
    articles = all_words(client.get(PAGE), "//ul[@id='criteria']//article")

    assert ["Mandatory in this set" in each for each in articles] == [True, False, False]


def test_long_release_comes_in_pages_that_keep_the_filters(client):
    members = [VersionFactory(criterion__code=f"A{n // 99}A-{n % 99 + 1:02}") for n in range(61)]
    ReleaseFactory(members=members)

    first, second = (client.get(PAGE, {"theme": "battery", "level": "1", "page": page}) for page in ("1", "2"))

    assert (len(citations(first)), len(citations(second))) == (60, 1)
    assert "?theme=battery&level=1&page=2" in parsed(first).xpath("//nav[contains(@class, 'pagination')]//a/@href")


@pytest.mark.parametrize("page", ["0", "-1", "99", "x"])
def test_page_that_does_not_exist_shows_one_that_does(client, release, page):
    response = client.get(PAGE, {"page": page})

    assert (response.status_code, len(citations(response))) == (200, 3)


def test_set_is_in_the_readers_language(client, release):
    for member in release.members.all():
        TranslationFactory(version=member.version, language="sv")

    response = client.get("/sv/criteria/smartphones/")

    assert all_words(response, "//h1") == ["Cirkulära och rättvisa telefoner"]
    assert all_words(response, "//ul[@id='criteria']//h3[@lang='sv']") == ["Battery that lasts [sv]"] * 3


@pytest.mark.parametrize(
    ("path", "thing", "near"),
    [
        ("/en/criteria/phones/", "set “phones”", [PAGE]),
        (f"{PAGE}9.0.0/", "smartphones@9.0.0", [f"{PAGE}1.0.0/"]),
        (f"{PAGE}1.0/", "smartphones@1.0", [f"{PAGE}1.0.0/"]),
    ],
)
def test_unknown_set_or_release_is_a_404_with_the_nearest(client, release, path, thing, near):
    response = client.get(path)

    assert (response.status_code, all_words(response, "//h1")) == (404, [f"There is no {thing}"])
    assert parsed(response).xpath("//main//li/a/@href") == near


def test_set_without_a_release_in_effect_is_a_404(client):
    ReleaseFactory(published=date(2027, 1, 1))

    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_eight_queries_however_many_members_and_releases(client, django_assert_num_queries, count):
    members = [VersionFactory(criterion__code=f"BAT-0{n + 1}") for n in range(count)]
    for n, version in enumerate(members):
        TranslationFactory(version=version, language="sv")
        ReleaseFactory(members=members[: n + 1], number=f"1.{n}.0")

    with django_assert_num_queries(8):  # set, release, its notes; members, versions, translations; releases, events
        client.get("/sv/criteria/smartphones/?level=2&theme=battery")
