"""The box "What do I use now?" on the page of a version that is not simply in force."""

import pytest

from registry.enums import StatusKind, StepAfter
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.proposals import deprecation, replacement, taken, withdrawal
from tests.factories.registry import VersionFactory
from tests.registry.views.pages import all_words, form_of, parsed

pytestmark = pytest.mark.django_db
PAGE = "/en/criterion/bat-01/1.0.0/"
PERMANENT = "/id/criterion/bat-01/v1.0.0"
BOX = "//section[@aria-labelledby='use-now']"


@pytest.fixture
def battery():
    return VersionFactory(criterion__code="BAT-01")


def box(client, path=PAGE):
    return all_words(client.get(path), f"{BOX}//p")


def test_version_in_force_has_no_box(client, battery):
    assert box(client) == []


@pytest.mark.parametrize("path", [PAGE, PERMANENT])
def test_superseded_version_leads_to_the_newer_one_what_changed_and_the_basket(client, battery, path):
    followed_by(battery, "1.1.0")

    response = client.get(path)
    sent = form_of(response, f"{BOX}//form") | {"item": parsed(response).xpath(f"{BOX}//button/@value")[0]}
    client.post("/en/basket/add/", sent)

    assert all_words(response, f"{BOX}//a") == [
        "BAT-01@1.1.0 Battery that lasts",
        "What changed from 1.0.0 to 1.1.0",
        "See what was in force on a day",
    ]
    assert all_words(client.get("/en/basket/"), "//article/p[@class='code']") == ["BAT-01@1.1.0"]


def test_each_level_has_a_button_that_says_which(client, battery):
    followed_by(battery, "1.1.0")

    response = client.get(PAGE)

    assert parsed(response).xpath(f"{BOX}//button/@value") == ["BAT-01@1.1.0/L1", "BAT-01@1.1.0/L2"]
    assert all_words(response, f"{BOX}//button")[0] == "Put in the basket: Baseline BAT-01@1.1.0"


def test_split_version_names_every_heir_and_says_that_they_took_its_place(client, battery):
    heirs = [VersionFactory(criterion__code=code) for code in ("BAT-02", "BAT-03")]
    taken(battery, replacement(*heirs, kind=StepAfter.SPLIT))

    response = client.get(PAGE)

    assert all_words(response, "//p[@class='status-strip']") == [
        "Superseded since 1 June 2026: other criteria have taken its place."
    ]
    assert all_words(response, f"{BOX}//form//a") == [
        "BAT-02@1.0.0 Battery that lasts",
        "BAT-03@1.0.0 Battery that lasts",
    ]


def test_withdrawn_version_says_why_nothing_takes_its_place(client, battery):
    taken(battery, withdrawal())

    assert box(client)[0] == "Nothing takes its place: The law demands it of every phone now."


def test_withdrawn_version_without_any_word_on_it_says_that_nothing_is_there(client, battery):
    withdrawn(battery)

    assert box(client)[0] == "Nothing is in force that takes its place."


def test_deprecated_version_may_still_be_used(client, battery):
    taken(battery, deprecation(successors=[VersionFactory(criterion__code="BAT-02").criterion]))

    assert box(client)[:2] == [
        "This version may still be used. Better for a new tender:",
        "BAT-02@1.0.0 Battery that lasts",
    ]


def test_what_was_named_and_is_not_there_yet_is_said(client, battery):
    coming = VersionFactory(criterion__code="BAT-02", published=None)
    taken(battery, deprecation(successors=[coming.criterion]))

    assert box(client)[:2] == ["This version may still be used.", "Named to follow it, and not in force yet: BAT-02"]


def test_lapsed_candidate_leads_to_the_version_in_force(client, battery):
    candidate = VersionFactory(criterion=battery.criterion, number="1.1.0-rc.1", base_version=battery, published=None)
    happened(candidate, StatusKind.LAPSED)

    assert box(client, "/en/criterion/bat-01/1.1.0-rc.1/")[0] == (
        "BAT-01@1.0.0 Battery that lasts · What changed from 1.1.0-rc.1 to 1.0.0"
    )
