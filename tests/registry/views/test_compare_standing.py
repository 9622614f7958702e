"""A comparison says how both of its versions stand, as far as they are not simply in force."""

from datetime import date

import pytest

from registry.enums import StatusKind
from registry.views.compare import standings_beside
from tests.factories.history import followed_by, happened
from tests.factories.proposals import deprecation, erratum, taken, withdrawal
from tests.factories.registry import VersionFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
PAGE = "/en/criterion/bat-01/compare/1.0.0...1.1.0/"
STRIPS = "//p[@class='status-strip']"
JUNE = date(2026, 6, 1)


@pytest.fixture
def old():
    return VersionFactory(criterion__code="BAT-01")


@pytest.fixture
def new(old):
    return followed_by(old, "1.1.0")


def test_older_version_is_superseded_and_the_newer_says_nothing(client, new):
    response = client.get(PAGE)

    assert all_words(response, STRIPS) == ["Superseded since 4 May 2026: a newer version is in force. BAT-01@1.0.0"]
    assert parsed(response).xpath(f"{STRIPS}/span/a/@href") == ["/en/criterion/bat-01/1.0.0/"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (deprecation, "Deprecated since 1 June 2026: still in force, but a replacement is coming. BAT-01@1.1.0"),
        (withdrawal, "Withdrawn since 1 June 2026: do not use it in a new tender. BAT-01@1.1.0"),
    ],
)
def test_newer_version_says_that_it_should_not_be_used(client, new, step, said):
    taken(new, step())

    assert all_words(client.get(PAGE), STRIPS)[1] == said


def test_erratum_of_either_is_shown_with_the_number_of_its_version(client, old, new):
    taken(old, erratum())
    taken(new, erratum(words={"en": "Read 800 for 80."}))

    response = client.get(PAGE)

    assert all_words(response, "//p[@class='ds-alert'][@lang]") == [
        "BAT-01@1.0.0: Read 80 % for 8 %.",
        "BAT-01@1.1.0: Read 800 for 80.",
    ]


def test_other_versions_of_the_line_say_nothing(client, old, new):
    third = followed_by(new, "1.2.0", JUNE)
    taken(third, erratum())

    assert all_words(client.get(PAGE), "//p[@class='ds-alert'][@lang]") == []


def test_standings_are_in_the_order_of_the_line_older_first(old, new, django_assert_num_queries):
    happened(new, StatusKind.DEPRECATED, JUNE)
    line = list(old.criterion.versions.newest_first().prefetch_related("events"))

    with django_assert_num_queries(0):
        rows = standings_beside(line, (new, old), on=JUNE, language="en")

    assert [(version, standing.kind) for version, standing in rows] == [(old, "superseded"), (new, "deprecated")]


def test_version_compared_with_itself_is_told_once(client, old):
    taken(old, erratum())

    response = client.get("/en/criterion/bat-01/compare/1.0.0...1.0.0/")

    assert all_words(response, "//p[@class='ds-alert'][@lang]") == ["BAT-01@1.0.0: Read 80 % for 8 %."]
