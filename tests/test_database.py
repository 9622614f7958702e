"""The test database itself: what a test commits is gone for the next one, and threads meet in one database."""

import pytest
from django.db import IntegrityError
from wagtail.models import Locale, Page, Site

from registry.models import Criterion, Register
from tests.factories.registry import CriterionFactory, RegisterFactory, VersionFactory
from tests.races import race


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_committed_rows_are_gone_in_the_next_test_and_base_rows_are_back(turn):
    before = (Register.objects.count(), Site.objects.count(), Locale.objects.count(), Page.objects.count() > 0)
    Site.objects.all().delete()
    VersionFactory()

    assert before == (0, 1, 1, True)


@pytest.mark.django_db(transaction=True)
def test_two_threads_that_insert_one_code_meet_in_the_database():
    register = RegisterFactory()

    def insert():
        return CriterionFactory(register=register, code="BAT-01")

    results = race(insert, insert)

    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [IntegrityError]
    assert Criterion.objects.count() == 1
