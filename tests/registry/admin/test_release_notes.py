"""The notes of a release in the admin: one language beside its source; what was edited is never lost unasked."""

import pytest

from registry.services.assembling import save_members
from registry.services.noting import generated_for, save_note
from tests.factories.drafts import secretary
from tests.factories.registry import VersionFactory
from tests.factories.releases import RELEASED, chosen, issued, noted, ready, release_draft
from tests.registry.admin.coordinators import at_noon, signed_in
from tests.registry.admin.pages import alerts_of, parsed, texts_of
from tests.registry.admin.releasing import form_on, page_of

pytestmark = pytest.mark.django_db

GENERATED = "- BAT-01 1.0.0, Battery that lasts."


@pytest.fixture(autouse=True)
def _day():
    with at_noon(RELEASED):
        yield


@pytest.fixture
def battery():
    return VersionFactory(criterion__code="BAT-01")


def write(draft, language, **blocks):
    return save_note(draft.pk, language, blocks, seen=draft.lock_version, actor=secretary())


def states(client, draft):
    rows = client.get(page_of(draft, "notes")).context["languages"]
    return {row.code: row.state for row in rows}


def press(client, draft):
    return client.post(page_of(draft, "notes"), form_on(client, page_of(draft, "notes")), follow=True)


def test_overview_says_how_each_language_stands(client, battery):
    signed_in(client)
    draft = noted(release_draft(battery))
    draft = write(draft, "fi")
    draft = write(draft, "sv", lead="Redigerad.")

    assert states(client, draft) == {
        "en": "as generated",
        "sv": "edited",
        "nb": "as generated",
        "fi": "not written yet",
        "da": "as generated",
    }
    members = chosen(battery, VersionFactory())
    save_members(draft.pk, members, effective_on=None, seen=draft.lock_version, actor=secretary())
    assert set(states(client, draft).values()) == {"the members have changed since", "not written yet"}


def test_notes_are_generated_in_every_language(client, battery):
    user = signed_in(client)
    draft = release_draft(battery)

    page = press(client, draft)

    draft.refresh_from_db()
    assert sorted(draft.notes) == ["da", "en", "fi", "nb", "sv"]
    assert user in draft.writers.all()
    assert "The notes are written anew." in page.content.decode()


def test_generating_says_what_it_left_alone(client, battery):
    signed_in(client)
    draft = write(noted(release_draft(battery)), "sv", lead="Redigerad.")

    page = press(client, draft)

    draft.refresh_from_db()
    assert draft.note("sv") == {"lead": "Redigerad."}
    assert "but not where somebody has edited them: Swedish." in page.content.decode()


def test_page_of_a_language_begins_with_what_is_generated(client, battery):
    signed_in(client)
    draft = release_draft(battery)

    sent = form_on(client, page_of(draft, "note", "en"))

    assert [text.strip() for text in sent["added"]] == [GENERATED]


def test_note_is_edited_beside_its_source(client, battery):
    signed_in(client)
    draft = write(release_draft(battery), "en", lead="Longer lives.", added="- BAT-01.")

    page = parsed(client.get(page_of(draft, "note", "sv")))
    client.post(page_of(draft, "note", "sv"), form_on(client, page_of(draft, "note", "sv")) | {"lead": "Längre liv."})

    assert "Longer lives." in " ".join(texts_of(page, "//*[@lang='en']"))
    assert page.xpath("//textarea/@lang") == ["sv"] * 7
    draft.refresh_from_db()
    assert draft.note("sv")["lead"] == "Längre liv."


def test_too_long_a_note_is_said_at_its_field(client, battery):
    signed_in(client)
    draft = release_draft(battery)

    sent = form_on(client, page_of(draft, "note", "en")) | {"lead": "x" * 2001}
    answer = client.post(page_of(draft, "note", "en"), sent)

    assert "What matters most" in alerts_of(answer)[0]
    assert parsed(answer).xpath("//textarea[@name='lead']")[0].text.strip() == "x" * 2001


def test_second_tab_keeps_what_was_typed_and_sees_what_was_saved(client, battery):
    signed_in(client)
    draft = release_draft(battery)
    sent = form_on(client, page_of(draft, "note", "en")) | {"lead": "Mine."}
    write(draft, "en", lead="Theirs.")

    answer = client.post(page_of(draft, "note", "en"), sent)

    assert answer.status_code == 409
    page = parsed(answer)
    assert page.xpath("//textarea[@name='lead']")[0].text.strip() == "Mine."
    assert "Theirs." in texts_of(page, "//*[@id='saved-content']//p")
    [form] = page.xpath("//main//form")
    client.post(page_of(draft, "note", "en"), dict(form.form_values()))
    draft.refresh_from_db()
    assert draft.note("en")["lead"] == "Mine."


def test_generated_text_takes_the_place_of_an_edited_one_after_one_question(client, battery):
    signed_in(client)
    draft = write(release_draft(battery), "en", lead="Edited.")
    assert page_of(draft, "replace-note", "en") in client.get(page_of(draft, "note", "en")).content.decode()

    page = client.get(page_of(draft, "replace-note", "en"))
    draft.refresh_from_db()
    assert (draft.note("en"), "Edited." in page.content.decode()) == ({"lead": "Edited."}, True)
    answer = client.post(page_of(draft, "replace-note", "en"), form_on(client, page_of(draft, "replace-note", "en")))

    draft.refresh_from_db()
    assert answer["Location"] == page_of(draft, "note", "en")
    assert draft.note("en") == generated_for(draft, "en")


def test_question_that_is_out_of_date_replaces_nothing(client, battery):
    signed_in(client)
    draft = write(release_draft(battery), "en", lead="Edited.")
    sent = form_on(client, page_of(draft, "replace-note", "en"))
    draft = write(draft, "en", lead="Edited again.")

    answer = client.post(page_of(draft, "replace-note", "en"), sent, follow=True)

    draft.refresh_from_db()
    assert draft.note("en") == {"lead": "Edited again."}
    assert "was saved meanwhile" in answer.content.decode()


@pytest.mark.parametrize("name", ["note", "replace-note"])
def test_language_that_there_is_not_is_not_found(client, battery, name):
    signed_in(client)

    assert client.get(page_of(release_draft(battery), name, "de")).status_code == 404


def test_published_notes_are_read_and_not_written(client, battery):
    signed_in(client)
    draft = ready(battery)
    sent = form_on(client, page_of(draft, "note", "en"))
    issued(draft)

    page, answer = client.get(page_of(draft, "note", "en")), client.post(page_of(draft, "note", "en"), sent)

    assert (parsed(page).xpath("//main//form"), GENERATED.removeprefix("- ") in page.content.decode()) == ([], True)
    assert answer.status_code == 200
    assert "not possible now" in str(answer.context["form"].non_field_errors())
