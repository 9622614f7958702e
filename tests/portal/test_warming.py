"""What is read before the first page."""

import gc
import subprocess
import sys

import pytest
from django.utils.translation import trans_real

from portal.warming import YOUNG, warm


@pytest.fixture
def thawed():
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_database_is_not_asked(db, django_assert_num_queries, thawed):
    with django_assert_num_queries(0):
        warm()


def test_catalogue_of_every_language_is_there(thawed, settings):
    warm()

    assert {trans_real.to_language(locale) for locale in trans_real._translations} >= {
        code for code, _ in settings.LANGUAGES
    }


def test_what_is_there_is_left_alone_by_the_garbage_collector(thawed):
    warm()

    assert gc.get_freeze_count() > 100_000


def test_new_objects_are_looked_at_less_often_than_requests_come(thawed):
    warm()

    assert gc.get_threshold()[0] == YOUNG


def test_application_is_warm_when_it_is_imported():
    code = "import portal.wsgi, gc; print(gc.get_freeze_count() > 100_000)"
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PATH": "/usr/bin"}

    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True"]
