"""What a line of the first sheet says: liberal in what it takes, exact in what it tells about the rest."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from portal.experiences.sheets.columns import Part
from portal.experiences.sheets.reading import read_book
from portal.experiences.sheets.tenders import read_tender
from portal.experiences.tasks import Bidder, Task
from tests.portal.experiences.workbooks import FIRST, Filled

pytestmark = pytest.mark.django_db  # the template lists the versions in force


def line(**cells):
    """The line of a tender, as a new workbook says it."""
    (found,) = read_book(Filled().tender(**cells).content).lines[Part.TENDERS]
    return found


def read(**cells):
    return read_tender(line(**cells), {}, {})


def faults(**cells):
    return [f"{fault.address}: {fault.text}" for fault in read(**cells)[1]]


def test_line_is_read_into_the_values_of_the_tasks():
    values, found = read(
        title="Smartphones with repair service",
        language="Svenska",
        country="Sweden",
        nuts=" se 224",
        year=2026,
        stage="Awarded",
        procedure="open",
        contract_type="Framework agreement",
        cpv="32250000, 50333200-0",
        notice="https://ted.europa.eu/en/notice/-/detail/554113-2026",
        lots="2",
        duration=48,
        source_url="example.org/report",
        estimated_value="1,2 M€",
        awarded_value=1_150_000.5,
        bids="4",
        winners="Example Phones AB",
        bidders="Other Phones Oy\n Third Phones A/S ",
        visibility="Everyone",
        values_visibility="Members of the network",
        suppliers_anonymous="No",
        contact_role="Buyer of ICT",
    )

    assert found == []
    assert values == {
        Task.TENDER: {
            "title": "Smartphones with repair service",
            "language": "sv",
            "country": "SE",
            "nuts": "SE224",
            "year": 2026,
            "stage": "awarded",
            "procedure": "open",
            "contract_type": "framework",
            "cpv": ["32250000-0", "50333200-0"],
            "notice": "554113-2026",
            "lots": 2,
            "duration": 48,
            "source_url": "https://example.org/report",
        },
        Task.OUTCOME: {
            "estimated_value": Decimal(1_200_000),
            "awarded_value": Decimal("1150000.50"),
            "bids": 4,
            "currency": "EUR",
            "suppliers": [
                Bidder("Example Phones AB", is_winner=True),
                Bidder("Other Phones Oy"),
                Bidder("Third Phones A/S"),
            ],
        },
        Task.SHARING: {
            "visibility": "everyone",
            "values_visibility": "members",
            "suppliers_anonymous": False,
            "contact_role": "Buyer of ICT",
        },
    }


def test_empty_cells_say_nothing():
    assert read(title="Phones") == ({Task.TENDER: {"title": "Phones"}}, [])


@pytest.mark.parametrize("value", [2026, "2026", 2026.0, date(2026, 3, 14), "14.3.2026", "March 2026"])
def test_year_is_read_from_a_day_too(value):
    assert read(title="Phones", year=value)[0][Task.TENDER]["year"] == 2026


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("year", "soon", "H3: No year is found in “soon”. Write four digits, for example 2026."),
        ("cpv", "phones", "L3: “phones” is not a CPV code. A code has eight digits: 32250000-0."),
        (
            "notice",
            "the notice",
            (
                "M3: We find no TED notice number in “the notice”. It is digits, a hyphen and a year, for example "
                "554113-2026."
            ),
        ),
        ("lots", "two", "N3: “two” is not a whole number. Write digits only, for example 6500."),
        ("bids", -1, "V3: “-1” is not a whole number. Write digits only, for example 6500."),
        ("estimated_value", "-5", "T3: “-5” is below zero. Write an amount of zero or more."),
        ("estimated_value", 1.234, "T3: “1.2340” has more than two decimals. Round it, or write it in full."),
        ("source_url", "a report", "R3: This is not a web address. Write it like www.example.org."),
        (
            "price_outcome",
            "cheap",
            "Y3: “cheap” is none of the choices: Lower than estimated; About as estimated; Higher than estimated.",
        ),
        ("suppliers_anonymous", "maybe", "AK3: “maybe” is none of the choices: Yes; No."),
        ("visibility", "own", "AD3: “own” is none of the choices: Members of the network; Everyone."),
        ("title", "x" * 201, "C3: Ensure this value has at most 200 characters (it has 201)."),
        ("summary", "x" * 2001, "E3: Ensure this value has at most 2000 characters (it has 2001)."),
        ("winners", "x" * 201, "W3: Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_fault_names_its_cell_and_the_way_out(name, value, told):
    assert faults(**{"contact_role": "Buyer", name: value}) == [f"Tenders!{told}"]


@pytest.mark.parametrize("name", ["title", "year", "stage", "winners"])
def test_formula_is_refused(name):
    (told,) = faults(contact_role="Buyer", **{name: "=1+1"})

    assert told.endswith(f"{FIRST}: There is a formula or an error in this cell. Write the text or the number instead.")


def test_every_fault_of_a_line_is_told_at_once():
    assert len(faults(title="Phones", year="soon", lots="two", stage="won", estimated_value="much")) == 4


def test_amount_in_another_currency_than_the_cell_says_is_refused():
    assert faults(currency="SEK", estimated_value="1,2 M€", awarded_value="1 100 000") == [
        "Tenders!T3: This amount is in EUR, the currency of this tender is SEK. Make them one."
    ]


def test_two_amounts_in_two_currencies_are_refused():
    assert faults(estimated_value="1,2 M€", awarded_value="12 MSEK") == [
        "Tenders!U3: This amount is in SEK, the currency of this tender is EUR. Make them one."
    ]


def test_amount_must_fit_the_stored_currency():
    found = read_tender(line(estimated_value="1,2 M€"), {}, {Task.OUTCOME: {"currency": "NOK", "suppliers": []}})

    assert [fault.address for fault in found[1]] == ["Tenders!T3"]


def test_short_amount_is_read_by_the_habits_of_the_reader():
    with override("da"):
        assert read(estimated_value="1.250 tkr")[0][Task.OUTCOME]["estimated_value"] == 1_250_000


def test_cell_that_says_what_was_exported_changes_nothing_however_it_looks():
    exported = {"title": "Two  spaces and a\x07bell ", "stage": "awarded", "cpv": "1", "winners": "A; B", "bidders": ""}

    found = read_tender(
        line(title="Two  spaces and abell", stage="awarded", cpv="1", winners="A; B"), exported, {Task.OUTCOME: {}}
    )

    assert found == ({}, [])


def test_cell_that_was_emptied_empties_the_value():
    exported = {"title": "Phones", "year": 2026, "cpv": "32250000-0", "bids": 3, "stage": "awarded"}

    values, found = read_tender(line(summary="Still here"), exported, {})

    assert found == []
    assert values == {
        Task.TENDER: {"title": "", "summary": "Still here", "year": None, "stage": "", "cpv": []},
        Task.OUTCOME: {"bids": None},
    }


def test_emptied_cell_of_a_value_that_cannot_be_empty_leaves_it():
    exported = {"visibility": "everyone", "suppliers_anonymous": "no", "title": "Phones"}

    assert read_tender(line(title="Phones"), exported, {}) == ({}, [])


def test_who_won_is_changed_and_the_others_stay():
    stored = {Task.OUTCOME: {"suppliers": [Bidder("A; B"), Bidder("C", is_winner=True)], "currency": ""}}
    exported = {"winners": "C", "bidders": "A; B", "title": "Phones"}

    values, _faults = read_tender(line(title="Phones", winners="D", bidders="A; B"), exported, stored)

    assert values == {Task.OUTCOME: {"suppliers": [Bidder("D", is_winner=True), Bidder("A; B")]}}
