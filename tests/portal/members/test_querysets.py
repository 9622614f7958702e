"""Who is counted, and what all take together."""

import pytest

from portal.members.enums import Category, OrganisationKind
from portal.members.models import Organisation, ProcurementVolume
from portal.members.querysets import Range
from tests.factories.members import OrganisationFactory, VolumeFactory

pytestmark = pytest.mark.django_db
PHONES = Category.SMARTPHONES


def test_combined_adds_what_every_public_buyer_takes_in_any_year():
    for low, high in [(6000, 7000), (6500, 7000), (6000, 7000), (6000, 9000)]:
        VolumeFactory(low=low, high=high)

    assert ProcurementVolume.objects.combined(PHONES) == Range(24_500, 30_000)


def test_combined_of_nobody_is_nothing():
    assert ProcurementVolume.objects.combined(PHONES) == Range(0, 0)


def test_combined_leaves_out_single_years_and_supporters():
    buyer = VolumeFactory(low=1, high=2).organisation
    VolumeFactory(organisation=buyer, year=2026, low=1000, high=1000)
    VolumeFactory(organisation__kind=OrganisationKind.SUPPORTER, low=1000, high=1000)

    assert ProcurementVolume.objects.combined(PHONES) == Range(1, 2)


def test_fictional_members_are_in_no_sum():
    real = VolumeFactory(low=1, high=2)
    VolumeFactory(organisation__is_fictional=True, low=1000, high=1000)

    assert ProcurementVolume.objects.combined(PHONES) == Range(1, 2)
    assert list(ProcurementVolume.objects.any_year()) == [real]
    assert list(Organisation.objects.real()) == [real.organisation]


def test_kinds_are_told_apart():
    buyer, supporter = OrganisationFactory(), OrganisationFactory(kind=OrganisationKind.SUPPORTER)

    assert list(Organisation.objects.public_buyers()) == [buyer]
    assert list(Organisation.objects.supporters()) == [supporter]


def test_yearly_volume_is_none_for_a_buyer_who_has_said_nothing():
    silent = OrganisationFactory(name="A")
    told = VolumeFactory(organisation__name="B", low=1, high=2, source="A report").organisation
    VolumeFactory(organisation=told, year=2026, low=9, high=9)

    found = Organisation.objects.public_buyers().with_yearly_volume(PHONES).order_by("name")

    assert [(row.pk, row.low, row.high, row.source) for row in found] == [
        (silent.pk, None, None, None),
        (told.pk, 1, 2, "A report"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_yearly_volumes_take_one_query(django_assert_num_queries, count):
    VolumeFactory.create_batch(count)

    with django_assert_num_queries(1):
        assert len(Organisation.objects.with_yearly_volume(PHONES)) == count
