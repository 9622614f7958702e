"""Which members buy when: what everybody reads, as a picture, a table and CSV."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from portal.members.contract_ends import (
    LONGEST_NAME,
    MONTHS,
    WIDTH,
    End,
    coming_ends,
    countries_of,
    ends_csv,
    ends_picture,
    later_than_picture,
)
from portal.members.enums import OrganisationKind
from portal.members.models import ContractEnd
from portal.members.querysets import Range
from tests.factories.members import ContractEndFactory, OrganisationFactory, VolumeFactory
from tests.registry.views.pages import all_words, parsed

PAGE, CSV = "/en/members/contract-ends/", "/en/members/contract-ends.csv"
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False):
        yield


def ends(name, month, **fields):
    """A member whose contract ends in a month."""
    organisation = OrganisationFactory(name=name, **fields)
    return ContractEndFactory(organisation=organisation, month=month)


def an_end(month, name="Lund", country="SE"):
    return End(name, country, "Smartphones", month, TODAY, None, is_fictional=False)


def names():
    return [end.name for end in coming_ends(on=TODAY)]


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.django_db
def test_next_end_comes_first_with_what_is_bought_in_any_year(django_assert_num_queries):
    ends("Turku", date(2028, 1, 1), country="FI", own_name="Åbo")
    lund = ends("Lund", date(2027, 3, 1)).organisation
    VolumeFactory(organisation=lund, low=500, high=700)
    VolumeFactory(organisation=lund, year=2025, low=1, high=2)

    with django_assert_num_queries(2), override("sv"):
        found = coming_ends(on=TODAY)

    said_on = date(2026, 11, 2)
    assert found == [
        End("Lund", "SE", "Smarttelefoner", date(2027, 3, 1), said_on, Range(500, 700), is_fictional=False),
        End("Åbo", "FI", "Smarttelefoner", date(2028, 1, 1), said_on, None, is_fictional=False),
    ]


@pytest.mark.django_db
def test_contract_that_ends_this_month_is_still_to_come_and_one_that_ended_is_not():
    ends("Over", date(2026, 10, 1))
    ends("This month", date(2026, 11, 1))
    ends("Next month", date(2026, 12, 1))

    assert names() == ["This month", "Next month"]


@pytest.mark.django_db
def test_supporters_are_not_buyers():
    ends("Friends of phones", date(2028, 1, 1), kind=OrganisationKind.SUPPORTER, legal_type="")

    assert names() == []


@pytest.mark.django_db
def test_fictional_members_are_there_only_until_a_real_one_is():
    ends("Exempelstad", date(2027, 1, 1), is_fictional=True)
    assert names() == ["Exempelstad"]

    ends("Lund", date(2029, 1, 1))
    assert names() == ["Lund"]


def test_countries_are_named_once_and_sorted_in_the_language_of_the_reader():
    found = [an_end(TODAY), an_end(TODAY), an_end(TODAY, country="DE"), an_end(TODAY, country="FI")]

    assert countries_of(found) == [("FI", "Finland"), ("DE", "Germany"), ("SE", "Sweden")]
    with override("sv"):
        assert countries_of(found) == [("FI", "Finland"), ("SE", "Sverige"), ("DE", "Tyskland")]


def test_bar_ends_with_the_last_month_of_the_contract():
    picture = ends_picture([an_end(date(2026, 11, 1)), an_end(date(2027, 10, 1)), an_end(date(2029, 10, 1))], on=TODAY)

    month = Decimal(WIDTH) / MONTHS
    assert [Decimal(bar.x) for bar in picture.bars] == [round(month * each, 1) for each in (1, 12, 36)]
    assert [bar.shown for bar in picture.bars] == ["November 2026", "October 2027", "October 2029"]


def test_what_ends_later_is_counted_instead_of_drawn():
    found = [an_end(date(2029, 10, 1)), an_end(date(2029, 11, 1)), an_end(date(2035, 1, 1))]

    assert len(ends_picture(found, on=TODAY).bars) == 1
    assert later_than_picture(found, on=TODAY) == 2
    assert ends_picture(found[1:], on=TODAY) is None


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2026, 11, 23), [("31.1", "2027", "start"), ("217.8", "2028", "start"), ("404.4", "2029", "start")]),
        (date(2026, 1, 1), [("0.0", "2026", "start"), ("186.7", "2027", "start"), ("373.3", "2028", "start")]),
        (
            date(2026, 2, 28),
            [
                ("0.0", "2026", "start"),
                ("171.1", "2027", "start"),
                ("357.8", "2028", "start"),
                ("544.4", "2029", "end"),
            ],
        ),
    ],
)
def test_years_are_named_where_there_is_room(on, years):
    picture = ends_picture([an_end(on.replace(day=1))], on=on)

    assert [(line.x, line.label, line.anchor) for line in picture.years] == years


def test_line_begins_each_quarter():
    picture = ends_picture([an_end(date(2027, 1, 1))], on=TODAY)

    assert picture.quarters[:3] == ["31.1", "77.8", "124.4"]
    assert len(picture.quarters) == 12


@given(on=st.dates(date(2000, 1, 1), date(2100, 12, 31)), ahead=st.integers(0, MONTHS - 1))
def test_nothing_leaves_the_picture(on, ahead):
    years, month = divmod(on.month - 1 + ahead, 12)

    picture = ends_picture([an_end(date(on.year + years, month + 1, 1))], on=on)

    places = [picture.bars[0].x, *picture.quarters, *(line.x for line in picture.years)]
    assert all(0 <= Decimal(place) <= WIDTH for place in places)
    assert len(picture.years) in {3, 4}


def test_long_name_is_cut_in_the_picture():
    [bar] = ends_picture([an_end(TODAY.replace(day=1), "A very long name of a joint purchasing body")], on=TODAY).bars

    assert (len(bar.name), bar.name[-1]) == (LONGEST_NAME, "…")


def test_picture_has_a_title_and_says_what_it_shows():
    picture = ends_picture([an_end(date(2027, 3, 1), "<b>Lund</b>"), an_end(date(2028, 1, 1), "Åbo")], on=TODAY)
    context = {"picture": picture, "id": "ends", "title": "When contracts end"}

    [svg] = fromstring(render_to_string("components/span_chart.html", context)).xpath("//svg")

    assert svg.get("role") == "img"
    assert [svg.xpath(f"string(.//*[@id='{each}'])") for each in svg.get("aria-labelledby").split()] == [
        "When contracts end",
        "<b>Lund</b>: March 2027; Åbo: January 2028",
    ]


@pytest.mark.django_db
def test_page_has_the_same_in_a_table_and_says_whose_word_it_is(client):
    VolumeFactory(organisation=ends("Lund", date(2027, 3, 1)).organisation, low=500, high=700)
    ends("Turku", date(2028, 1, 1), country="FI")

    response = client.get(PAGE)

    assert all_words(response, "//main//tbody/tr") == [
        "Lund Sweden March 2027 said on 2 Nov 2026 500–700 Smartphones",
        "Turku Finland January 2028 said on 2 Nov 2026 – Smartphones",
    ]
    assert len(parsed(response).xpath("//main//svg[@role='img']")) == 1
    assert parsed(response).xpath("//main//a[@download]/@href") == [CSV]
    assert "Every row is the member's own statement" in all_words(response, "//main")[0]


@pytest.mark.django_db
def test_page_of_one_country_has_its_rows_and_its_csv(client):
    ends("Lund", date(2027, 3, 1))
    ends("Turku", date(2028, 1, 1), country="FI")

    page = client.get(PAGE, {"country": "FI"})

    assert [row.split()[0] for row in all_words(page, "//main//tbody/tr")] == ["Turku"]
    assert parsed(page).xpath("//main//a[@download]/@href") == [f"{CSV}?country=FI"]
    assert parsed(page).xpath("//select/option[@selected]/@value") == ["FI"]
    assert [row[1] for row in rows_of(client.get(CSV, {"country": "FI"}))] == ["Member", "Turku"]


@pytest.mark.django_db
def test_country_without_a_row_leads_back_to_all(client):
    ends("Lund", date(2027, 3, 1))

    response = client.get(PAGE, {"country": "<NO>"})

    assert all_words(response, "//main//h2") == ["No member fits these filters"]
    assert parsed(response).xpath("//main//div[@class='empty-state']//a/@href") == [PAGE]


@pytest.mark.django_db
def test_page_says_which_ends_the_picture_leaves_to_the_table(client):
    ends("Lund", date(2027, 3, 1)), ends("Oslo", date(2031, 3, 1))
    assert "1 contract ends later than the picture shows" in all_words(client.get(PAGE), "//main")[0]

    ContractEnd.objects.filter(organisation__name="Lund").delete()
    response = client.get(PAGE)
    assert "there is nothing to draw" in all_words(response, "//main")[0]
    assert parsed(response).xpath("//main//svg[@role='img']") == []


@pytest.mark.django_db
def test_page_says_that_members_are_fictional(client):
    ends("Exempelstad", date(2027, 1, 1), is_fictional=True)

    response = client.get(PAGE)

    assert all_words(response, "//main//h2") == ["These members are fictional"]
    assert all_words(response, "//main//tbody//th") == ["Exempelstad Sweden fictional"]
    assert rows_of(client.get(CSV))[1][-1] == "Yes"


@pytest.mark.django_db
def test_page_without_a_row_says_so(client):
    assert all_words(client.get(PAGE), "//main//h2") == ["No member has said yet when its contract ends"]
    assert len(rows_of(client.get(CSV))) == 1


@pytest.mark.django_db
def test_csv_has_a_row_an_end_and_no_formula(client):
    VolumeFactory(organisation=ends("=Lund", date(2027, 3, 1)).organisation, low=500, high=700)

    response = client.get(CSV)

    assert response["Content-Disposition"] == 'attachment; filename="contract-ends.csv"'
    assert rows_of(response) == [
        ["Contract ends", "Member", "Country code", "Country", "Category", "From", "To", "As of", "fictional"],
        ["2027-03", "'=Lund", "SE", "Sweden", "Smartphones", "500", "700", "2026-11-02", ""],
    ]
    assert ends_csv(coming_ends(on=TODAY)) == response.content


@pytest.mark.django_db
@pytest.mark.parametrize("members", [1, 8])
def test_page_asks_as_much_for_many_members_as_for_one(client, members, django_assert_num_queries):
    for _number in range(members):
        VolumeFactory(organisation=ContractEndFactory().organisation)

    with django_assert_num_queries(2):
        client.get(PAGE)


@pytest.mark.django_db
def test_second_end_of_the_same_contract_is_refused_by_the_database():
    row = ContractEndFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ContractEndFactory(organisation=row.organisation, month=date(2029, 1, 1))


@pytest.mark.django_db
def test_day_within_a_month_is_no_month():
    row = ContractEndFactory.build(organisation=OrganisationFactory(name="Lund"), month=date(2028, 6, 30))

    with pytest.raises(ValidationError) as refusal:
        row.full_clean()

    assert refusal.value.message_dict == {"month": ["A month is stored as its first day."]}
    assert (str(row), row.shown) == ("Lund: Smartphones 2028-06", "June 2028")


@pytest.mark.django_db
def test_pages_of_members_and_of_volumes_lead_to_it(client):
    VolumeFactory()

    assert PAGE in parsed(client.get("/en/members/volumes/")).xpath("//main//a/@href")
