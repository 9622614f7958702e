"""How cities fared, on the page of a criterion: in words, with the way to the tenders behind the figures."""

import pytest
from lxml import html

from portal.experiences.enums import Audience, Stage, Usage, Verification
from portal.experiences.templatetags.criterion_figures import half
from tests.factories.accounts import MembershipFactory
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import TranslationFactory, VersionFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/criterion/bat-01/1.2.0/"


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


def tender(version, citation=None, **facts):
    edition = EditionFactory(**facts)
    CitationFactory(edition=edition, version=version, **(citation or {}))
    return published(edition)


def section(client, address=PAGE):
    page = html.fromstring(client.get(address).content.decode())
    return page.xpath("//section[@aria-labelledby='used']")[0]


def words(element):
    return " ".join(element.text_content().split())


def figures(element):
    """Each figure with its label."""
    return [words(item) for item in element.xpath(".//ul[@class='stats']/li")]


def test_page_says_when_nobody_has_told_anything(client, version):
    found = section(client)

    assert "No tender with this criterion has been recorded here yet." in words(found)
    assert found.xpath(".//a/@href") == ["/en/me/tenders/"]


def test_page_counts_in_singular_and_plural(client, version):
    tender(version, bids=4)
    one = figures(section(client))
    tender(version, bids=5, citation={"usage": Usage.ADAPTED, "change": "700 cycles"})
    tender(version, stage=Stage.PLANNED)
    two = figures(section(client))

    assert one == [
        "1 tender",
        "1 city or other buyer",
        "4 bids (median)",
        "0 tenders adapted it",
        "0 tenders verified it",
    ]
    assert two == [
        "2 tenders",
        "2 cities and other buyers",
        "4.5 bids (median)",
        "1 tender adapted it",
        "0 tenders verified it",
        "1 planned tender",
    ]


def test_page_says_on_what_the_median_rests(client, version):
    tender(version, bids=4)
    tender(version)

    assert "1 of 2 tenders say how many bids they had." in words(section(client))


def test_page_leads_to_the_tenders_behind_the_figures(client, version):
    tender(version, title="Phones for schools")

    (address,) = [link for link in section(client).xpath(".//p/a/@href") if "criterion=" in link]
    found = html.fromstring(client.get(address).content.decode())

    assert address == "/en/experiences/?criterion=BAT-01"
    assert found.xpath("//main//article//h2//a/text() | //main//article//h3//a/text()") == ["Phones for schools"]


def test_page_tells_how_it_was_adapted_in_the_language_of_the_record(client, version):
    adapted = {"usage": Usage.ADAPTED, "change": "700 cykler", "change_reason": "Marknaden"}
    experience = tender(version, language="sv", title="Telefoner", citation=adapted)

    (details,) = section(client).xpath(".//details")

    assert "See how it was adapted" in words(details)
    assert details.xpath(".//p[@lang='sv']/text()") == ["700 cykler", "Marknaden"]
    assert details.xpath(".//a/@href") == [f"/en{experience.get_absolute_url()[3:]}"]


def test_versions_stand_in_a_table_once_there_are_several(client, version):
    older = VersionFactory(criterion=version.criterion, number="1.0.0", base_version=None)
    tender(version, bids=4, citation={"verification": Verification.SAMPLE})
    assert section(client).xpath(".//table") == []
    tender(older)

    rows = [[words(cell) for cell in row.xpath("./*")] for row in section(client).xpath(".//table/tbody/tr")]

    assert rows == [["1.2.0", "1", "1", "4", "0", "1", "0"], ["1.0.0", "1", "1", "–", "0", "0", "0"]]


def test_fictional_figures_are_said_to_be_so(client, version):
    tender(version, experience__organisation=OrganisationFactory(is_fictional=True))

    assert "These figures come from fictional demo data" in words(section(client))


def test_members_see_more_than_visitors(client, version):
    tender(version, visibility=Audience.MEMBERS)
    visitor = words(section(client))
    client.force_login(MembershipFactory().user)

    assert "has been recorded here yet" in visitor
    assert figures(section(client))[0] == "1 tender"


def test_figures_are_written_as_the_language_has_them(client, version):
    TranslationFactory(version=version)
    tender(version, bids=4)
    tender(version, bids=5)

    assert "4,5 anbud (median)" in figures(section(client, "/sv/criterion/bat-01/1.2.0/"))


def test_permanent_page_has_the_way_to_the_figures_only(client, version):
    tender(version)

    page = html.fromstring(client.get("/id/criterion/bat-01/v1.2.0").content.decode())

    assert page.xpath("//section[@aria-labelledby='used']") == []
    assert page.xpath("//a[contains(@href, '#used')]/@href") == ["/en/criterion/bat-01/1.2.0/#used"]


@pytest.mark.parametrize(("median", "shown"), [(None, ""), (4.0, "4"), (4.5, "4.5"), (0.0, "0")])
def test_median_has_a_half_or_none(median, shown):
    assert half(median) == shown
