"""Rows of members: a public buyer, and what it takes in any year."""

import factory
from factory.django import DjangoModelFactory

from portal.members.enums import Category, LegalType, OrganisationKind
from portal.members.models import Organisation, ProcurementVolume


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"City {n}")
    slug = factory.Sequence(lambda n: f"city-{n}")
    kind = OrganisationKind.PUBLIC_BUYER
    country = "SE"
    legal_type = LegalType.LOCAL


class VolumeFactory(DjangoModelFactory[ProcurementVolume]):
    class Meta:
        model = ProcurementVolume

    organisation = factory.SubFactory(OrganisationFactory)
    category = Category.SMARTPHONES
    low = 100
    high = 200
    source = "A public document"
