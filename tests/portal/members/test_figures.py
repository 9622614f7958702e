"""What members buy, added up and written out."""

import csv
import io
from datetime import date

import pytest
from django.utils.translation import override

from portal.members.enums import Category, OrganisationKind
from portal.members.figures import by_category, shown_range, volumes_csv
from portal.members.querysets import Range
from tests.factories.members import OrganisationFactory, VolumeFactory

db = pytest.mark.django_db


def rows_of_csv():
    return list(csv.reader(io.StringIO(volumes_csv().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "6,000–7,500"), ("sv", "6\xa0000–7\xa0500"), ("da", "6.000–7.500")]
)
def test_range_is_written_the_readers_way(language, shown):
    with override(language):
        assert shown_range(Range(6000, 7500)) == shown


def test_range_of_one_value_is_that_value():
    with override("en"):
        assert shown_range(Range(6000, 6000)) == "6,000"


@db
def test_nobody_has_said_anything_is_no_category():
    OrganisationFactory()

    assert by_category() == []


@db
def test_figures_add_up_by_member_and_by_country():
    for name, country, low, high in [("Malmö", "SE", 10, 30), ("Oslo", "NO", 20, 25), ("Lund", "SE", 1, 2)]:
        VolumeFactory(organisation__name=name, organisation__country=country, low=low, high=high)

    [figures] = by_category()

    assert (figures.category, figures.combined, figures.shown) == (Category.SMARTPHONES, Range(31, 57), "31–57")
    assert [(row.name, row.country_name, row.volume) for row in figures.members] == [
        ("Malmö", "Sweden", Range(10, 30)),
        ("Oslo", "Norway", Range(20, 25)),
        ("Lund", "Sweden", Range(1, 2)),
    ]
    assert [(row.name, row.members, row.volume) for row in figures.countries] == [
        ("Sweden", 2, Range(11, 32)),
        ("Norway", 1, Range(20, 25)),
    ]


@db
def test_figures_leave_out_the_fictional_supporters_and_single_years():
    VolumeFactory(organisation__is_fictional=True)
    VolumeFactory(organisation__kind=OrganisationKind.SUPPORTER, organisation__legal_type="")
    VolumeFactory(year=2026)

    assert by_category() == []
    assert rows_of_csv()[1:] == []


@db
def test_figures_name_each_source_once():
    VolumeFactory.create_batch(2, source="B report")
    VolumeFactory(source="A report")

    assert by_category()[0].sources == ["A report", "B report"]


@db
@pytest.mark.parametrize("count", [1, 3])
def test_figures_take_one_query(django_assert_num_queries, count):
    VolumeFactory.create_batch(count)

    with django_assert_num_queries(1):
        by_category()


@db
@pytest.mark.parametrize("count", [1, 3])
def test_csv_takes_one_query(django_assert_num_queries, count):
    VolumeFactory.create_batch(count)

    with django_assert_num_queries(1):
        assert len(rows_of_csv()) == count + 1


@db
def test_csv_has_one_row_a_member_with_source_and_day():
    VolumeFactory(organisation__name="City of Malmö", low=6000, high=7000, source="A report", as_of=date(2026, 3, 1))
    VolumeFactory(organisation__name="City of Arhus", organisation__country="DK", low=1, high=2)

    assert rows_of_csv() == [
        ["Member", "Country code", "Country", "Category", "From", "To", "Source", "As of"],
        ["City of Arhus", "DK", "Denmark", "Smartphones", "1", "2", "A public document", ""],
        ["City of Malmö", "SE", "Sweden", "Smartphones", "6000", "7000", "A report", "2026-03-01"],
    ]


@db
def test_csv_speaks_the_readers_language():
    VolumeFactory(organisation__name="City of Malmö", organisation__own_name="Malmö stad")

    with override("sv"):
        header, row = rows_of_csv()

    assert (row[0], row[2]) == ("Malmö stad", "Sverige")
    assert header[2] == "Land"


@db
def test_csv_begins_as_spreadsheets_expect():
    assert volumes_csv().startswith(b"\xef\xbb\xbf")


@db
def test_cell_of_the_csv_cannot_become_a_formula():
    VolumeFactory(organisation__name="=1+1", source="@cmd")

    _header, row = rows_of_csv()

    assert (row[0], row[6]) == ("'=1+1", "'@cmd")
