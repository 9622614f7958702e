"""The newest experiences as Atom: for everyone, in every reader, the same entry for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from lxml import etree

from portal.experiences.enums import Audience
from portal.experiences.feeds import NEWEST, newest_feed
from portal.experiences.models import Face, TenderExperience
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


def feed():
    return etree.fromstring(newest_feed().text.encode())


def texts(path):
    return feed().xpath(path, namespaces=ATOM)


def test_feed_says_what_it_is():
    root = feed()

    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.get(LANG) == "en"
    assert root.findtext("a:id", namespaces=ATOM) == "tag:127.0.0.1,2026:experiences"
    assert root.findtext("a:author/a:name", namespaces=ATOM) == "Joint Demand"
    assert root.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [
        "http://127.0.0.1:8000/en/experiences/feed.atom"
    ]
    assert root.xpath("a:updated", namespaces=ATOM) != []


def test_entry_tells_of_one_experience():
    edition = EditionFactory(
        title="Telefoner",
        language="sv",
        summary="Ramavtal.",
        experience__reference="TE-A",
        experience__organisation__name="City of Lund",
    )
    CitationFactory(edition=edition, version=VersionFactory(criterion__code="BAT-01"))
    experience = published(edition)
    TenderExperience.objects.update(published_at=MAY)
    Face.objects.update(published_at=MAY + timedelta(days=3))

    [entry] = feed().findall("a:entry", ATOM)

    assert (entry.get(LANG), entry.findtext("a:title", namespaces=ATOM)) == ("sv", "Telefoner")
    assert entry.findtext("a:id", namespaces=ATOM) == "tag:127.0.0.1,2026-05-04:TE-A"
    assert entry.findtext("a:published", namespaces=ATOM) == "2026-05-04T12:00:00+00:00"
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-05-07T12:00:00+00:00"
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == "City of Lund"
    assert entry.findtext("a:summary", namespaces=ATOM) == "<p>Ramavtal.</p>"
    assert entry.xpath("a:category/@term", namespaces=ATOM) == ["BAT-01@1.0.0"]
    assert entry.xpath("a:link/@href", namespaces=ATOM) == [f"http://127.0.0.1:8000/en/experiences/{experience.slug}/"]


def test_identity_is_the_same_in_every_language_and_after_a_correction():
    experience = published(title="First")
    before = texts("a:entry/a:id/text()")

    published(EditionFactory(experience=experience, number=2, title="Corrected"))
    with override("fi"):
        after = texts("a:entry/a:id/text()")

    assert after == before
    assert texts("a:entry/a:title/text()") == ["Corrected"]


def test_feed_has_what_everyone_may_see_and_nothing_else():
    published(title="Public", bids=7717, again_text="TRACE", outcome_visibility=Audience.MEMBERS)
    published(title="For members", visibility=Audience.MEMBERS)
    EditionFactory(title="Draft")

    assert texts("a:entry/a:title/text()") == ["Public"]
    assert [trace for trace in ("7717", "TRACE") if trace in newest_feed().text] == []


def test_fictional_records_are_no_news():
    published(title="Fictional", experience__organisation__is_fictional=True)
    published(title="Case", experience__organisation=None, experience__buyer="Ministry")

    assert texts("a:entry/a:title/text()") == ["Case"]


def test_markup_in_a_text_stays_text():
    published(title="<b>Phones</b>", summary="<script>alert(1)</script> & more")

    assert texts("a:entry/a:title/text()") == ["<b>Phones</b>"]
    assert texts("a:entry/a:summary/text()") == ["<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</p>"]


def test_control_character_of_one_record_does_not_take_the_feed_from_all():
    published(title="Phones\x0c", summary="Two\x01 lots\ufffe", experience__organisation__name="City\x0b")

    assert texts("a:entry/a:title/text()") == ["Phones"]
    assert texts("a:entry/a:summary/text()") == ["<p>Two lots</p>"]


def test_entry_without_summary_says_who_and_when():
    published(summary="", year=2025, experience__organisation__name="City of Lund")

    assert texts("a:entry/a:summary/text()") == ["<p>City of Lund, 2025</p>"]


def test_feed_is_the_newest_in_the_order_of_their_publication():
    for number in range(NEWEST + 1):
        published(title=f"Tender {number}")
        Face.objects.filter(title=f"Tender {number}").update(published_at=MAY + timedelta(days=number))

    assert texts("a:entry/a:title/text()") == [f"Tender {number}" for number in range(NEWEST, 0, -1)]


@pytest.mark.parametrize("count", [1, 3])
def test_feed_takes_one_query(django_assert_num_queries, count):
    for _each in range(count):
        published(CitationFactory().edition)

    with django_assert_num_queries(1):
        newest_feed()
