"""What the database refuses, and how an organisation is named for a reader."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from portal.members.enums import Category, LegalType, OrganisationKind
from portal.members.models import Organisation, ProcurementVolume
from tests.factories.members import OrganisationFactory, VolumeFactory

pytestmark = pytest.mark.django_db


def test_volume_from_above_to_is_refused_by_the_database():
    volume = VolumeFactory(low=100, high=200)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProcurementVolume.objects.filter(pk=volume.pk).update(low=201)

    volume.refresh_from_db()
    assert (volume.low, volume.high) == (100, 200)


def test_volume_from_above_to_is_explained_in_the_form():
    volume = VolumeFactory.build(organisation=OrganisationFactory(), low=2, high=1)

    with pytest.raises(ValidationError) as refusal:
        volume.full_clean()

    assert refusal.value.messages == ["“From” is more than “to”: exchange the two."]


@pytest.mark.parametrize("year", [None, 2026])
def test_second_volume_for_the_same_time_is_refused(year):
    organisation = VolumeFactory(year=year).organisation

    with pytest.raises(IntegrityError), transaction.atomic():
        VolumeFactory(organisation=organisation, year=year)

    assert organisation.volumes.count() == 1


def test_volume_of_a_single_year_stands_beside_the_one_for_any_year():
    organisation = VolumeFactory(year=None).organisation

    VolumeFactory(organisation=organisation, year=2026)

    assert set(organisation.volumes.values_list("year", flat=True)) == {None, 2026}


def test_public_buyer_without_legal_type_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(kind=OrganisationKind.PUBLIC_BUYER, legal_type="")

    assert not Organisation.objects.exists()


def test_supporter_needs_no_legal_type():
    supporter = OrganisationFactory(kind=OrganisationKind.SUPPORTER, legal_type="")

    supporter.full_clean()


def test_unknown_country_is_refused_by_the_form():
    organisation = OrganisationFactory.build(country="ZZ")

    with pytest.raises(ValidationError) as refusal:
        organisation.full_clean()

    assert list(refusal.value.message_dict) == ["country"]


@pytest.mark.parametrize(
    ("language", "name", "country"),
    [
        ("en", "City of Helsinki", "Finland"),
        ("sv", "Helsingin kaupunki", "Finland"),
        ("fi", "Helsingin kaupunki", "Suomi"),
    ],
)
def test_organisation_is_named_for_the_reader(language, name, country):
    organisation = OrganisationFactory.build(name="City of Helsinki", own_name="Helsingin kaupunki", country="FI")

    with override(language):
        shown = (organisation.display_name, organisation.country_name)

    assert shown == (name, country)


def test_organisation_without_own_name_keeps_its_english_one():
    with override("da"):
        assert OrganisationFactory.build(name="Region X", own_name="").display_name == "Region X"


def test_rows_speak_for_themselves():
    volume = VolumeFactory(organisation__name="City of Malmö", low=6000, high=7000)

    assert str(volume) == "City of Malmö: 6000–7000 Smartphones"
    assert (LegalType(volume.organisation.legal_type), Category(volume.category)) == (LegalType.LOCAL, "smartphones")


@pytest.mark.parametrize(
    ("country", "nuts"), [("SE", "SE224"), ("GR", "EL30"), ("GB", "UKI"), ("DK", "DK"), ("NO", "")]
)
def test_region_of_the_country_is_accepted(country, nuts):
    OrganisationFactory.build(country=country, nuts=nuts).full_clean()


@pytest.mark.parametrize(
    ("country", "nuts", "named", "prefix"),
    [("SE", "DK011", "Sweden", "SE"), ("GR", "GR30", "Greece", "EL"), ("GB", "GB1", "United Kingdom", "UK")],
)
def test_region_of_another_country_is_explained(country, nuts, named, prefix):
    with pytest.raises(ValidationError) as refusal:
        OrganisationFactory.build(country=country, nuts=nuts).full_clean()

    assert refusal.value.message_dict == {
        "nuts": [f"{nuts} is no region of {named}: its codes begin with {prefix}."],
    }


@pytest.mark.parametrize("languages", [[], ["sv", "en"], ["nb"]])
def test_languages_of_the_site_are_accepted(languages):
    OrganisationFactory.build(languages=languages).full_clean()


@pytest.mark.parametrize("languages", [["de"], ["sv", "xx"], "sv", {"sv": 1}])
def test_other_languages_are_explained(languages):
    with pytest.raises(ValidationError) as refusal:
        OrganisationFactory.build(languages=languages).full_clean()

    assert refusal.value.message_dict == {"languages": ["Choose among the languages of this site: en, sv, nb, fi, da."]}


def test_half_a_place_is_refused():
    with pytest.raises(ValidationError) as refusal:
        OrganisationFactory.build(latitude="55.6").full_clean()

    assert refusal.value.messages == ["A place is latitude and longitude: give both, or neither."]
