"""What search engines are told."""

from datetime import UTC, datetime

import pytest
from lxml import etree
from wagtail.models import PageViewRestriction

from portal.experiences.enums import Audience
from portal.experiences.models import Face
from registry.services.candidates import rework
from tests.factories.adaptations import published_adaptation, smartphones
from tests.factories.cms import home_in, page_under
from tests.factories.drafts import VOTED, DraftFactory, in_consultation, secretary
from tests.factories.experiences import EditionFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import CriteriaSetFactory, CriterionFactory, VersionFactory

pytestmark = pytest.mark.django_db
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def addresses(client, section):
    document = etree.fromstring(client.get(f"/sitemap-{section}.xml").content)
    return {
        entry.findtext("s:loc", namespaces=SPACES).removeprefix("http://testserver"): {
            link.get("hreflang") for link in entry.findall("x:link", SPACES)
        }
        for entry in document.findall("s:url", SPACES)
    }


def test_sitemap_lists_its_sections(client):
    home_in()

    document = etree.fromstring(client.get("/sitemap.xml").content)

    assert [loc.text for loc in document.iterfind(".//s:loc", SPACES)] == [
        f"http://testserver/sitemap-{section}.xml"
        for section in ("pages", "sets", "criteria", "figures", "experiences", "consultations", "adaptations")
    ]


def test_pages_are_listed_with_the_languages_that_they_have(client):
    page = page_under(home_in("en"), slug="help")
    page_under(home_in("sv"), slug="help", translation_key=page.translation_key)
    page_under(page, slug="english-only")
    page_under(page, slug="draft", live=False)

    assert addresses(client, "pages") == {
        "/en/": {"en", "sv", "x-default"},
        "/sv/": {"en", "sv", "x-default"},
        "/en/help/": {"en", "sv", "x-default"},
        "/sv/help/": {"en", "sv", "x-default"},
        "/en/help/english-only/": {"en", "x-default"},
    }


def test_sets_and_criteria_in_force_are_listed_in_every_language(client):
    CriteriaSetFactory()
    VersionFactory(criterion__code="BAT-01")
    VersionFactory(criterion__code="REP-01", published=None)
    CriterionFactory(code="DUR-01")
    every = {"en", "sv", "nb", "fi", "da", "x-default"}

    assert addresses(client, "sets") == {f"/{code}/criteria/smartphones/": every for code in every - {"x-default"}}
    assert addresses(client, "criteria") == {f"/{code}/criterion/bat-01/": every for code in every - {"x-default"}}


def test_consultations_are_listed_in_every_language_and_stay(client):
    candidate = in_consultation(DraftFactory(base_version=VersionFactory(criterion__code="BAT-01")))
    rework(candidate.draft_id, reason="More to do.", on=VOTED, actor=secretary())
    every = {"en", "sv", "nb", "fi", "da", "x-default"}

    assert addresses(client, "consultations") == {
        f"/{code}/{page}/": every
        for code in every - {"x-default"}
        for page in ("criteria/consultations", "criterion/bat-01/1.0.1-rc.1/consultation")
    }


def test_adaptations_of_real_cities_are_listed_in_every_language(client):
    real, invented = (OrganisationFactory(slug=slug, is_fictional=slug == "demo") for slug in ("oslo", "demo"))
    release = smartphones("BAT-01")
    for city in (real, invented):
        published_adaptation(organisation=city, release=release)
    every = {"en", "sv", "nb", "fi", "da", "x-default"}

    assert addresses(client, "adaptations") == {
        f"/{code}/adaptation/oslo/smartphones/1.0.0/": every for code in every - {"x-default"}
    }


def test_figures_of_members_are_listed_in_every_language(client):
    languages = {"en", "sv", "nb", "fi", "da", "x-default"}

    assert addresses(client, "figures") == {
        f"/{code}/{page}/": languages
        for code in languages - {"x-default"}
        for page in ("members/volumes", "members/over-time", "members/contract-ends", "experiences")
    }


def test_experiences_of_real_buyers_that_everyone_may_read_are_listed(client):
    experience = published()
    published(visibility=Audience.MEMBERS)
    published(experience__organisation__is_fictional=True)
    EditionFactory()
    languages = {"en", "sv", "nb", "fi", "da", "x-default"}

    assert addresses(client, "experiences") == {
        f"/{code}/experiences/{experience.slug}/": languages for code in languages - {"x-default"}
    }


def test_day_of_an_experience_is_that_of_its_newest_edition(client):
    published()
    Face.objects.update(published_at=datetime(2026, 5, 1, 12, tzinfo=UTC))

    document = etree.fromstring(client.get("/sitemap-experiences.xml").content)

    assert {day.text for day in document.findall(".//s:lastmod", SPACES)} == {"2026-05-01"}


@pytest.mark.parametrize("count", [1, 3])
def test_sitemap_of_experiences_takes_one_query(client, django_assert_num_queries, count):
    for _each in range(count):
        published()
    client.get("/sitemap-experiences.xml")

    with django_assert_num_queries(1):
        client.get("/sitemap-experiences.xml")


@pytest.mark.parametrize("count", [1, 3])
def test_sitemap_of_pages_takes_two_queries(client, django_assert_num_queries, count):
    home = home_in()
    for number in range(count):
        page_under(home, slug=f"page-{number}")
    client.get("/sitemap-pages.xml")

    with django_assert_num_queries(2):  # the pages of all kinds, and which of them are private
        client.get("/sitemap-pages.xml")


def test_unknown_section_is_not_found(client):
    assert client.get("/sitemap-secret.xml").status_code == 404


def test_private_page_is_not_told_of(client):
    page = page_under(home_in(), slug="members-only")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert list(addresses(client, "pages")) == ["/en/"]


def test_day_of_a_page_is_that_of_its_newest_language(client):
    page = page_under(home_in("en"), slug="help", last_published_at=datetime(2026, 5, 1, 12, tzinfo=UTC))
    page_under(
        home_in("sv"),
        slug="help",
        translation_key=page.translation_key,
        last_published_at=datetime(2026, 9, 1, 12, tzinfo=UTC),
    )

    document = etree.fromstring(client.get("/sitemap-pages.xml").content)

    days = document.findall(".//s:lastmod", SPACES)
    assert [day.text for day in days] == ["2026-09-01", "2026-09-01"]
