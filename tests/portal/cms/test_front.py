"""The numbers of the front page and its newest release."""

from datetime import date

import pytest

from portal.cms import front
from portal.cms.front import Stat
from tests.factories.members import VolumeFactory
from tests.factories.registry import CriteriaSetFactory, ReleaseFactory, VersionFactory

TODAY = date(2026, 11, 23)
URLS = {"members": "/en/members/", "statement": "/en/statement/"}
pytestmark = pytest.mark.django_db


def test_empty_site_has_only_the_ambitions_to_count():
    assert front.stats(on=TODAY, page_urls={}) == [Stat("9", "shared ambitions", "")]


def test_each_number_leads_to_its_table():
    VolumeFactory(low=24_500, high=30_000)
    VersionFactory()

    assert front.stats(on=TODAY, page_urls=URLS) == [
        Stat("24,500–30,000", "smartphones a year", "/en/members/volumes/"),
        Stat("1", "public buyer", "/en/members/"),
        Stat("1", "criterion or clause in force", "/en/criteria/smartphones/"),
        Stat("9", "shared ambitions", "/en/statement/"),
    ]


def test_fictional_members_and_their_figures_are_not_counted():
    VolumeFactory(organisation__is_fictional=True)

    assert front.stats(on=TODAY, page_urls={}) == [Stat("9", "shared ambitions", "")]


def test_only_criteria_in_force_are_counted():
    VersionFactory(published=date(2027, 1, 1))
    VersionFactory(published=None)
    VersionFactory.create_batch(2)

    numbers = {stat.label: stat.number for stat in front.stats(on=TODAY, page_urls={})}

    assert numbers["criteria and clauses in force"] == "2"


def test_without_release_there_is_nothing_newest():
    CriteriaSetFactory()

    assert front.newest(on=TODAY) is None


def test_first_release_is_compared_with_nothing():
    release = ReleaseFactory(number="1.0.0")

    newest = front.newest(on=TODAY)

    assert (newest.release, newest.before, newest.changes, newest.compare_url) == (release, None, "", "")


def test_newest_release_counts_what_it_changed():
    stays, changes, goes = VersionFactory.create_batch(3)
    ReleaseFactory(number="1.0.0", members=[stays, changes, goes])
    changed = VersionFactory(criterion=changes.criterion, number="2.0.0")
    release = ReleaseFactory(number="2.0.0", members=[stays, changed, *VersionFactory.create_batch(2)])

    newest = front.newest(on=TODAY)

    assert newest.release == release
    assert newest.changes == "Since 1.0.0: 1 criterion changed, 2 new, 1 taken out."
    assert newest.compare_url == "/en/criteria/smartphones/compare/1.0.0...2.0.0/"


def test_release_that_is_not_in_effect_yet_is_not_the_newest():
    release = ReleaseFactory(number="1.0.0")
    ReleaseFactory(number="1.1.0", published=date(2027, 1, 1))

    assert front.newest(on=TODAY).release == release


def test_release_that_changes_no_version_says_nothing_of_changes():
    members = [VersionFactory()]
    ReleaseFactory(number="1.0.0", members=members)
    ReleaseFactory(number="2.0.0", members=members, mandatory=members)

    assert front.newest(on=TODAY).changes == ""


@pytest.mark.parametrize("count", [1, 3])
def test_numbers_and_newest_take_six_queries(django_assert_num_queries, count):
    VolumeFactory.create_batch(count)
    ReleaseFactory(number="1.0.0", members=VersionFactory.create_batch(count))
    ReleaseFactory(number="1.1.0", members=VersionFactory.create_batch(count))

    with django_assert_num_queries(6):  # buyers, volumes, criteria; two releases, the members of each
        front.stats(on=TODAY, page_urls={})
        front.newest(on=TODAY)
