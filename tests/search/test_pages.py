"""Results made ready to be shown: tabs, facets, chips, cards and the ways out."""

import re
from dataclasses import replace

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import override

from portal.cms.models import CityPage, MembersPage
from search.backends import Hit, Results
from search.entries import EntryKind
from search.finding import find
from search.forms import FACETS
from search.pages import Note, SearchPage
from search.queries import LAST_PAGE, PAGE_SIZE, Sort
from tests.factories.cms import home_in, page_under
from tests.factories.experiences import CitationFactory, published
from tests.factories.history import followed_by, withdrawn
from tests.factories.members import OrganisationFactory
from tests.factories.registry import CriteriaSetFactory, ReleaseFactory, VersionFactory, battery_content
from tests.factories.search import asked, deliver, rebuild

pytestmark = pytest.mark.django_db


def page_of(text="", language="en", **fields):
    """The page of a search in a freshly built index."""
    list(rebuild())
    query = asked(text, language, **fields)
    return SearchPage(query, find(query))


def results(**fields):
    given = {"hits": (), "total": 0, "page": 1, "kinds": {}, "facets": {}, "backend": "database"}
    return Results(**{**given, **fields})


def test_tabs_lead_to_each_kind_with_its_count():
    page = SearchPage(asked("battery"), results(kinds={"criterion": 4, "experience": 3, "page": 2}))

    assert [(tab.label, tab.url, tab.count, tab.current) for tab in page.tabs] == [
        ("All", "?q=battery", 9, True),
        ("Criteria", "?q=battery&kind=criterion", 4, False),
        ("Tender experiences", "?q=battery&kind=experience", 3, False),
        ("Members", "?q=battery&kind=member", 0, False),
        ("Pages", "?q=battery&kind=page", 2, False),
    ]


def test_tab_of_the_kind_that_is_shown_is_current_and_leads_out_of_the_filters():
    query = asked("battery", kinds=("criterion",), facets={"level": ("1",)})

    tabs = SearchPage(query, results(kinds={"criterion": 4})).tabs

    assert [(tab.url, tab.current) for tab in tabs] == [
        ("?q=battery", False),
        ("?q=battery&kind=criterion", True),
        ("?q=battery&kind=experience", False),
        ("?q=battery&kind=member", False),
        ("?q=battery&kind=page", False),
    ]


def test_facets_are_shown_with_counts_in_their_own_order():
    found = results(facets={"level": {"2": 1, "1": 3}, "theme": {"climate": 1, "battery": 3}})

    facets = SearchPage(asked(kinds=("criterion",), facets={"level": ("2",)}), found).facets

    told = {facet.legend: [(each.label, each.count, each.checked) for each in facet.options] for facet in facets}
    assert told == {
        "Theme": [("Battery", 3, False), ("Climate", 1, False)],
        "Level": [("1 Baseline", 3, False), ("2 Advanced", 1, True)],
    }


def test_ticked_option_that_leaves_nothing_is_still_shown():
    (facet,) = SearchPage(asked(facets={"theme": ("climate",)}), results()).facets

    assert [(option.label, option.count, option.checked) for option in facet.options] == [("Climate", 0, True)]


def test_facets_of_one_kind_are_offered_once_it_is_chosen_or_they_are_in_effect():
    counts = ("theme", "level", "ambition", "country", "buyer", "year", "member_kind")
    found = results(facets={name: {"2025": 1} for name in counts})

    def offered(**fields):
        return [field.name for field in SearchPage(asked(**fields), found).fields]

    assert offered() == ["theme", "country"]
    assert offered(facets={"level": ("2",)}) == ["theme", "level", "country"]
    assert offered(kinds=("criterion",)) == ["theme", "level", "ambition", "country", "buyer", "member_kind", "year"]


def test_shared_facets_are_those_that_several_kinds_have():
    edition = CitationFactory.create(version=VersionFactory(criterion__code="BAT-01")).edition
    members = page_under(home_in(), MembersPage, title="Members", slug="members")
    page_under(members, CityPage, title="Exampletown", slug="exampletown", organisation=OrganisationFactory())
    published(edition)
    deliver()

    by_kind = [{field.name for field in page_of(kinds=(kind,)).fields} for kind in EntryKind.values]

    several = {name for names in by_kind for name in names if sum(name in each for each in by_kind) > 1}
    assert several == {field.name for field in FACETS if field.is_shared} == {field.name for field in page_of().fields}


def test_sets_are_a_facet_once_there_are_two():
    VersionFactory(criterion__code="BAT-01")
    ReleaseFactory(members=[VersionFactory()])
    assert "Set" not in [facet.legend for facet in page_of(kinds=("criterion",)).facets]

    laptops = CriteriaSetFactory(slug="laptops", titles={"en": "Laptops"})
    ReleaseFactory(members=[VersionFactory()], criteria_set=laptops)

    facet = next(facet for facet in page_of(kinds=("criterion",)).facets if facet.name == "set")
    assert [(each.value, each.label, each.count) for each in facet.options] == [
        ("laptops", "Laptops", 1),
        ("smartphones", "Circular and fair smartphones", 1),
    ]


def test_chips_lead_to_the_search_without_their_option():
    page = page_of("battery", facets={"level": ("1", "2"), "theme": ("battery",)}, page=2)

    assert [(chip.label, chip.url) for chip in page.chips] == [
        ("Battery", "?q=battery&level=1&level=2"),
        ("1 Baseline", "?q=battery&level=2&theme=battery"),
        ("2 Advanced", "?q=battery&level=1&theme=battery"),
    ]


@pytest.mark.parametrize(("slug", "label"), [("smartphones", "Circular and fair smartphones"), ("cars", "cars")])
def test_chip_of_a_set_has_its_title_or_what_was_asked_for(slug, label):
    ReleaseFactory()

    assert [chip.label for chip in page_of(facets={"set": (slug,)}).chips] == [label]


def facts(card):
    """What is told of a hit, each in an element of its own."""
    return re.findall(r"<span>(.*?)</span>", card.facts)


def test_card_tells_kind_theme_and_levels():
    VersionFactory(criterion__code="BAT-01")

    (card,) = page_of("battery").cards

    assert (card.url, facts(card)) == ("/en/criterion/bat-01/", ["Technical specification", "Battery", "Levels 1, 2"])


def test_card_of_one_level_says_so():
    VersionFactory(body=battery_content(levels={1: {"cycles": "800", "share": "80"}}))

    (card,) = page_of("battery").cards

    assert facts(card)[-1] == "Level 1"


def test_card_of_an_experience_tells_whose_tender_it_was():
    experience = published(country="NO", year=2025, experience__organisation__own_name="Eksempelvik")
    name = experience.organisation.name
    deliver()

    (english,) = page_of("phones").cards
    with override("nb"):
        norwegian = page_of("phones", "nb").cards[0]

    assert english.url == f"/en/experiences/{experience.slug}/"
    assert facts(english) == ["Tender experience", name, "Norway", "2025", "Awarded"]
    assert facts(norwegian)[1:3] == ["Eksempelvik", "Norge"]
    assert english.notes == []


def test_card_of_a_member_tells_what_it_is_and_where():
    members = page_under(home_in(), MembersPage, title="Members", slug="members")
    city = OrganisationFactory(is_fictional=True)
    page_under(members, CityPage, title="Exampletown", slug="exampletown", organisation=city)

    (card,) = page_of("Exampletown").cards

    assert (card.url, facts(card)) == ("/en/members/exampletown/", ["Public buyer", "Sweden"])
    assert card.notes == [Note("Fictional", "warning")]


def test_every_kind_has_facts():
    about = {"key": "x:1", "language": "en", "path": "/", "code": "", "version": "", "facets": {}}
    hit = Hit(kind="page", title=mark_safe("T"), excerpt=mark_safe("t"), **about)

    for kind in EntryKind.values:
        (card,) = SearchPage(asked(), results(hits=(replace(hit, kind=kind),))).cards
        assert card.notes == []


def test_orders_keep_what_is_asked_for_and_begin_at_the_first_page():
    query = asked("battery", kinds=("criterion",), facets={"level": ("1",)}, page=3, sort=Sort.NEWEST)

    sorts = SearchPage(query, results(total=60, kinds={"criterion": 60})).sorts

    assert [(sort.label, sort.url, sort.current) for sort in sorts] == [
        ("Best match", "?q=battery&kind=criterion&level=1", False),
        ("Newest", "?q=battery&kind=criterion&level=1&sort=newest", True),
        ("Most used in tenders", "?q=battery&kind=criterion&level=1&sort=used", False),
    ]


@pytest.mark.parametrize("fields", [{"kinds": ("page",)}, {}])
def test_what_no_tender_uses_is_not_ordered_by_use(fields):
    kinds = {"page": 4, "criterion": 2} if fields else {"page": 4}

    sorts = SearchPage(asked("battery", **fields), results(total=4, kinds=kinds)).sorts

    assert [sort.label for sort in sorts] == ["Best match", "Newest"]


def test_single_hit_has_no_order():
    assert SearchPage(asked("battery"), results(total=1, kinds={"criterion": 1})).sorts == []


def test_facets_of_experiences_are_named():
    counts = {"country": {"SE": 2}, "buyer": {"City of Malmö": 1}, "again": {"no": 1}, "origin": {"fictional": 1}}

    facets = SearchPage(asked(kinds=("experience",)), results(facets=counts)).facets

    assert [(facet.legend, facet.options[0].label) for facet in facets] == [
        ("Country", "Sweden"),
        ("Buyer", "City of Malmö"),
        ("Would they do it again?", "No"),
    ]


def test_titles_of_sets_are_read_once_a_minute(django_assert_num_queries):
    ReleaseFactory()
    query, found = asked(facets={"set": ("smartphones",)}), results()
    first = SearchPage(query, found).chips

    with django_assert_num_queries(0):
        assert SearchPage(query, found).chips == first


def test_pagination_counts_pages_of_results():
    page = SearchPage(asked(), results(total=PAGE_SIZE * 2 + 1, page=2)).page

    assert (page.number, page.paginator.num_pages) == (2, 3)


def test_pagination_ends_where_nobody_reads():
    assert SearchPage(asked(), results(total=10**6)).page.paginator.num_pages == LAST_PAGE


def test_form_of_the_text_keeps_all_but_the_text():
    query = asked("battery", kinds=("criterion",), facets={"level": ("1",)})

    assert SearchPage(query, results()).parameters == [("kind", "criterion"), ("level", "1")]


def test_ways_out_leave_filters_or_everything():
    page = SearchPage(asked("battery", kinds=("page",), facets={"level": ("1",)}), results())

    assert (page.unfiltered_url, page.everything_url) == ("?q=battery", "?")


def test_suggestion_is_a_search():
    page = SearchPage(asked("batery", kinds=("criterion",)), results(suggestion="battery"))

    assert (page.suggestion.label, page.suggestion.url) == ("battery", "?q=battery&kind=criterion")


def test_without_a_suggestion_there_is_none():
    assert SearchPage(asked("batery"), results()).suggestion is None


@pytest.mark.parametrize(
    "text", ["BAT-01", "bat-01", "BAT-01@1.1.0", "bat-01@1.1.0/L2", "battery", "BAT-99", "BAT-01@9.0.0"]
)
def test_text_that_cites_nothing_older_leads_nowhere_else(text):
    followed_by(VersionFactory(criterion__code="BAT-01"), "1.1.0")

    assert page_of(text).cited is None


@pytest.mark.parametrize("text", ["BAT-01@1.0.0", "bat-01@1.0.0/L1"])
def test_cited_older_version_has_its_page(text):
    followed_by(VersionFactory(criterion__code="BAT-01"), "1.1.0")

    cited = page_of(text).cited

    assert (cited.label, cited.url) == ("BAT-01@1.0.0", "/en/criterion/bat-01/1.0.0/")


@pytest.mark.parametrize(
    ("text", "label", "url"),
    [
        ("acc-02", "ACC-02", "/en/criterion/acc-02/"),
        ("ACC-02@1.0.0", "ACC-02@1.0.0", "/en/criterion/acc-02/1.0.0/"),
    ],
)
def test_withdrawn_criterion_has_its_page_though_it_is_not_found(text, label, url):
    withdrawn(VersionFactory(criterion__code="ACC-02"))

    page = page_of(text)

    assert page.cards == []
    assert (page.cited.label, page.cited.url) == (label, url)


def test_words_of_the_page_are_in_the_readers_language():
    VersionFactory()

    with override("sv"):
        page = page_of("battery", "sv", kinds=("criterion",))
        legends = [facet.legend for facet in page.facets]

    assert len(legends) == 5
