"""Every error of the registry names the thing, the obstacle and the way out, in the reader's language."""

import re

import pytest
from django.utils.translation import override

from registry import errors
from registry.errors import KindChanged, RegistryError, TooEarly
from tests.factories.registry import VersionFactory

ERRORS = sorted(RegistryError.__subclasses__(), key=lambda error: error.__name__)
DETAILS = {
    "language": "sv",
    "least": "2.0.0",
    "newest": "BAT-01@1.0.0/sv.r2",
    "old": "award",
    "new": "selection",
    "target": "BAT-02",
    "status": "withdrawn",
    "since": "May",
    "day": "April",
    "state": "in voting",
    "faults": "a title is missing.",
    "head": "BAT-01@1.1.0",
    "block": "title",
    "count": 2,
    "reasons": "the quorum is missing.",
    "keys": "BAT-01/levels.1.cycles",
    "languages": "Swedish",
    "other": "BAT-01@0.9.0",
    "wanted": "two criteria",
}
each_error = pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)


def said(error: type[RegistryError]) -> str:
    with override("en"):
        return str(error("BAT-01", **DETAILS, register="joint-demand"))


@each_error
def test_error_names_the_thing_and_leaves_no_gap(error):
    assert "BAT-01" in said(error)
    assert re.findall(r"%\(|\{", said(error)) == []


@each_error
def test_error_is_an_obstacle_and_then_a_way_out(error):
    sentences = re.split(r"(?<=\.) (?=[A-Z])", said(error))

    assert len(sentences) == 2
    assert sentences[1].endswith(".")


def test_errors_are_all_of_one_family():
    """So that a view catches the family and shows the message as it stands."""
    named = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception) and value.__module__ == errors.__name__
    }

    assert named == {"RegistryError", *(error.__name__ for error in ERRORS)}


@pytest.mark.django_db
def test_error_calls_a_row_by_what_is_cited():
    version = VersionFactory(criterion__code="BAT-01", number="1.2.0")

    with override("en"):
        early = str(TooEarly(version, since="2026-06-01", day="2026-05-01"))
        changed = str(KindChanged(version.criterion, old="Award criterion", new="Contract clause"))

    assert early.startswith("BAT-01@1.2.0 takes effect on 2026-06-01, so nothing can follow it or end it on 2026-05-01")
    assert changed.startswith("BAT-01 cannot change its kind from Award criterion to Contract clause.")
