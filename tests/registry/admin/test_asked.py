"""What a city asks for in the admin: it waits on the first page and with the draft, and can be handed back."""

import pytest

from registry.admin.panels import WaitingPanel
from registry.drafts.asking import request_of
from registry.models import DraftStep
from registry.services.asking import ask_for_consultation, take_back_request
from registry.services.candidates import open_consultation
from tests.factories.accounts import city_editor
from tests.factories.drafts import CONSULTED, DraftFactory, secretary
from tests.factories.members import OrganisationFactory
from tests.registry.admin.drafters import drafter
from tests.registry.admin.pages import messages_of, parsed, texts_of

pytestmark = pytest.mark.django_db

SAYS = "Aarhus asks you to open the consultation."


@pytest.fixture
def draft():
    return DraftFactory(proposed_by=OrganisationFactory(name="Aarhus"))


@pytest.fixture
def editor(draft):
    return city_editor(draft.proposed_by)


@pytest.fixture
def asked(draft, editor):
    return ask_for_consultation(draft.pk, note="Tried in two tenders.", seen=1, actor=editor)


def steps_of(draft, rest=""):
    return f"/admin/drafts/{draft.pk}/steps/{rest}"


def waits():
    return [(draft.pk, str(sentence)) for draft, sentence in WaitingPanel().rows()]


def test_draft_that_nobody_asks_for_does_not_wait(draft):
    assert waits() == []


def test_request_waits_on_the_first_page(draft, asked):
    assert waits() == [(draft.pk, SAYS)]


def test_request_that_was_taken_back_waits_no_more(draft, editor, asked):
    take_back_request(draft.pk, actor=editor)

    assert waits() == []


def test_request_that_was_answered_waits_no_more(draft, asked):
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    assert waits() == []


def test_draft_says_who_asked_and_with_what_words(client, draft, asked):
    drafter(client)

    page = parsed(client.get(steps_of(draft)))

    said = texts_of(page, "//main//div[contains(@class, 'help-info')]/p")
    said = [each for each in said if not each.startswith("Keyboard shortcuts")]
    assert said[0].startswith("Aarhus asked on ")
    assert said[1:] == ["Tried in two tenders."]
    assert steps_of(draft, "hand-back/") in page.xpath("//a/@href")


def test_draft_that_nobody_asks_for_is_not_handed_back(client, draft):
    drafter(client)

    assert steps_of(draft, "hand-back/") not in parsed(client.get(steps_of(draft))).xpath("//a/@href")


def test_draft_is_handed_back(client, draft, asked):
    coordinator = drafter(client)

    answer = client.post(steps_of(draft, "hand-back/"), {"reason": "Say for how long."}, follow=True)

    assert messages_of(answer) == [f"{draft} is handed back."]
    assert request_of(draft) is None
    step = DraftStep.objects.get(name="hand_back")
    assert (step.user, step.reason) == (coordinator, "Say for how long.")
    assert "Handed back to the city" in texts_of(parsed(answer), "//main")[0]


def test_handing_back_shows_the_request_and_needs_words(client, draft, asked):
    drafter(client)

    page = client.get(steps_of(draft, "hand-back/"))
    answer = client.post(steps_of(draft, "hand-back/"), {"reason": " "})

    assert "Tried in two tenders." in texts_of(parsed(page), "//div[contains(@class, 'help-info')]/p")
    assert len(parsed(answer).xpath("//*[@role='alert']")) == 1
    assert request_of(draft) == asked


def test_what_nobody_asks_for_any_more_is_said(client, draft, editor, asked):
    drafter(client)
    take_back_request(draft.pk, actor=editor)

    answer = client.post(steps_of(draft, "hand-back/"), {"reason": "Say for how long."})

    assert f"Nobody waits for an answer about {draft}." in texts_of(parsed(answer), "//*[@role='alert']")[0]


def test_draft_that_is_consulted_already_is_not_handed_back(client, draft, asked):
    drafter(client)
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    assert client.get(steps_of(draft, "hand-back/"))["Location"] == steps_of(draft)


def test_editor_of_the_city_gets_to_no_page_of_the_admin(client, draft, editor, asked):
    client.force_login(editor)

    assert client.post(steps_of(draft, "hand-back/"), {"reason": "x"}).status_code == 403
    assert request_of(draft) == asked
