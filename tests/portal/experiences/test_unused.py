"""The report on criteria that no published tender experience has used."""

import csv

import pytest
from django.urls import reverse

from portal.experiences.services.moving import retract
from registry.services.sealing import seal_next
from tests.factories.accounts import coordinator
from tests.factories.drafts import CONSULTED
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.registry import VersionFactory, battery_content
from tests.portal.experiences.moderators import moderator

pytestmark = pytest.mark.django_db


def listed(client):
    answer = client.get(reverse("experiences-reports:unused") + "?export=csv")
    return [row[0] for row in csv.reader(answer.getvalue().decode().splitlines())][1:]


def cited(version, **facts):
    return published(CitationFactory(edition=EditionFactory(**facts), version=version).edition)


def test_criterion_is_listed_until_a_published_tender_has_used_it(client):
    moderator(client)
    version = VersionFactory()
    citation = CitationFactory(edition=EditionFactory(), version=version)
    assert listed(client) == [str(version)]

    published(citation.edition)

    assert listed(client) == []


def test_use_of_an_earlier_version_is_a_use_of_the_criterion(client):
    moderator(client)
    old = VersionFactory()
    cited(old)
    change = {"summary": {"en": "Newer."}}
    seal_next(old, battery_content(theme="warranty"), change=change, effective_on=CONSULTED, origin="x")

    assert listed(client) == []


def test_use_in_a_record_that_was_taken_back_or_is_fictional_counts_as_none(client):
    moderator(client)
    retracted, invented = VersionFactory(), VersionFactory()
    retract(cited(retracted).pk, reason="Wrong tender.", actor=coordinator())
    cited(invented, experience__organisation__is_fictional=True)

    assert listed(client) == [str(retracted), str(invented)]


@pytest.mark.parametrize("count", [1, 3])
def test_report_takes_twenty_one_queries(client, django_assert_num_queries, count):
    moderator(client)
    for _number in range(count):
        VersionFactory()
    address = reverse("experiences-reports:unused")
    client.get(address)

    with django_assert_num_queries(21):
        client.get(address)
