"""Rows of members: a public buyer, what it takes in any year, and when its contract ends."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from portal.members.enums import Category, LegalType, OrganisationKind
from portal.members.models import ContractEnd, Organisation, ProcurementVolume


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


class ContractEndFactory(DjangoModelFactory[ContractEnd]):
    """``ContractEndFactory(organisation__name="Lund", month=date(2028, 6, 1))``"""

    class Meta:
        model = ContractEnd

    organisation = factory.SubFactory(OrganisationFactory)
    category = Category.SMARTPHONES
    month = date(2028, 6, 1)
    said_on = date(2026, 11, 2)
