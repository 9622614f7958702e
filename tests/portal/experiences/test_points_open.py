"""Open points of members, as the pages about a draft show them."""

import pytest
from django.template import Context, Template
from django.utils import timezone

from portal.experiences.models import CriterionFeedback
from portal.experiences.templatetags.draft_citations import points_open
from tests.factories.experiences import FeedbackFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


def test_points_of_all_versions_that_nobody_has_answered_are_shown():
    old = VersionFactory()
    new = VersionFactory(criterion=old.criterion, number="1.1.0", base_version=old)
    points = [FeedbackFactory(version=old), FeedbackFactory(version=new)]
    FeedbackFactory()

    assert points_open(old.criterion) == points


def test_answered_and_withdrawn_points_are_not():
    point = FeedbackFactory()
    CriterionFeedback.objects.filter(pk=point.pk).update(withdrawn_at=timezone.now())

    assert points_open(point.version.criterion) == []


def test_criterion_that_is_new_has_none():
    page = Template("{% load draft_citations %}{% points_open criterion as points %}{{ points|length }}")

    assert page.render(Context({"criterion": None})) == "0"
