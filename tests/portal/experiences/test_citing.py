"""Which versions can be cited, and how each stands on the day of citing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.experiences.enums import CitedAs
from portal.experiences.errors import NotCitable
from portal.experiences.services.citing import cited_as
from registry.enums import StatusKind
from registry.models import CriterionVersion
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ENDS = {
    CitedAs.DEPRECATED: lambda version: happened(version, StatusKind.DEPRECATED),
    CitedAs.SUPERSEDED: lambda version: followed_by(version, "2.0.0"),
    CitedAs.WITHDRAWN: withdrawn,
}


def today(version):
    return CriterionVersion.objects.with_status(on=TODAY).select_related("criterion").get(pk=version.pk)


def test_version_in_force_is_cited_as_such():
    assert cited_as(today(VersionFactory()), 2) is CitedAs.IN_FORCE


@pytest.mark.parametrize("standing", ENDS)
def test_version_of_the_past_can_be_cited_and_is_marked(standing):
    version = VersionFactory()
    ENDS[standing](version)

    assert cited_as(today(version), 1) is standing


def test_version_that_ends_tomorrow_is_in_force_today():
    assert cited_as(today(withdrawn(VersionFactory(), TODAY + timedelta(days=1))), 1) is CitedAs.IN_FORCE


def test_candidate_cannot_be_cited():
    version = VersionFactory(criterion__code="BAT-01", number="1.0.0-rc.1", published=None)

    with pytest.raises(NotCitable) as refused:
        cited_as(today(version), 1)

    why = "it is a candidate. Cite the version that was published."
    assert str(refused.value) == f"BAT-01@1.0.0-rc.1 cannot be cited: {why}"


@pytest.mark.parametrize("published", [None, TODAY + timedelta(days=1)])
def test_version_that_is_not_in_force_yet_cannot_be_cited(published):
    with pytest.raises(NotCitable, match="it is not in force yet"):
        cited_as(today(VersionFactory(published=published)), 1)


def test_level_that_a_version_does_not_have_cannot_be_cited():
    with pytest.raises(NotCitable, match=r"it has no level 3\. Its levels: 1, 2\."):
        cited_as(today(VersionFactory()), 3)
