"""Tenders that cite a version show what happened to it since: to readers, and to whoever writes the record."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from portal.experiences.cited_versions import cited_versions
from portal.experiences.pages import _cited
from registry.enums import StatusKind
from tests.factories.accounts import city_editor
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.proposals import deprecation, erratum, proposed, replacement, taken, withdrawal
from tests.factories.registry import VersionFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
STRIPS = "//p[contains(@class, 'status-strip')]"


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


@pytest.fixture
def tender(version):
    """The address of a published record that cites it."""
    edition = EditionFactory()
    CitationFactory(edition=edition, version=version)
    return f"/en/experiences/{published(edition).slug}/"


def happens(version, step, **more):
    taken(version, step(effective_on=localdate(), **more), on=localdate())


def test_tender_shows_nothing_of_a_version_that_is_simply_in_force(client, tender):
    assert all_words(client.get(tender), STRIPS) == []


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (erratum, "An erratum stands on the page of this version. BAT-01@1.0.0"),
        (deprecation, "This version is deprecated: see what replaces it. BAT-01@1.0.0"),
        (withdrawal, "This version has been withdrawn: do not use it in a new tender."),
    ],
)
def test_tender_shows_what_happened_since(client, version, tender, step, said):
    happens(version, step)

    assert all_words(client.get(tender), STRIPS) == [said]


def test_tender_shows_an_erratum_beside_the_end_of_its_version(client, version, tender):
    happens(version, erratum)
    happens(version, withdrawal)

    response = client.get(tender)

    assert len(all_words(response, STRIPS)) == 2
    assert parsed(response).xpath(f"{STRIPS}//a/@href") == ["/en/criterion/bat-01/1.0.0/"]


@pytest.mark.parametrize("is_only_proposed", [True, False])
def test_tender_shows_nothing_before_it_is_confirmed_or_before_its_day(client, version, tender, is_only_proposed):
    if is_only_proposed:
        proposed(version, erratum(effective_on=localdate()), on=localdate())
    else:
        taken(version, erratum(effective_on=localdate() + timedelta(days=1)), on=localdate())

    assert all_words(client.get(tender), STRIPS) == []


def test_record_in_work_marks_the_version(client, version):
    author = city_editor()
    edition = EditionFactory(experience__organisation=author.memberships.get().organisation)
    CitationFactory(edition=edition, version=version)
    happens(version, erratum)
    happens(version, deprecation)
    client.force_login(author)

    response = client.get(reverse("tenders:criteria", args=[edition.experience.reference]))

    tags = all_words(response, "//summary//*[contains(@class, 'ds-tag')]")
    assert [tag for tag in tags if tag in ("deprecated", "Erratum")] == ["deprecated", "Erratum"]


@pytest.mark.parametrize("count", [1, 3])
def test_cited_versions_know_their_errata_in_three_queries(django_assert_num_queries, count):
    versions = [VersionFactory() for _ in range(count)]
    for each in versions:
        happens(each, erratum)
    clean = VersionFactory()
    ids = [each.pk for each in (*versions, clean)]

    with django_assert_num_queries(3):
        found = cited_versions(ids, language="en", on=localdate())

    assert [found[pk].version.has_erratum for pk in ids] == [True] * count + [False]


def test_version_that_others_took_the_place_of_is_superseded_in_a_tender(client, version, tender):
    heir = VersionFactory(criterion__code="BAT-02")
    happens(version, lambda **given: replacement(heir, **given))

    found = cited_versions([version.pk], language="en", on=localdate())[version.pk]

    assert (found.status, found.newer) == (StatusKind.SUPERSEDED, None)
    assert client.get(tender).status_code == 200


def test_nothing_cited_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert _cited((), None, on=localdate()) == ()
