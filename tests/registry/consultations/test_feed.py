"""The feed of consultations: what is open, in voting and closed, once each, under a name that stays."""

import pytest
import time_machine
from django.utils.translation import override
from lxml import etree

from registry.consultations.feed import consultations_feed
from tests.factories.drafts import DraftFactory, in_consultation, in_vote, published, votes

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-09-23T12:00:00+02:00", tick=False):
        yield


def entries(language="en"):
    with override(language):
        feed = etree.fromstring(consultations_feed().text.encode())
    return [
        {name: entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("title", "id", "updated", "summary")}
        | {"link": entry.find("a:link", ATOM).get("href")}
        for entry in feed.findall("a:entry", ATOM)
    ]


def test_feed_without_entries_is_a_feed():
    assert entries() == []


def test_entry_says_until_when_comments_are_taken_and_leads_to_the_page():
    version = in_consultation().version

    [entry] = entries()

    assert entry["title"] == f"{version} Battery that lasts"
    assert entry["link"].endswith(f"/en/criterion/{version.criterion.slug}/1.0.1-rc.1/consultation/")
    assert "Open for comments since 1 September 2026." in entry["summary"]
    assert "Moved to another theme." in entry["summary"]


def test_entry_keeps_its_name_and_moves_up_when_its_candidate_goes_on():
    candidate = in_vote()
    in_consultation()
    [voted, _other] = entries()

    votes(candidate, ["approve"] * 3)
    published(candidate)
    [adopted, _other] = entries()

    assert voted["id"] == adopted["id"]
    assert (voted["updated"][:10], adopted["updated"][:10]) == ("2026-09-15", "2026-09-22")
    assert "Adopted on 22 September 2026" in adopted["summary"]


def test_name_is_the_same_in_every_language_and_the_link_is_the_readers():
    in_consultation()

    [english], [swedish] = entries(), entries("sv")

    assert english["id"] == swedish["id"]
    assert "/sv/criterion/" in swedish["link"]


def test_what_would_break_the_feed_is_left_out():
    in_consultation(DraftFactory(summary={"en": "More <b>cycles</b>."}))

    [entry] = entries()

    assert "More &lt;b&gt;cycles&lt;/b&gt;." in entry["summary"]
