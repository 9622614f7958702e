"""What templates ask of adaptations."""

import pytest
from django.template import Context, Template
from django.utils.timezone import localdate

from registry.models import Adaptation
from registry.templatetags.adapting import newer_than, status_label, step_label
from tests.factories.adaptations import changes, cycles, followed_by, published_adaptation, smartphones
from tests.factories.members import OrganisationFactory
from tests.factories.registry import ReleaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    return smartphones("BAT-01")


def test_newer_release_of_the_same_set_is_told(release):
    newer = ReleaseFactory(criteria_set=release.criteria_set, number="1.10.0")

    newest = {release.criteria_set_id: newer}

    assert (newer_than(newest, release), newer_than(newest, newer)) == (newer, None)


def test_release_of_another_set_is_not_newer(release):
    other = ReleaseFactory(criteria_set__slug="laptops", number="9.0.0")

    assert newer_than({other.criteria_set_id: other}, release) is None


def test_status_is_told_in_words(release):
    first = published_adaptation(release=release)
    second = followed_by(first, changes(cycles("1300")))

    rows = Adaptation.objects.with_status(on=localdate()).in_bulk()

    assert [status_label(rows[each.pk]) for each in (first, second)] == ["superseded", "published"]


def test_status_before_its_first_day_is_a_dash(release):
    adaptation = published_adaptation(release=release)

    [row] = Adaptation.objects.filter(pk=adaptation.pk).with_status(on=release.sealed_at.date().replace(year=2000))

    assert status_label(row) == "–"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("start", "begun"),
        ("rebase", "moved to another release"),
        ("publish", "published"),
        ("abandon", "given up"),
        ("withdraw", "withdrawn"),
        ("something-else", "something-else"),
    ],
)
def test_step_is_told_in_words(name, label):
    assert step_label(name) == label


@pytest.mark.parametrize("count", [1, 3])
def test_adaptations_of_a_city_take_two_queries(release, count, django_assert_num_queries):
    city = OrganisationFactory()
    for number in range(count):
        other = smartphones(f"END-{number:02}", criteria_set__slug=f"set-{number}")
        published_adaptation(organisation=city, release=other, changed=changes())
    template = Template("{% load adapting %}{% adaptations_of organisation %}")

    with django_assert_num_queries(2):
        shown = template.render(Context({"organisation": city}))

    assert shown.count('<li class="card flow">') == count
