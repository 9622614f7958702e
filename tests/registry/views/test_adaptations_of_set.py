"""The list of a set's adaptations, and those of a city on its page."""

import pytest
from django.template import Context, Template

from tests.factories.adaptations import (
    AdaptationDraftFactory,
    changes,
    cycles,
    followed_by,
    published_adaptation,
    smartphones,
    withdrawn_adaptation,
    without,
)
from tests.factories.members import OrganisationFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db

LIST = "/en/criteria/smartphones/adaptations/"


@pytest.fixture
def release():
    return smartphones("BAT-01", "LAB-01", "REP-01")


def sealed(release, name, *each, **facts):
    city = OrganisationFactory(name=name, slug=name.lower(), **facts)
    return published_adaptation(AdaptationDraftFactory(organisation=city, release=release, changed=changes(*each)))


def shown_for(organisation):
    template = Template("{% load adapting %}{% adaptations_of organisation %}")
    return " ".join(template.render(Context({"organisation": organisation})).split())


def test_list_without_any_says_so(client, release):
    assert all_words(client.get(LIST), "//div[@class='empty-state']/h2") == ["No city has adapted these criteria yet"]


def test_list_names_each_city_with_how_its_criteria_stand(client, release):
    sealed(release, "Zwolle")
    sealed(release, "Examplehaven", cycles("1200"), without("REP-01"))

    cards = "//main//li[contains(@class, 'card')]"
    assert all_words(client.get(LIST), f"{cards}/div") == [
        "Examplehaven examplehaven/smartphones@1.0.0. Adapted from smartphones@1.0.0.",
        "Zwolle zwolle/smartphones@1.0.0. Adapted from smartphones@1.0.0.",
    ]
    assert all_words(client.get(LIST), f"{cards}/ul/li") == ["identical 1", "stricter 1", "left out 1", "identical 3"]


def test_list_says_which_city_is_fictional(client, release):
    sealed(release, "Demo", is_fictional=True)

    assert all_words(client.get(LIST), "//main//li[contains(@class, 'card')]/div")[0].startswith("Demo (fictional)")


def test_list_has_only_what_is_in_force(client, release):
    followed_by(sealed(release, "Examplehaven", cycles("1200")), changes(cycles("1300")))
    gone = sealed(release, "Zwolle")
    withdrawn_adaptation(gone)

    links = parsed(client.get(LIST)).xpath("//main//li[contains(@class, 'card')]//a/@href")

    assert links == ["/en/adaptation/examplehaven/smartphones/2.0.0/"]


def test_list_is_reached_from_the_set(client, release):
    page = parsed(client.get("/en/criteria/smartphones/"))

    assert page.xpath(f"//a[@href='{LIST}']/text()") == ["See how cities have adapted it"]


def test_list_of_an_unknown_set_names_the_known_ones(client, release):
    response = client.get("/en/criteria/laptops/adaptations/")

    assert response.status_code == 404
    assert "Circular and fair smartphones" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_four_queries_whatever_its_length(client, release, count, django_assert_num_queries):
    for number in range(count):
        sealed(release, f"City{number}")

    with django_assert_num_queries(4):
        client.get(LIST)


def test_city_shows_its_own_on_its_page(release):
    adaptation = sealed(release, "Examplehaven", cycles("1200"))
    sealed(release, "Zwolle")

    shown = shown_for(adaptation.organisation)

    assert '<a href="/en/adaptation/examplehaven/smartphones/1.0.0/">Circular and fair smartphones</a>' in shown
    assert "zwolle" not in shown


def test_city_without_any_says_nothing(release, django_assert_num_queries):
    city = OrganisationFactory()

    with django_assert_num_queries(1):
        assert shown_for(city) == ""
