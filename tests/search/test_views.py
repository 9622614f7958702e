"""The search page as people get it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from portal.cms.models import CityPage, MembersPage
from portal.outbox.models import OutboxEvent
from search.queries import PAGE_SIZE
from tests.factories.cms import home_in, page_under
from tests.factories.experiences import CitationFactory, published
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import ReleaseFactory, TranslationFactory, VersionFactory, battery_content
from tests.factories.search import deliver, rebuild

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _backend(backend):
    """Every test for every backend."""


def indexed():
    list(rebuild())


def page_at(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content
    return html.fromstring(response.content.decode())


def texts(page, path):
    """The texts of what an XPath finds, on one line each."""
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def titles(page):
    return texts(page, "//article//h3")


def test_criterion_is_found_by_its_words(client):
    VersionFactory(criterion__code="BAT-01", number="1.2.0")
    indexed()

    page = page_at(client, "/en/search/?q=batteries")

    assert titles(page) == ["Battery that lasts"]
    assert texts(page, "//article//*[@class='code']") == ["BAT-01@1.2.0"]
    assert page.xpath("//article//h3/a/@href") == ["/en/criterion/bat-01/"]
    assert texts(page, "//article//h3//mark") == ["Battery"]
    assert texts(page, "//main//h2") == ["1 result"]


def test_hit_in_another_language_says_so(client):
    version = VersionFactory()
    TranslationFactory(version=version, language="fi", blocks={"title": "Kestävä akku"})
    indexed()

    page = page_at(client, "/sv/search/?q=akku")

    assert page.xpath("//article/h3/@lang") == ["fi"]
    assert page.xpath("//article/p/@lang") == ["fi"]
    assert any("Suomi" in tag for tag in texts(page, "//article//*[contains(@class, 'ds-tag')]"))


def test_hit_in_the_readers_language_says_nothing_of_it(client):
    VersionFactory()
    indexed()

    page = page_at(client, "/en/search/?q=battery")

    assert page.xpath("//article//@lang") == []
    assert page.xpath("//article//*[contains(@class, 'ds-tag')]") == []


def test_page_of_text_is_found(client):
    page_under(home_in(), title="Background", slug="background", lead="Why we are here.")
    indexed()

    page = page_at(client, "/en/search/?q=background&kind=page")

    assert page.xpath("//article//h3/a/@href") == ["/en/background/"]
    assert page.xpath("//*[@id='filters']") == []


def test_search_of_the_set_page_is_narrowed_to_its_criteria(client):
    version, _other = VersionFactory(), VersionFactory()
    ReleaseFactory(members=[version])
    indexed()

    page = page_at(client, "/en/search/?kind=criterion&set=smartphones&q=battery")

    assert len(titles(page)) == 1
    assert texts(page, "//*[contains(@class, 'filter-chip')]") == ["Remove the filter: Circular and fair smartphones"]


def test_box_of_the_set_page_asks_for_its_criteria(client):
    ReleaseFactory()

    (box,) = page_at(client, "/en/criteria/smartphones/").xpath("//main//form[@role='search']")

    assert box.get("action") == "/en/search/"
    assert dict(box.form_values()) == {"kind": "criterion", "set": "smartphones", "q": ""}


def test_form_keeps_what_is_asked(client):
    VersionFactory()
    indexed()

    page = page_at(client, "/en/search/?q=battery&kind=criterion&theme=battery&level=2")

    box, filters = page.xpath("//main//form")
    assert [(field.name, field.value) for field in box.xpath(".//input")] == [
        ("kind", "criterion"),
        ("theme", "battery"),
        ("level", "2"),
        ("q", "battery"),
    ]
    assert filters.fields["q"] == "battery"
    assert filters.xpath(".//input[@checked]/@value") == ["battery", "2"]


def test_filters_narrow_what_is_found_and_count_what_they_would_leave(client):
    VersionFactory()
    VersionFactory(body=battery_content(theme="climate", levels={1: {"cycles": "800", "share": "80"}}))
    indexed()

    page = page_at(client, "/en/search/?level=2")

    assert len(titles(page)) == 1
    counts = texts(page, "//fieldset[.//input[@name='level']]//label")
    assert counts == ["1 Baseline2(2 results)", "2 Advanced1(1 result)"]


def test_filters_that_leave_nothing_can_be_taken_away(client):
    VersionFactory()
    indexed()

    page = page_at(client, "/en/search/?q=battery&theme=climate")

    assert titles(page) == []
    assert texts(page, "//*[@class='empty-state']/h2") == ["Nothing fits all of these filters"]
    assert "?q=battery" in page.xpath("//*[@class='empty-state']//a/@href")


def test_no_text_shows_everything_with_the_facets_that_kinds_share(client):
    VersionFactory.create_batch(2)
    indexed()

    page = page_at(client, "/en/search/")

    assert texts(page, "//h1") == ["Search"]
    assert len(titles(page)) == 2
    assert texts(page, "//*[@id='filters']//legend") == ["Theme"]


def test_tab_of_a_kind_has_all_of_its_facets(client):
    VersionFactory.create_batch(2)
    indexed()

    page = page_at(client, "/en/search/?kind=criterion")

    assert texts(page, "//*[@id='filters']//legend") == ["Theme", "Kind", "Level", "Applies to", "Ambition"]


def test_nothing_found_says_how_to_go_on(client):
    VersionFactory()
    indexed()

    page = page_at(client, "/en/search/?q=unobtainium&kind=page")

    assert texts(page, "//main//h2") == ["Nothing found for “unobtainium”"]
    links = page.xpath("//main//div[contains(@class, 'prose')]//a/@href")
    ask = "/en/me/questions/ask/?q=unobtainium"  # which leads to signing in, and then to the form
    assert links == ["?q=unobtainium", "/en/criteria/", "/en/search/", "/en/experiences/", ask, "/en/join/"]


def test_order_is_chosen_by_a_link_and_kept_by_the_forms(client):
    unused, used = VersionFactory(criterion__code="AAA-01"), VersionFactory(criterion__code="ZZZ-01")
    published(CitationFactory(version=used).edition)
    deliver()
    indexed()
    first = page_at(client, "/en/search/?kind=criterion")
    (link,) = first.xpath("//nav[@aria-label='Order of the results']/a[text()='Most used in tenders']/@href")

    page = page_at(client, f"/en/search/{link}")

    codes = [texts(each, "//article//*[@class='code']") for each in (first, page)]
    assert codes == [
        [f"{code}@{unused.number}" for code in order] for order in (("AAA-01", "ZZZ-01"), ("ZZZ-01", "AAA-01"))
    ]
    assert texts(page, "//nav[@aria-label='Order of the results']/strong") == ["Most used in tenders"]
    box, filters = page.xpath("//main//form")
    assert (box.fields["sort"], filters.fields["sort"]) == ("used", "used")


def test_experience_is_found_with_its_facts(client):
    experience = published(experience__organisation__is_fictional=True)
    deliver()
    indexed()

    page = page_at(client, "/en/search/?q=phones&country=SE&year=2026")

    assert page.xpath("//article//h3/a/@href") == [f"/en/experiences/{experience.slug}/"]
    assert texts(page, "//article//*[contains(@class, 'ds-tag')]") == ["Fictional"]
    assert texts(page, "//*[contains(@class, 'filter-chip')]") == [
        "Remove the filter: Sweden",
        "Remove the filter: 2026",
    ]
    assert "Country" in texts(page, "//*[@id='filters']//legend")


def test_some_of_the_words_are_answered_with_a_notice_and_a_suggestion(client):
    VersionFactory()
    indexed()

    page = page_at(client, "/en/search/?q=battery+latsts")

    assert len(titles(page)) == 1
    assert texts(page, "//main//*[@class='status-strip']") == [
        "Nothing has all of these words. These results have some of them."
    ]
    assert page.xpath("//a[@href='?q=battery+lasts']/text()") == ["battery lasts"]


def test_cited_older_version_is_one_link_away(client):
    followed_by(VersionFactory(criterion__code="BAT-01"), "1.1.0")
    indexed()

    page = page_at(client, "/en/search/?q=BAT-01@1.0.0")

    assert page.xpath("//*[@class='status-strip']//a/@href") == ["/en/criterion/bat-01/1.0.0/"]


def test_overlong_text_is_cut_with_a_notice(client):
    page = page_at(client, f"/en/search/?q={'battery+' * 100}")

    assert "only its first 200 characters" in page.xpath("string(//*[contains(@class, 'ds-alert')])")
    assert len(page.get_element_by_id("q").value) == 199


def test_results_are_paged(client):
    VersionFactory.create_batch(PAGE_SIZE + 1)
    indexed()

    first, second = (page_at(client, f"/en/search/?q=battery&level=1&page={number}") for number in (1, 2))

    assert (len(titles(first)), len(titles(second))) == (PAGE_SIZE, 1)
    assert "?q=battery&level=1&page=2" in first.xpath("//nav//a[@rel='next']/@href")
    assert texts(first, "//main//h2") == texts(second, "//main//h2") == ["21 results"]


def test_withdrawn_criterion_is_gone_at_once(client):
    version = VersionFactory()
    OutboxEvent.objects.record("registry.published", version)
    deliver()
    assert len(titles(page_at(client, "/en/search/?q=battery"))) == 1

    withdrawn(version)

    assert titles(page_at(client, "/en/search/?q=battery")) == []


def test_markup_in_texts_and_in_the_question_stays_text(client):
    VersionFactory(body=battery_content(blocks={"title": "<script>alert(1)</script> battery"}))
    indexed()

    response = client.get("/en/search/", {"q": "battery <img src=x onerror=alert(1)>\"'"})

    assert b"<script>alert" not in response.content
    assert b"<img src=x" not in response.content


def test_page_is_not_for_other_search_engines(client):
    assert page_at(client, "/en/search/?q=x").xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page_at(client, "/en/search/?kind=page").xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_search_itself_may_be_found(client):
    page = page_at(client, "/en/search/")

    assert page.xpath("//meta[@name='robots']") == []
    assert page.xpath("//meta[@name='description']/@content") == ["Search criteria, experiences and pages"]


def test_same_search_is_there_in_every_language(client):
    page = page_at(client, "/en/search/?q=battery&level=1")

    assert page.xpath("//link[@hreflang='fi']/@href") == ["http://127.0.0.1:8000/fi/search/?q=battery&level=1"]


@pytest.mark.parametrize("language", ["en", "sv", "nb", "fi", "da"])
def test_page_is_there_in_every_language(client, language):
    TranslationFactory(language="sv")
    indexed()

    page = page_at(client, f"/{language}/search/?q=battery")

    assert page.get("lang") == language
    assert len(titles(page)) == 1


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_search_only_reads(client, method):
    assert getattr(client, method)("/en/search/").status_code == 405


def test_description_for_browsers_leads_to_the_search(client, settings):
    response = client.get("/sv/search/opensearch.xml")

    description = etree.fromstring(response.content)
    url = description.find("{*}Url")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    assert url.get("template") == f"{settings.BASE_URL}/sv/search/?q={{searchTerms}}"
    assert description.find("{*}Language").text == "sv"


def test_page_names_the_description(client):
    page = page_at(client, "/sv/search/")

    assert page.xpath("//link[@rel='search']/@href") == ["/sv/search/opensearch.xml"]


@pytest.mark.parametrize("count", [1, 3])
def test_search_takes_four_queries_or_two_with_elasticsearch(client, backend, django_assert_num_queries, count):
    for _ in range(count):
        TranslationFactory()
    indexed()

    with django_assert_num_queries(4 if backend.name == "database" else 2):  # what waits, counts, page, recheck
        client.get("/en/search/?q=battery&theme=battery")


@pytest.mark.parametrize("count", [1, 3])
def test_search_in_a_set_takes_one_query_more_for_its_title_once_a_minute(
    client, backend, django_assert_num_queries, count
):
    ReleaseFactory(members=VersionFactory.create_batch(count))
    indexed()

    for more in (1, 0):
        with django_assert_num_queries((4 if backend.name == "database" else 2) + more):
            client.get("/en/search/?q=battery&set=smartphones")


@pytest.mark.parametrize("count", [1, 3])
def test_search_of_all_kinds_takes_no_more(client, backend, django_assert_num_queries, count):
    members = page_under(home_in(), MembersPage, title="Members", slug="members")
    for _ in range(count):
        edition = CitationFactory().edition
        published(edition)
        city = edition.experience.organisation
        page_under(members, CityPage, title=city.name, slug=city.slug, organisation=city)
    deliver()
    indexed()
    client.get("/en/search/")  # the names of buyers, once a minute

    with django_assert_num_queries(4 if backend.name == "database" else 2):
        page = page_at(client, "/en/search/")

    assert texts(page, "//nav[@class='link-tabs']//a/span/span[@aria-hidden]") == [
        *(str(3 * count + 2), str(count), str(count), str(count), "2")
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["q", "kind", "theme", "level", "set", "page", "sort", "country", "year", "buyer", "again"]),
        st.text(max_size=40) | st.sampled_from(["criterion", "battery", "1", "new", "A4", "smartphones"]),
    )
)
def test_any_parameters_give_a_page(client, parameters):
    response = client.get("/en/search/", parameters)

    assert response.status_code == (400 if any("\x00" in value for value in parameters.values()) else 200)
    assert re.search(rb"<h1>", response.content)
