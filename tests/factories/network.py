"""Questions of members to the network."""

import factory
from factory.django import DjangoModelFactory

from search.models import NetworkQuestion
from tests.factories.accounts import MembershipFactory


class NetworkQuestionFactory(DjangoModelFactory[NetworkQuestion]):
    """Of somebody who works for a city, until ``asker`` and ``organisation`` say otherwise."""

    class Meta:
        model = NetworkQuestion
        exclude = ("membership",)

    membership = factory.SubFactory(MembershipFactory)
    asker = factory.LazyAttribute(lambda question: question.membership.user)
    organisation = factory.LazyAttribute(lambda question: question.membership.organisation)
    text = "Who has bought telephones without chargers?"
    words = "no charger"
    language = "en"
