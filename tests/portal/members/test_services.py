"""The founders of the joint statement."""

from decimal import Decimal

import pytest

from portal.members.enums import Category
from portal.members.models import Organisation, ProcurementVolume
from portal.members.querysets import Range
from portal.members.services.founders import add_founders, founder_slugs

pytestmark = pytest.mark.django_db


def test_founders_come_with_the_volumes_of_the_joint_statement():
    add_founders()

    rows = Organisation.objects.with_yearly_volume(Category.SMARTPHONES).order_by("country")
    assert [(row.name, row.country, row.low, row.high) for row in rows] == [
        ("Copenhagen Municipality", "DK", 6000, 9000),
        ("City of Helsinki", "FI", 6000, 7000),
        ("City of Oslo", "NO", 6500, 7000),
        ("City of Malmö", "SE", 6000, 7000),
    ]
    assert ProcurementVolume.objects.combined(Category.SMARTPHONES) == Range(24_500, 30_000)


def test_founders_name_their_source_and_no_website():
    add_founders()

    sources = set(ProcurementVolume.objects.values_list("source", "as_of"))
    assert sources == {("Joint Statement of Demand for circular, fair smartphones", None)}
    assert set(Organisation.objects.values_list("website", flat=True)) == {""}


def test_founders_come_with_their_places_regions_and_languages():
    add_founders()

    rows = Organisation.objects.order_by("slug").values_list("slug", "nuts", "latitude", "longitude", "languages")
    assert list(rows) == [
        ("copenhagen", "DK011", Decimal("55.6761"), Decimal("12.5683"), ["da", "en"]),
        ("helsinki", "FI1B1", Decimal("60.1699"), Decimal("24.9384"), ["fi", "en"]),
        ("malmo", "SE224", Decimal("55.6050"), Decimal("13.0038"), ["sv", "en"]),
        ("oslo", "NO081", Decimal("59.9139"), Decimal("10.7522"), ["nb", "en"]),
    ]


def test_founders_joined_with_the_statement_on_no_day_that_it_gives():
    add_founders()

    assert set(Organisation.objects.values_list("joined_on", "is_fictional")) == {(None, False)}
    assert founder_slugs() == {"copenhagen", "helsinki", "malmo", "oslo"}


def test_founders_are_added_once():
    added = add_founders()

    assert (len(added), add_founders()) == (4, [])


def test_founder_whose_volume_was_changed_stays_changed():
    add_founders()
    ProcurementVolume.objects.filter(organisation__slug="oslo").update(high=8000)

    add_founders()

    assert ProcurementVolume.objects.get(organisation__slug="oslo").high == 8000


def test_founder_that_is_missing_alone_comes_back():
    add_founders()
    Organisation.objects.get(slug="malmo").delete()

    assert [organisation.slug for organisation in add_founders()] == ["malmo"]
