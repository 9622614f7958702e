"""The page of a member: its words, its facts, its figures, and how far it is with each ambition."""

from datetime import date

import pytest

from portal.cms.city_facts import COLORS, facts_of
from portal.cms.models import CityPage, MembersPage
from portal.core.ambitions import Ambition
from portal.members.enums import CommitmentStatus
from portal.members.models import Commitment
from tests.factories.cms import block, home_in, page_under
from tests.factories.members import OrganisationFactory, VolumeFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
PAGE = "/en/members/lund/"


@pytest.fixture
def lund():
    """A member with a published page and nothing said yet."""
    organisation = OrganisationFactory(name="City of Lund", own_name="Lunds kommun", slug="lund")
    parent = page_under(home_in(), MembersPage, slug="members", title="Members")
    body = [block("text", "<p>We repair.</p>")]
    page_under(parent, CityPage, organisation=organisation, slug="lund", title="Lund", lead="A city.", body=body)
    return organisation


def commit(organisation, ambition, status=CommitmentStatus.PLANNED, **fields):
    return Commitment.objects.create(organisation=organisation, ambition=ambition, status=status, **fields)


def facts(response):
    """Names and values of the facts."""
    tree = parsed(response)
    rows = tree.xpath("//dl[@class='facts']/div")
    return {row.xpath("string(dt)"): " ".join(row.xpath("string(dd)").split()) for row in rows}


def test_page_has_its_own_words(client, lund):
    response = client.get(PAGE)

    assert all_words(response, "//main//h1") == ["Lund"]
    assert all_words(response, "//main//p[@class='lead']") == ["A city."]
    assert all_words(response, "//main//div[@class='prose']") == ["We repair."]
    assert all_words(response, "//nav[@aria-label]//a[@href='/en/members/']")[-1] == "Members"


def test_page_says_what_is_not_known(client, lund):
    response = client.get(PAGE)

    assert facts(response) == {
        "Country": "Sweden",
        "Legal type": "Local authority",
        "Website": "not stated",
        "Contact": "not stated",
        "Joined": "not stated",
    }
    assert all_words(response, "//main//p[@class='subtle']") == [
        "It has not said yet how much it buys.",
        "The organisation has not said yet what it does about each ambition.",
    ]
    assert all_words(response, "//ol[@class='commitments']//span[@class='small subtle']") == ["not said yet"] * 9


def test_page_gives_every_fact(client, lund):
    lund.nuts, lund.languages, lund.joined_on = "SE224", ["sv", "en"], date(2026, 10, 2)
    lund.website, lund.contact_email = "https://lund.example/", "buying@lund.example"
    lund.figures_checked_on = date(2026, 11, 1)
    lund.save()

    response = client.get(PAGE)

    assert facts(response) == {
        "Country": "Sweden",
        "Region (NUTS)": "SE224",
        "Legal type": "Local authority",
        "Website": "https://lund.example/",
        "Contact": "buying@lund.example",
        "Joined": "2 October 2026",
        "Languages": "Swedish, English",
        "Figures checked on": "1 November 2026",
    }
    assert parsed(response).xpath("//dl//a/@href") == ["https://lund.example/", "mailto:buying@lund.example"]
    assert parsed(response).xpath("//dl//a/@rel") == ["external noopener"]


def test_founder_joined_with_the_statement(client, lund):
    lund.slug = "malmo"  # as the founders' file has it
    lund.save()

    assert facts(client.get(PAGE))["Joined"] == "founder"


def test_page_shows_each_volume_with_source_and_day(client, lund):
    VolumeFactory(organisation=lund, year=2026, low=900, high=1000, source="A plan", as_of=date(2026, 1, 31))
    VolumeFactory(organisation=lund, low=800, high=1200, source="A report")

    rows = parsed(client.get(PAGE)).xpath("//main//table/tbody/tr")

    assert [[" ".join(cell.text_content().split()) for cell in row] for row in rows] == [
        ["Smartphones", "any", "800", "1,200", "A report", "not stated"],
        ["Smartphones", "2026", "900", "1,000", "A plan", "31 January 2026"],
    ]


def test_page_shows_the_status_of_each_ambition_in_words(client, lund):
    commit(lund, Ambition.A1, CommitmentStatus.MET, evidence="https://lund.example/a1", note="Since <2025>.")
    commit(lund, Ambition.A4, CommitmentStatus.UNDER_WAY, target_date=date(2027, 6, 1))
    commit(lund, Ambition.A9, CommitmentStatus.NOT_FOLLOWED)

    response = client.get(PAGE)

    first, second, *_others = all_words(response, "//ol[@class='commitments']/li")
    assert first == "A1 Harmonised criteria and clauses Met Since <2025>. Evidence for A1 Criteria that serve A1"
    assert second == "A2 Supply-chain and end-of-life transparency not said yet Criteria that serve A2"
    assert all_words(response, "//ol[@class='commitments']//*[contains(@class, 'ds-tag')]") == [
        "Met",
        "Under way",
        "Not followed",
    ]
    assert "Target date: 1 June 2027" in all_words(response, "//ol[@class='commitments']/li[4]//li")


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        (["met", "met", "under_way"], "Ambitions met: 2 of 9. Under way: 1."),
        (["met", "under_way", "under_way"], "Ambitions met: 1 of 9. Under way: 2."),
        (["planned"], "Ambitions met: 0 of 9. Under way: 0."),
    ],
)
def test_page_counts_what_is_met_and_under_way(client, lund, statuses, told):
    for ambition, status in zip(Ambition, statuses, strict=False):
        commit(lund, ambition, status)

    assert all_words(client.get(PAGE), "//section[@aria-labelledby='commitments']/p") == [told]


def test_each_ambition_leads_to_the_criteria_that_serve_it(client, lund):
    hrefs = parsed(client.get(PAGE)).xpath("//ol[@class='commitments']//a/@href")

    assert hrefs == [f"/en/criteria/smartphones/?ambition=A{number}" for number in range(1, 10)]


def test_every_status_has_its_colour_besides_its_word():
    assert set(COLORS) == set(CommitmentStatus)
    assert len(set(COLORS.values())) == len(COLORS)


def test_fictional_member_says_so_at_the_top(client, lund):
    lund.is_fictional = True
    lund.save()

    assert all_words(client.get(PAGE), "//main//div[contains(@class, 'ds-alert')]/h2") == ["This member is fictional"]


def test_real_member_has_no_such_notice(client, lund):
    assert b"fictional" not in client.get(PAGE).content


def test_page_can_be_cited_and_sets_no_cookie(client, lund):
    response = client.get(PAGE)

    [citation] = all_words(response, "//*[@id='citation']")
    assert citation == "Lund. Joint Demand. http://127.0.0.1:8000/en/members/lund/"
    assert dict(response.cookies) == {}


def test_what_members_write_is_escaped(client, lund):
    commit(lund, Ambition.A1, note="<script>alert(1)</script>")

    html = client.get(PAGE).content.decode()

    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1


def test_search_finds_the_page_by_each_name_of_the_member(lund):
    page = CityPage.objects.get()

    assert page.plain_text() == "A city. We repair. City of Lund, Lunds kommun, Sweden."


@pytest.mark.parametrize("count", [1, 3])
def test_facts_take_two_queries(django_assert_num_queries, lund, count):
    for number, ambition in zip(range(count), Ambition, strict=False):
        commit(lund, ambition)
        VolumeFactory(organisation=lund, year=2026 + number)

    with django_assert_num_queries(2):
        facts_of(lund)


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_sixteen_queries(client, django_assert_num_queries, lund, count):
    for number, ambition in zip(range(count), Ambition, strict=False):
        commit(lund, ambition)
        VolumeFactory(organisation=lund, year=2026 + number)
    client.get(PAGE)

    with django_assert_num_queries(
        16
    ):  # volumes, commitments, the member, its tenders, its adaptations; the page with its route and translations
        client.get(PAGE)
