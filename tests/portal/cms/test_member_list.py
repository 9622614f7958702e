"""The rows of the list of members, in the order that a reader asks for."""

from datetime import date

import pytest

from portal.cms.member_list import columns, member_rows, picture
from tests.factories.members import OrganisationFactory, VolumeFactory

db = pytest.mark.django_db


@pytest.fixture
def members():
    """A founder, one that joined later and has said how much, and one of which nothing is known."""
    OrganisationFactory(name="Oslo", slug="oslo", country="NO")
    arhus = OrganisationFactory(name="Arhus", country="DK", joined_on=date(2026, 10, 2))
    VolumeFactory(organisation=arhus, low=10, high=20)
    VolumeFactory(organisation__name="Lund", organisation__country="SE", low=5, high=30)


@db
@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", ["Arhus", "Lund", "Oslo"]),
        ("name", ["Arhus", "Lund", "Oslo"]),
        ("-name", ["Oslo", "Lund", "Arhus"]),
        ("country", ["Arhus", "Oslo", "Lund"]),
        ("joined", ["Oslo", "Arhus", "Lund"]),
        ("-joined", ["Lund", "Arhus", "Oslo"]),
        ("from", ["Oslo", "Lund", "Arhus"]),
        ("-to", ["Lund", "Arhus", "Oslo"]),
        ("password", ["Arhus", "Lund", "Oslo"]),
        ("-", ["Arhus", "Lund", "Oslo"]),
        ("--name", ["Arhus", "Lund", "Oslo"]),
    ],
)
def test_members_are_sorted_as_asked_or_by_name(members, order, names):
    assert [row.organisation.name for row in member_rows({}, order=order)] == names


@db
def test_row_has_what_the_member_buys_and_where_its_page_is(members):
    by_name = {row.organisation.name: row for row in member_rows({}, order="")}
    arhus = by_name["Arhus"].organisation

    [row] = [row for row in member_rows({arhus.pk: "/en/members/arhus/"}, order="") if row.href]

    assert (row.organisation, row.href) == (arhus, "/en/members/arhus/")
    assert (row.low, row.high, row.source) == (10, 20, "A public document")
    assert (by_name["Oslo"].low, by_name["Oslo"].high, by_name["Oslo"].source) == (None, None, "")


@db
def test_founders_are_known_by_the_statement(members):
    assert [row.organisation.name for row in member_rows({}, order="") if row.is_founder] == ["Oslo"]


@db
def test_supporters_are_no_members():
    OrganisationFactory(kind="supporter", legal_type="")

    assert member_rows({}, order="") == []


@pytest.mark.parametrize(
    ("order", "sorted_by"),
    [
        ("", ("?sort=-name", "ascending")),
        ("-name", ("?sort=name", "descending")),
        ("nonsense", ("?sort=-name", "ascending")),
    ],
)
def test_head_of_the_sorted_column_turns_the_order_round(order, sorted_by):
    first, *others = columns(order=order)

    assert (first.href, first.direction) == sorted_by
    assert [column.direction for column in others] == [""] * 4


def test_heads_sort_by_their_own_column():
    found = columns(order="from")

    assert [(column.label, column.href) for column in found] == [
        ("Member", "?sort=name"),
        ("Country", "?sort=country"),
        ("Joined", "?sort=joined"),
        ("From", "?sort=-from"),
        ("To", "?sort=to"),
    ]
    assert [column.is_number for column in found] == [False, False, False, True, True]


@db
def test_map_names_the_fictional_as_such():
    OrganisationFactory(name="Fable", is_fictional=True, latitude="59", longitude="15")
    OrganisationFactory(name="Oslo", slug="oslo", latitude="59.9", longitude="10.7")
    OrganisationFactory(name="Nowhere")

    assert [dot.name for dot in picture(member_rows({}, order="")).dots] == ["Oslo", "Fable (fictional)"]


@db
@pytest.mark.parametrize("count", [1, 3])
def test_rows_take_one_query(django_assert_num_queries, count):
    VolumeFactory.create_batch(count)

    with django_assert_num_queries(1):
        assert len(member_rows({}, order="joined")) == count
