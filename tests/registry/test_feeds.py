"""Feeds of what happens in the register: each thing once, in the reader's words, under a name that stays."""

from datetime import date

import pytest
import time_machine
from django.db import transaction
from django.utils.translation import override
from lxml import etree

from registry.enums import StatusKind
from registry.feeds import NEWEST, changes_feed, criterion_scope, register_scope, set_scope
from registry.sealed.chain import append_event
from registry.services.candidates import rework
from registry.services.sealing import seal_translation
from tests.factories.adaptations import published_adaptation
from tests.factories.drafts import carried, in_consultation, published, secretary
from tests.factories.registry import (
    CriteriaSetFactory,
    CriterionFactory,
    ReleaseFactory,
    VersionFactory,
    translated,
)

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
TODAY = date(2026, 9, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-09-23T12:00:00+02:00", tick=False):
        yield


def feed(scope, language="en"):
    """The feed of a scope, which is made in the reader's language, too."""
    with override(language):
        return etree.fromstring(changes_feed(scope()).text.encode())


def entries(scope=register_scope, language="en"):
    return [
        {name: entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("title", "id", "updated", "summary")}
        | {
            "link": entry.find("a:link", ATOM).get("href"),
            "lang": entry.get("{http://www.w3.org/XML/1998/namespace}lang"),
        }
        for entry in feed(scope, language).findall("a:entry", ATOM)
    ]


def titles(scope=register_scope, language="en"):
    return [entry["title"] for entry in entries(scope, language)]


@transaction.atomic
def happened(version, kind, on=TODAY, **details):
    return append_event(version, kind, effective_on=on, details={"origin": "test", **details})


def test_what_a_city_adapts_is_no_news_of_the_register():
    adaptation = published_adaptation(on=TODAY)

    assert [event.subject for event in adaptation.events.all()] == [adaptation]
    assert [title for title in titles() if adaptation.city in title] == []
    assert len(titles()) == 3  # two criteria and their release


def test_feed_without_entries_is_a_feed_that_never_changes():
    root = feed(register_scope)

    assert root.findall("a:entry", ATOM) == []
    assert root.findtext("a:updated", namespaces=ATOM) == "2026-01-01T00:00:00+00:00"


def test_published_version_is_told_with_its_day_and_leads_to_its_page():
    version = VersionFactory(criterion__code="BAT-01")

    [entry] = entries()

    assert entry["title"] == f"{version} Battery that lasts: published"
    assert entry["link"] == "http://127.0.0.1:8000/en/criterion/bat-01/1.0.0/"
    assert entry["summary"] == "<p>In force since 2 February 2026.</p>"
    assert (entry["updated"], entry["lang"]) == ("2026-09-23T10:00:00+00:00", "en")


def test_name_of_an_entry_is_the_same_in_every_language_and_each_event_has_its_own():
    version = VersionFactory(criterion__code="BAT-01")
    for note in ("A comma.", "A date."):
        happened(version, StatusKind.ERRATUM, note={"en": note})

    names = [entry["id"] for entry in entries()]

    assert names == [entry["id"] for entry in entries(language="sv")]
    assert names == [
        f"tag:127.0.0.1,2026-09-23:BAT-01@1.0.0:{kind}:{sequence}"
        for kind, sequence in (("erratum", 3), ("erratum", 2), ("published", 1))
    ]


def test_way_of_a_candidate_is_told_step_by_step_and_ends_in_the_version():
    candidate = carried()
    version, base = candidate.version, candidate.version.base_version

    final = published(candidate)

    assert titles() == [
        f"{version} Battery that lasts: adopted",
        f"{base} Battery that lasts: superseded",
        f"{final} Battery that lasts: published",
        f"{version} Battery that lasts: in voting",
        f"{version} Battery that lasts: in consultation",
        f"{base} Battery that lasts: published",
    ]


def test_candidate_leads_to_its_consultation_and_says_what_changes():
    version = in_consultation().version

    entry = entries()[0]

    assert entry["link"].endswith(f"/en/criterion/{version.criterion.slug}/1.0.1-rc.1/consultation/")
    assert entry["summary"] == (
        "<p>In consultation since 1 September 2026: the text may still change.</p>\n\n<p>Moved to another theme.</p>"
    )


def test_version_that_follows_another_leads_to_the_difference():
    final = published(carried())

    [_adopted, _superseded, entry, *_] = entries()

    address = f"http://127.0.0.1:8000/en/criterion/{final.criterion.slug}/compare/1.0.0...1.0.1/"
    assert entry["summary"].endswith(f'<p><a href="{address}">See what changed</a></p>')


def test_what_is_announced_ahead_is_told_at_once_with_its_day():
    happened(VersionFactory(), StatusKind.DEPRECATED, date(2027, 1, 1), reason={"en": "A new law."})

    entry = entries()[0]

    assert entry["summary"] == "<p>Takes effect on 1 January 2027.</p>\n\n<p>A new law.</p>"
    assert entry["updated"] == "2026-09-23T10:00:00+00:00"


def test_what_was_announced_ahead_does_not_change_when_its_day_comes():
    happened(VersionFactory(), StatusKind.DEPRECATED, date(2027, 1, 1), reason={"en": "A new law."})
    before = changes_feed(register_scope())

    with time_machine.travel("2027-01-02T12:00:00+01:00", tick=False):
        assert changes_feed(register_scope()) == before


def test_erratum_is_told_by_its_note_alone():
    happened(VersionFactory(), StatusKind.ERRATUM, note={"en": "Read 800 <cycles>.", "sv": "Läs 800 <cykler>."})

    assert entries()[0]["summary"] == "<p>Read 800 &lt;cycles&gt;.</p>"
    assert entries(language="sv")[0]["summary"] == "<p>Läs 800 &lt;cykler&gt;.</p>"


def test_withdrawal_says_why():
    happened(VersionFactory(), StatusKind.WITHDRAWN, reason={"en": "The law asks for more."})

    assert entries()[0]["summary"] == (
        "<p>Withdrawn since 23 September 2026: do not use it in a new tender.</p>\n\n<p>The law asks for more.</p>"
    )


def test_reason_in_another_language_is_better_than_none():
    happened(VersionFactory(), StatusKind.WITHDRAWN, reason={"fi": "Laki vaatii enemmän."})

    assert entries()[0]["summary"].endswith("<p>Laki vaatii enemmän.</p>")


def test_candidate_that_is_taken_back_is_told():
    candidate = in_consultation()
    rework(candidate.draft_id, reason="More to do.", on=TODAY, actor=secretary())

    entry = entries()[0]

    assert entry["title"] == f"{candidate.version} Battery that lasts: lapsed"
    assert entry["summary"] == "<p>Lapsed on 23 September 2026: it was never published.</p>"
    assert entry["link"].endswith("/1.0.1-rc.1/")


def test_reason_of_a_coordinator_for_taking_back_is_not_told():
    """It stays in the log, where the other coordinators read it."""
    candidate = in_consultation()
    rework(candidate.draft_id, reason="Between us.", on=TODAY, actor=secretary())

    assert "Between us." not in changes_feed(register_scope()).text


def test_later_revision_is_another_entry_beside_the_first():
    version = VersionFactory()
    for word in ("Batteri", "Ackumulator"):
        seal_translation(version, "sv", {**translated(version, "sv"), "title": word})

    told = [entry for entry in entries(language="sv") if "/sv.r" in entry["id"]]

    assert [entry["title"] for entry in told] == [f"{version} Ackumulator", f"{version} Batteri"]
    assert [entry["id"].rpartition("/")[2] for entry in told] == ["sv.r2", "sv.r1"]


def test_translation_without_a_title_is_named_by_its_version():
    version = VersionFactory()
    seal_translation(version, "sv", {"purpose": "Ett syfte."})

    assert f"{version}" in titles(language="sv")


def test_translation_is_told_to_the_readers_of_its_language():
    version = VersionFactory()
    seal_translation(version, "sv", translated(version, "sv"))

    [_published, swedish] = entries(language="sv")

    assert swedish["title"] == f"{version} Battery that lasts [sv]"
    assert swedish["id"] == f"tag:127.0.0.1,2026-09-23:{version}/sv.r1"
    assert len(titles(language="en")) == 1


def test_translation_of_a_candidate_is_told_with_the_version_it_becomes():
    candidate = in_consultation()
    seal_translation(candidate.version, "sv", translated(candidate.version, "sv"))

    assert [title for title in titles(language="sv") if "[sv]" in title] == [
        f"{candidate.version} Battery that lasts [sv]: i samråd"
    ]


def test_title_that_is_not_translated_says_its_language():
    VersionFactory()

    assert [entry["lang"] for entry in entries(language="fi")] == ["en"]


def test_release_is_told_with_the_name_of_its_set():
    release = ReleaseFactory(members=[VersionFactory()])

    [entry, _version] = entries()

    assert entry["title"] == f"{release} Circular and fair smartphones: published"
    assert entry["link"] == "http://127.0.0.1:8000/en/criteria/smartphones/1.0.0/"
    assert entries(language="sv")[0]["title"].startswith(f"{release} Cirkulära och rättvisa telefoner")


def test_set_tells_of_its_releases_and_of_what_they_hold_or_held():
    kept, gone, elsewhere = (VersionFactory() for _number in range(3))
    first = ReleaseFactory(members=[kept, gone])
    second = ReleaseFactory(members=[kept], number="2.0.0")
    ReleaseFactory(criteria_set=CriteriaSetFactory(slug="laptops"), members=[elsewhere])

    told = titles(lambda: set_scope(first.criteria_set))

    assert [title.split()[0] for title in told] == [str(each) for each in (second, first, gone, kept)]


def test_criterion_tells_of_itself_alone():
    version, _other = VersionFactory(), VersionFactory()

    assert titles(lambda: criterion_scope(version.criterion)) == [f"{version} Battery that lasts: published"]


def test_feeds_have_names_and_addresses_of_their_own():
    criteria_set = CriteriaSetFactory()
    criterion = CriterionFactory(code="BAT-01")
    scopes = (register_scope, lambda: set_scope(criteria_set), lambda: criterion_scope(criterion))

    roots = [feed(scope, "sv") for scope in scopes]

    assert [root.findtext("a:id", namespaces=ATOM) for root in roots] == [
        f"tag:127.0.0.1,2026:{name}" for name in ("criteria", "set:smartphones", "criterion:BAT-01")
    ]
    assert [root.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM) for root in roots] == [
        f"http://127.0.0.1:8000/sv/{path}feed.atom"
        for path in ("criteria/", "criteria/smartphones/", "criterion/bat-01/")
    ]
    assert [root.findtext("a:title", namespaces=ATOM) for root in roots[1:]] == [
        "Cirkulära och rättvisa telefoner – Joint Demand",
        "BAT-01 – Joint Demand",
    ]


def test_newest_come_first_and_no_more_than_fit():
    version = VersionFactory()
    for number in range(NEWEST):
        happened(version, StatusKind.ERRATUM, note={"en": f"Note {number}."})

    told = entries()

    assert (len(told), told[0]["summary"]) == (NEWEST, f"<p>Note {NEWEST - 1}.</p>")


@pytest.mark.parametrize("count", [1, 3])
def test_feed_takes_three_queries(django_assert_num_queries, count):
    for _number in range(count):
        version = VersionFactory()
        VersionFactory(criterion=version.criterion, number="1.1.0", base_version=version)
        seal_translation(version, "sv", translated(version, "sv"))

    with override("sv"), django_assert_num_queries(3):  # events, the titles of their versions, translations
        changes_feed(register_scope())


@pytest.mark.parametrize("language", ["en", "sv", "nb", "fi", "da"])
def test_feed_is_in_the_language_of_its_address(language):
    version = VersionFactory()

    root = feed(register_scope, language)

    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links["self"].endswith(f"/{language}/criteria/feed.atom")
    assert links["alternate"].endswith(f"/{language}/criteria/")
    [entry] = root.findall("a:entry", ATOM)
    assert entry.find("a:link", ATOM).get("href").endswith(f"/{language}/criterion/{version.criterion.slug}/1.0.0/")


def test_categories_name_the_thing_and_what_happened_to_it():
    version = VersionFactory()

    [entry] = feed(register_scope).findall("a:entry", ATOM)

    assert [each.get("term") for each in entry.findall("a:category", ATOM)] == [f"{version}", "published"]
