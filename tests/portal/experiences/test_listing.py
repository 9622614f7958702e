"""The list of experiences: what an address asks for, what fits, and what each other choice would leave."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.viewer import VISITOR, Viewer
from portal.experiences.enums import Audience
from portal.experiences.listing import FACETS, SORTS, Question, list_experiences
from portal.experiences.models import Face
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db
MEMBER = Viewer(("everyone", "members"))


def ask(query="", viewer=VISITOR):
    return list_experiences(Question.read(QueryDict(query), viewer=viewer))


def titles(listing):
    faces = Face.objects.in_bulk(listing.found)
    return [faces[pk].title for pk in listing.found]


def options(listing, name):
    """Label and count of a facet's options, in order; the ticked ones with a mark."""
    [facet] = [facet for facet in listing.facets if facet.name == name] or [None]
    return [(f"{each.label} ✓" if each.checked else each.label, each.count) for each in facet.options] if facet else []


def tell(*codes, **facts):
    """A published experience that cites the first version of some criteria."""
    edition = EditionFactory(**facts)
    for position, version in enumerate(codes):
        CitationFactory(edition=edition, version=version, position=position)
    return published(edition)


def test_address_is_read_and_written_back():
    question = Question.read(QueryDict("country=SE&country=FI&theme=battery&sort=bids&page=3"), viewer=VISITOR)

    assert question.chosen == {"country": ("SE", "FI"), "theme": ("battery",)}
    assert question.encoded == "country=SE&country=FI&theme=battery&sort=bids"
    assert question.without("country", "SE").encoded == "country=FI&theme=battery&sort=bids"
    assert question.without("theme", "battery").sorted_by("year").encoded == "country=SE&country=FI"


@pytest.mark.parametrize(
    "query",
    ["", "country=XX", "year=1999", "year=20266", "criterion=bat", "theme=", "sort=worst", "buyer=", "nothing=1"],
)
def test_what_means_nothing_is_ignored(query):
    assert Question.read(QueryDict(query), viewer=VISITOR) == Question(viewer=VISITOR, chosen={})


def test_value_is_taken_once_and_not_without_end():
    query = "&".join(["country=SE&country=SE", *(f"buyer=city-{number}" for number in range(100))])

    question = Question.read(QueryDict(query), viewer=VISITOR)

    assert (question.chosen["country"], len(question.chosen["buyer"])) == (("SE",), 30)


def test_nothing_published_is_an_empty_list_without_facets():
    EditionFactory()

    listing = ask()

    assert (listing.total, listing.found, listing.facets) == (0, (), ())


def test_reader_finds_what_is_there_for_them():
    tell(title="For all")
    tell(title="For members", visibility=Audience.MEMBERS)

    assert titles(ask()) == ["For all"]
    assert sorted(titles(ask(viewer=MEMBER))) == ["For all", "For members"]
    assert ask(viewer=MEMBER).total == 2


def test_facet_counts_nothing_that_the_reader_may_not_see():
    experience = tell(title="Bids for members", bids=4, again="no", outcome_visibility=Audience.MEMBERS)
    tell(VersionFactory(criterion__code="BAT-01"), country="NO", criteria_visibility=Audience.MEMBERS)
    own = Viewer(("everyone", f"organisation:{experience.organisation_id}"))

    assert (options(ask(), "again"), options(ask(), "criterion"), options(ask(), "theme")) == ([], [], [])
    assert options(ask(viewer=MEMBER), "again") == [("No", 1)]
    assert options(ask(viewer=MEMBER), "theme") == [("Battery", 1)]
    assert options(ask(viewer=own), "again") == [("No", 1)]


def test_filter_by_what_the_reader_may_not_see_finds_nothing():
    tell(VersionFactory(criterion__code="BAT-01"), again="no", bids=4, outcome_visibility=Audience.MEMBERS)
    tell(VersionFactory(criterion__code="CLI-01"), criteria_visibility=Audience.MEMBERS)

    assert titles(ask("again=no")) == titles(ask("criterion=CLI-01")) == []
    assert len(ask("again=no", MEMBER).found) == len(ask("criterion=CLI-01", MEMBER).found) == 1


def test_public_order_does_not_tell_of_hidden_bids():
    tell(title="Nine", bids=9, year=2024, outcome_visibility=Audience.MEMBERS)
    tell(title="Three", bids=3, year=2020)

    assert titles(ask("sort=bids")) == ["Three", "Nine"]
    assert titles(ask("sort=bids", MEMBER)) == ["Nine", "Three"]


def test_every_facet_has_its_options_in_words():
    organisation = OrganisationFactory(name="City of Lund", slug="lund")
    version = VersionFactory(criterion__code="BAT-01")
    values = {"currency": "EUR", "estimated_value": 300_000, "bids": 4, "again": "with_changes"}
    tell(version, experience__organisation=organisation, **values)

    assert {facet.name: options(ask(), facet.name) for facet in FACETS} == {
        "country": [("Sweden", 1)],
        "buyer": [("City of Lund", 1)],
        "year": [("2026", 1)],
        "value_band": [("EUR 250,000 to 1 million", 1)],
        "procedure": [("Open procedure", 1)],
        "contract_type": [("Framework agreement", 1)],
        "theme": [("Battery", 1)],
        "criterion": [("BAT-01 Battery that lasts", 1)],
        "stage": [("Awarded", 1)],
        "again": [("Yes, with changes", 1)],
    }


def test_counts_are_those_of_the_siblings():
    tell(country="SE", year=2025)
    tell(country="SE", year=2026)
    tell(country="FI", year=2026)

    listing = ask("country=SE")

    assert options(listing, "country") == [("Finland", 1), ("Sweden ✓", 2)]
    assert options(listing, "year") == [("2026", 1), ("2025", 1)]
    assert options(ask("country=SE&year=2025"), "country") == [("Sweden ✓", 1)]


def test_two_options_of_a_facet_widen_and_two_facets_narrow():
    tell(title="A", country="SE", year=2025)
    tell(title="B", country="FI", year=2026)
    tell(title="C", country="NO", year=2026)

    assert titles(ask("country=SE&country=FI")) == ["B", "A"]
    assert titles(ask("country=SE&country=FI&year=2026")) == ["B"]


def test_criterion_and_theme_of_one_record_may_be_of_two_versions():
    battery = VersionFactory(criterion__code="BAT-01")
    climate = VersionFactory(criterion__code="CLI-01", body=battery_content(theme="climate"))
    tell(battery, climate, title="Both")
    tell(climate, title="One")

    assert titles(ask("criterion=BAT-01&theme=climate")) == ["Both"]
    assert options(ask("theme=battery"), "criterion") == [
        ("BAT-01 Battery that lasts", 1),
        ("CLI-01 Battery that lasts", 1),
    ]


def test_criterion_that_is_cited_twice_counts_once():
    version = VersionFactory(criterion__code="BAT-01")
    edition = EditionFactory()
    CitationFactory(edition=edition, version=version, level=1)
    CitationFactory(edition=edition, version=version, level=2, position=1)
    published(edition)

    assert options(ask(), "criterion") == [("BAT-01 Battery that lasts", 1)]


def test_criterion_is_called_as_in_the_newest_version_that_was_used():
    old = VersionFactory(criterion__code="BAT-01", body=battery_content(blocks={"title": "Old name"}))
    new = VersionFactory(criterion=old.criterion, number="2.0.0", body=battery_content(blocks={"title": "New name"}))
    TranslationFactory(version=new, language="sv")
    tell(old)
    tell(new)

    assert options(ask(), "criterion") == [("BAT-01 New name", 2)]
    with override("sv"):
        assert options(ask(), "criterion") == [("BAT-01 New name [sv]", 2)]


def test_label_that_is_not_translated_says_its_language():
    tell(VersionFactory(criterion__code="BAT-01"))

    with override("fi"):
        [facet] = [facet for facet in ask().facets if facet.name == "criterion"]

    assert facet.options[0].lang == "en"


def test_years_come_newest_first_and_buyers_busiest_first():
    busy, quiet = OrganisationFactory(name="Z city", slug="z"), OrganisationFactory(name="A city", slug="a")
    for year in (2024, 2026):
        tell(year=year, experience__organisation=busy)
    tell(year=2025, experience__organisation=quiet)

    assert [label for label, _count in options(ask(), "year")] == ["2026", "2025", "2024"]
    assert options(ask(), "buyer") == [("Z city", 2), ("A city", 1)]


def test_buyer_of_a_case_from_public_sources_is_found_by_name():
    tell(title="Case", experience__organisation=None, experience__buyer="Ministry & sons")
    tell(title="Other")

    assert titles(ask("buyer=Ministry+%26+sons")) == ["Case"]
    assert ask("buyer=Ministry+%26+sons").question.encoded == "buyer=Ministry+%26+sons"


def test_buyer_without_any_record_finds_none_and_can_be_taken_away():
    tell()

    listing = ask("buyer=nobody&sort=bids")

    assert listing.found == ()
    assert [(chip.label, chip.url) for chip in listing.chips] == [("nobody", "?sort=bids")]


def test_chip_is_the_address_without_its_option():
    tell(country="SE")

    chips = ask("country=SE&country=FI&year=2026").chips

    assert [(chip.label, chip.url) for chip in chips] == [
        ("Finland", "?country=SE&year=2026"),
        ("Sweden", "?country=FI&year=2026"),
        ("2026", "?country=SE&country=FI"),
    ]


def test_orders_are_by_year_by_publication_and_by_bids():
    now = timezone.now()
    for title, year, bids, days in (("A", 2024, 9, 1), ("B", 2026, None, 3), ("C", 2025, 4, 2)):
        tell(title=title, year=year, bids=bids)
        Face.objects.filter(title=title).update(published_at=now - timedelta(days=days))

    assert [titles(ask(f"sort={sort}")) for sort in SORTS] == [["B", "C", "A"], ["A", "C", "B"], ["A", "C", "B"]]
    assert [(link.url, link.current) for link in ask("sort=bids&year=2026").sorts] == [
        ("?year=2026", False),
        ("?year=2026&sort=published", False),
        ("?year=2026&sort=bids", True),
    ]
    assert (ask().is_sorted_otherwise, ask("sort=bids").is_sorted_otherwise) == (False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_six_queries_and_four_while_no_face_comes_or_goes(django_assert_num_queries, count):
    for _each in range(count):
        tell(VersionFactory())

    with django_assert_num_queries(6):  # whether, faces, what they cite, organisations, versions, translations
        ask("country=SE")
    with django_assert_num_queries(4):
        ask("country=SE")
    tell(VersionFactory())
    with django_assert_num_queries(6):
        assert ask("country=SE").total == count + 1


@pytest.fixture
def market():
    """Records that differ in every facet."""
    battery = VersionFactory(criterion__code="BAT-01")
    climate = VersionFactory(criterion__code="CLI-01", body=battery_content(theme="climate"))
    cited = [(), (battery,), (climate,), (battery, climate)]
    for number in range(8):
        tell(
            *cited[number % 4],
            country=("SE", "FI")[number % 2],
            year=(2024, 2025, 2026)[number % 3],
            stage=("awarded", "cancelled")[number // 4],
            bids=4,
            again=("yes", "no", "")[number % 3],
        )


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sets(st.sampled_from(["SE", "FI", "NO"])),
        "year": st.sets(st.sampled_from(["2024", "2025", "2026"])),
        "stage": st.sets(st.sampled_from(["awarded", "cancelled"])),
        "again": st.sets(st.sampled_from(["yes", "no"])),
        "criterion": st.sets(st.sampled_from(["BAT-01", "CLI-01"])),
        "theme": st.sets(st.sampled_from(["battery", "climate"])),
    },
)


def test_every_count_is_what_ticking_only_that_option_of_its_facet_finds(market):
    """The law of sibling counts, whatever is ticked elsewhere."""

    @settings(max_examples=25)
    @given(chosen=CHOICES)
    def law(chosen):
        ticked = {name: tuple(sorted(values)) for name, values in chosen.items() if values}
        listing = list_experiences(Question(viewer=VISITOR, chosen=ticked))
        for facet in listing.facets:
            for option in facet.options:
                only = {**ticked, facet.name: (option.value,)}
                assert option.count == len(list_experiences(Question(viewer=VISITOR, chosen=only)).found)

    law()
