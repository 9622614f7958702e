"""A city's editor reads what changed and votes; a decision-maker without account votes by a mailed link."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from portal.letters.sending import send_waiting
from portal.members.models import Organisation
from registry.models import CriterionVersion, Vote
from tests.browser import follow
from tests.factories.accounts import city_editor
from tests.factories.drafts import DraftFactory, in_vote
from tests.journeys.test_accessibility import faults_here
from tests.portal.experiences.authors import sign_in

WIDTHS = {"telephone": 390, "desk": 1280}
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def elector(_site):
    base = CriterionVersion.objects.get(criterion__code="BAT-01", major=2)
    content = base.parsed
    texts = {
        language: {**blocks, "purpose": f"{blocks['purpose']} A longer life."}
        for language, blocks in content.texts.items()
    }
    draft = DraftFactory(
        base_version=base,
        body=replace(content, texts=texts),
        summary={"en": "Says why a longer life matters."},
        proposed_by=Organisation.objects.get(slug="malmo"),
    )
    candidate = in_vote(draft, members=0)
    return candidate.electors.get(organisation__slug="malmo")


def look(page: Page, name: str, width: int) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    assert faults_here(page) == []


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_editor_votes_and_sends_a_ballot(page, client, elector, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(client, page, city_editor(elector.organisation))
    page.goto("/en/me/votes/")
    look(page, "votes", width)
    follow(page.get_by_role("main").get_by_role("link", name=str(elector.candidate)))
    look(page, "vote", width)

    page.get_by_role("radio", name="We object, for the reason below").check()
    follow(page.get_by_role("button", name="Vote", exact=True))
    look(page, "vote-fault", width)
    page.get_by_role("textbox", name="Reason").fill("Our suppliers need another year.")
    follow(page.get_by_role("button", name="Vote", exact=True))

    expect(page.get_by_role("main")).to_contain_text("Cast on")
    assert [(vote.elector, vote.choice) for vote in Vote.objects.all()] == [(elector, "reject")]
    follow(page.get_by_role("link", name="Let somebody without account vote"))
    look(page, "send", width)
    page.goto("/en/me/notifications/")
    look(page, "notifications", width)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_mayor_votes_by_a_mailed_link(page, page_elsewhere, client, elector, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(client, page_elsewhere, city_editor(elector.organisation))
    page_elsewhere.goto(f"/en/me/votes/{elector.pk}/ballot/")
    page_elsewhere.get_by_label("E-mail address").fill("mayor@example.org")
    follow(page_elsewhere.get_by_role("button", name="Send the ballot"))
    send_waiting()
    [message] = mail.outbox
    page.goto(re.search(r"/\w\w/ballot/[\w-]+/", message.body)[0].replace("/sv/", "/en/"))
    look(page, "ballot", width)

    page.get_by_role("radio", name="We approve this text").check()
    follow(page.get_by_role("button", name="Vote", exact=True))
    look(page, "confirm", width)
    follow(page.get_by_role("button", name="Cast the vote"))

    look(page, "receipt", width)
    expect(page.get_by_role("heading", level=1)).to_have_text("The vote is cast")
    assert [(vote.elector, vote.choice) for vote in Vote.objects.all()] == [(elector, "approve")]
