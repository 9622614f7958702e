"""The notes of a release as everybody reads them: in the reader's language, else in one that is said."""

import json

import pytest
from django.conf import settings

from registry.models import Release
from registry.services.noting import save_note
from registry.takeaway.notes import newest_notes, notes_in
from tests.factories.drafts import secretary
from tests.factories.registry import ReleaseFactory, ReleaseNoteFactory, VersionFactory
from tests.factories.releases import issued, noted, release_draft, renoted
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db

NOTES = "//details[summary='Release notes']"


def released(**texts: dict[str, str]) -> Release:
    """A release in force with these notes by language, and the generated ones in English if that is not among them."""
    draft = noted(release_draft(VersionFactory.create(criterion__code="BAT-01")))
    for language in ("sv", "nb", "fi", "da"):
        draft = save_note(draft.pk, language, texts.get(language, {}), seen=draft.lock_version, actor=secretary())
    if "en" in texts:
        draft = save_note(draft.pk, "en", texts["en"], seen=draft.lock_version, actor=secretary())
    return issued(draft, on=draft.started_at.date())


def notes_on(client, language="en"):
    return parsed(client.get(f"/{language}/criteria/smartphones/1.0.0/"))


def test_notes_stand_on_the_page_by_group(client):
    released(
        en={"lead": "Batteries last longer.", "relaxed": "- LAB-01: less.", "stricter": "- BAT-01: more.\n- REP-01."}
    )

    page = notes_on(client)

    [details] = page.xpath(NOTES)
    assert [heading.text_content() for heading in details.xpath(".//h2")] == ["Stricter", "Relaxed"]
    assert [item.text_content() for item in details.xpath(".//li")] == ["BAT-01: more.", "REP-01.", "LAB-01: less."]
    assert details.xpath(".//p")[0].text_content() == "Batteries last longer."


def test_notes_are_in_the_language_of_the_reader(client):
    released(sv={"lead": "Batterier håller längre."})

    page = notes_on(client, "sv")

    [lead] = page.xpath("//details//div[@lang='sv']/p")
    assert lead.text_content() == "Batterier håller längre."


def test_fallback_is_labelled_and_in_its_own_language(client):
    released(en={"lead": "Batteries last longer."})

    response = client.get("/fi/criteria/smartphones/1.0.0/")

    assert all_words(response, "//details//div[@lang='en']/p") == ["Batteries last longer."]
    assert len(parsed(response).xpath("//details//div[@lang='en']/ancestor::details//*[contains(@class, 'alert')]")) > 0


def test_words_of_the_notes_are_escaped(client):
    released(en={"lead": "Less < more & <b>bold</b> {cycles}."})

    page = notes_on(client)

    assert page.xpath(f"{NOTES}//b") == []
    assert "Less < more & <b>bold</b> {cycles}." in page.xpath(NOTES)[0].text_content()


def test_imported_release_has_no_notes_and_shows_what_changed_as_before(client):
    ReleaseFactory(members=[VersionFactory()])
    ReleaseFactory(members=[VersionFactory()], number="2.0.0")

    page = notes_on(client)

    assert page.xpath(NOTES) == []
    assert page.xpath("//a[contains(@href, '/compare/1.0.0...2.0.0/')]/text()") == ["What changed from 1.0.0 to 2.0.0"]


def test_program_gets_the_notes_with_their_hashes(client):
    release = released(sv={"lead": "Längre."}, en={"lead": "Longer."})

    document = json.loads(client.get("/id/set/smartphones/v1.0.0.json").content)

    assert document["notes"] == {
        language: {
            "uri": f"{settings.BASE_URL}/id/set/smartphones/v1.0.0/{language}.r1",
            "revision": 1,
            "content_hash": release.notes.get(language=language).content_hash,
            "texts": {"lead": lead},
        }
        for language, lead in (("en", "Longer."), ("sv", "Längre."))
    }
    assert "notes" not in document["manifest"]


def test_newest_revision_is_shown():
    release = released(sv={"lead": "Längre."})
    ReleaseNoteFactory(release=release, language="sv", revision=2, blocks={"lead": "Mycket längre."})

    assert notes_in(release, "sv").lead == "Mycket längre."
    assert {code: note.revision for code, note in newest_notes(release).items()} == {"en": 1, "sv": 2}


@pytest.mark.parametrize(
    ("wanted", "there", "shown"),
    [("sv", ["en", "sv"], "sv"), ("fi", ["sv", "en"], "en"), ("fi", ["sv", "da"], "da"), ("sv", [], None)],
    ids=["own", "of the register", "any", "none"],
)
def test_language_that_is_shown(wanted, there, shown):
    release = ReleaseFactory(members=[VersionFactory()])
    for language in there:
        ReleaseNoteFactory(release=release, language=language)

    notes = notes_in(release, wanted)

    assert (notes and notes.language) == shown
    assert notes is None or notes.is_translated == (wanted == shown)


def test_page_shows_the_newest_revision_with_its_day_and_the_earlier_text(client):
    release = released(sv={"lead": "Längre."})
    renoted(release, "sv", {"lead": "Mycket längre."})

    page = notes_on(client, "sv")

    texts = [details.text_content() for details in page.xpath("//details[.//div[@lang='sv']]")]
    assert ["Mycket längre." in text for text in texts] == [True, False]
    assert "Längre." in texts[1]
    assert page.xpath("//details//a[contains(@href, '/sv.r')]/@href") == ["/id/set/smartphones/v1.0.0/sv.r1"]


def test_first_revision_says_nothing_of_revisions(client):
    released()

    page = notes_on(client)

    assert page.xpath("//a[contains(@href, '/en.r')]") == []
    assert "Revision" not in page.xpath(NOTES)[0].text_content()


def test_every_revision_has_an_address_for_ever(client):
    release = released(sv={"lead": "Längre."})
    note = renoted(release, "sv", {"lead": "Mycket längre."})

    answers = [client.get(f"/id/set/smartphones/v1.0.0/sv.r{revision}") for revision in (1, 2)]

    assert [answer.json()["texts"]["lead"] for answer in answers] == ["Längre.", "Mycket längre."]
    assert answers[1].json() == {
        "citation": "smartphones@1.0.0/sv.r2",
        "release": "smartphones@1.0.0",
        "language": "sv",
        "revision": 2,
        "content_hash": note.content_hash,
        "texts": {"lead": "Mycket längre."},
    }
    assert {answer["Cache-Control"] for answer in answers} == {"public, max-age=31536000, immutable"}
    assert answers[1]["ETag"] == f'"{note.content_hash}"'


def test_revision_that_is_not_there_names_those_that_are(client):
    released(sv={"lead": "Längre."})

    answer = client.get("/id/set/smartphones/v1.0.0/sv.r2")

    assert answer.status_code == 404
    assert "/id/set/smartphones/v1.0.0/sv.r1" in answer.content.decode()


def test_permanent_page_is_another_one_after_a_revision(client):
    release = released(sv={"lead": "Längre."})
    before = client.get("/id/set/smartphones/v1.0.0.json")
    renoted(release, "sv", {"lead": "Mycket längre."})

    after = client.get("/id/set/smartphones/v1.0.0.json", headers={"if-none-match": before["ETag"]})

    assert (after.status_code, after.json()["notes"]["sv"]["revision"]) == (200, 2)
    assert after.json()["content_hash"] == before.json()["content_hash"]


def test_feed_tells_of_a_revision(client):
    release = released(sv={"lead": "Längre."})
    renoted(release, "sv", {"lead": "Mycket längre."})

    feed = client.get("/en/criteria/smartphones/feed.atom").content.decode()

    assert "Release notes in Swedish, revision 2." in feed
