"""Later revisions of release notes in the admin: proposed in a language, confirmed by somebody else, never lost."""

import pytest

from registry.enums import ProposalState
from registry.models import NoteProposal, ReleaseNote
from tests.factories.accounts import sign_in_with_second_factor
from tests.factories.drafts import secretary
from tests.factories.registry import VersionFactory
from tests.factories.releases import RELEASED, issued, note_proposed, ready, renoted
from tests.registry.admin.coordinators import at_noon, signed_in
from tests.registry.admin.pages import alerts_of, parsed, texts_of
from tests.registry.admin.releasing import SETS, page_of
from tests.registry.admin.test_access_to_steps import STRANGERS
from tests.registry.services.test_renoting import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with at_noon(RELEASED):
        yield


@pytest.fixture
def release():
    return issued(ready(VersionFactory(criterion__code="BAT-01")))


def notes_of(release, *more):
    return "/".join([f"{SETS}published/{release.pk}/notes", *map(str, more), ""])


def said(client, release):
    return [str(message).strip() for message in client.get(notes_of(release)).context["messages"]]


def form_of(client, address):
    [form] = [each for each in parsed(client.get(address)).xpath("//form") if each.xpath(".//textarea")]
    return dict(form.form_values())


def press(client, proposal, step="confirm", seen=None):
    seen = proposal.lock_version if seen is None else seen
    return client.post(notes_of(proposal.release, proposal.pk, step), {"seen": seen})


def test_languages_are_listed_with_what_readers_see_and_what_waits(client, release):
    signed_in(client)
    renoted(release, "sv", {"lead": "Ett."})
    note_proposed(release, "fi", {"lead": "Yksi."})

    rows = texts_of(parsed(client.get(notes_of(release))), "//main//ul[@class='jd-list']/li")

    assert [row.split(",")[0] for row in rows] == [
        "English smartphones@1.0.0/en.r1",
        "Swedish smartphones@1.0.0/sv.r2",
        "Norwegian Bokmål smartphones@1.0.0/nb.r1",
        "Finnish smartphones@1.0.0/fi.r1",
        "Danish smartphones@1.0.0/da.r1",
    ]
    assert ["waits for a second coordinator" in row for row in rows] == [False, False, False, True, False]


def test_list_of_sets_and_notes_of_the_draft_lead_there(client, release):
    signed_in(client)

    assert notes_of(release) in client.get(SETS).content.decode()
    assert notes_of(release) in client.get(page_of(release.draft, "notes")).content.decode()


def test_form_begins_with_what_readers_see(client, release):
    signed_in(client)
    renoted(release, "sv", WORDS)

    sent = form_of(client, notes_of(release, "sv"))

    assert (sent["seen"], sent["lead"].strip(), sent["stricter"].strip()) == ("0", WORDS["lead"], WORDS["stricter"])


def test_coordinator_proposes_and_another_one_confirms(client, release):
    author = signed_in(client)
    sent = {**form_of(client, notes_of(release, "sv")), "lead": "Längre."}

    answer = client.post(notes_of(release, "sv"), sent)

    proposal = NoteProposal.objects.get()
    assert (answer["Location"], proposal.proposed_by) == (notes_of(release, "sv"), author)
    assert said(client, release) == ["The notes are proposed. They wait for a second coordinator."]
    assert b"Confirm and seal" not in client.get(notes_of(release, "sv")).content

    sign_in_with_second_factor(client, secretary())
    page = parsed(client.get(notes_of(release, "sv")))
    assert [text.strip() for text in texts_of(page, "//main//form//button")] == [
        "Confirm and seal",
        "Take back",
        "Propose",
    ]
    assert len(page.xpath("//section[contains(@id, 'waiting')]//div[contains(@class, 'jd-diff')]//ins")) == 1
    press(client, proposal)

    assert said(client, release) == ["smartphones@1.0.0/sv.r2 is sealed. Readers see it from now on."]
    assert release.notes.get(language="sv", revision=2).blocks["lead"] == "Längre."


def test_author_who_confirms_is_told_why_not(client, release):
    author = signed_in(client)
    proposal = note_proposed(release, "sv", WORDS, actor=author)

    press(client, proposal)

    assert said(client, release) == ["You proposed these notes yourself: another coordinator has to confirm them."]
    assert ReleaseNote.objects.filter(revision=2).count() == 0


@pytest.mark.parametrize("seen", ["", "x", "7"])
def test_text_that_was_not_read_is_not_confirmed(client, release, seen):
    signed_in(client)
    proposal = note_proposed(release, "sv", WORDS)

    press(client, proposal, seen=seen)

    assert "was saved meanwhile" in said(client, release)[0]
    assert ReleaseNote.objects.filter(revision=2).count() == 0


def test_proposal_is_taken_back(client, release):
    signed_in(client)
    proposal = note_proposed(release, "sv", WORDS)

    press(client, proposal, "take-back")

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.TAKEN_BACK
    assert said(client, release) == ["The proposed notes are taken back. Nothing has changed."]


def test_both_texts_are_there_after_a_conflict(client, release):
    signed_in(client)
    sent = {**form_of(client, notes_of(release, "sv")), "lead": "Mitt."}
    note_proposed(release, "sv", WORDS)

    answer = client.post(notes_of(release, "sv"), sent)

    page = parsed(answer)
    assert (answer.status_code, "was saved meanwhile" in alerts_of(answer)[0]) == (409, True)
    assert [text.strip() for text in texts_of(page, "//textarea[@name='lead']")] == ["Mitt."]
    assert page.xpath("//form[contains(@class, 'jd-editor')]//input[@name='seen']/@value") == ["1"]
    assert WORDS["lead"].split()[1] in texts_of(page, "//section[contains(@id, 'waiting')]")[0]


def test_what_says_nothing_new_is_refused_and_stays_typed(client, release):
    signed_in(client)
    sent = form_of(client, notes_of(release, "sv"))

    answer = client.post(notes_of(release, "sv"), sent)

    assert "word for word" in alerts_of(answer)[0]
    assert NoteProposal.objects.count() == 0


def test_notes_without_words_are_refused(client, release):
    signed_in(client)

    answer = client.post(notes_of(release, "sv"), {"seen": "0", "lead": " "})

    assert "has no words in Swedish" in alerts_of(answer)[0]


def test_language_release_and_proposal_that_are_not_there_are_not_found(client, release):
    signed_in(client)
    proposal = note_proposed(release, "sv", WORDS)

    assert client.get(notes_of(release, "de")).status_code == 404
    assert client.get(f"{SETS}published/{release.pk + 1}/notes/").status_code == 404
    assert client.post(notes_of(release, proposal.pk + 1, "confirm")).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_is_denied_every_page_and_method(client, release, who, method):
    proposal = note_proposed(release, "sv", WORDS)
    ways = [(), ("sv",), (proposal.pk, "confirm"), (proposal.pk, "take-back")]
    sign_in_with_second_factor(client, STRANGERS[who]())

    answers = [getattr(client, method)(notes_of(release, *way), {"seen": "1", "lead": "x"}) for way in ways]

    proposal.refresh_from_db()
    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, "/admin/")}
    assert (proposal.state, NoteProposal.objects.count()) == (ProposalState.WAITING, 1)


def order_on(client, address):
    """What stands on the page of a language, from top to bottom: panels by name, the form by its button."""
    blocks = "//main//section[contains(@class, 'w-panel')]//h2 | //main//form[contains(@class, 'jd-editor')]//button"
    return [text.strip() for text in texts_of(parsed(client.get(address)), blocks)]


def test_what_is_to_be_confirmed_is_read_before_the_form(client, release):
    signed_in(client)
    note_proposed(release, "sv", WORDS)

    assert order_on(client, notes_of(release, "sv")) == ["What is proposed", "Propose", "What readers see"]
    assert order_on(client, notes_of(release, "fi")) == ["Propose", "What readers see"]


def test_error_is_said_above_what_waits(client, release):
    signed_in(client)
    proposal = note_proposed(release, "sv", WORDS)

    answer = client.post(notes_of(release, "sv"), {"seen": proposal.lock_version, "lead": " "})

    [alert, panel] = parsed(answer).xpath("//main//*[@role='alert' or @id='waiting-section']")
    assert (alert.get("role"), panel.get("id")) == ("alert", "waiting-section")
