"""From a consultation that has lasted long enough to a version in force: answered, voted on, published."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from portal.members.models import Organisation
from registry.enums import Disposition, VoteChoice
from registry.models import Comment, CriterionVersion, Register, StatusEvent
from registry.services.sealing import head_of
from registry.services.voting import cast
from tests.browser import follow
from tests.factories.accounts import city_editor
from tests.factories.drafts import CommentFactory, DraftFactory, in_consultation, secretary
from tests.journeys.test_accessibility import faults_here
from tests.journeys.test_reviewing import press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

WIDTH = 1280
LEAST_DAYS = 14


@pytest.fixture
def candidate(_site):
    """A longer life for the battery, in consultation since two weeks ago, with a comment of the public."""
    Register.objects.update(voting_min_days=0)
    base = head_of(CriterionVersion.objects.get(criterion__code="BAT-01", major=2).criterion)
    texts = {
        language: {**blocks, "purpose": f"{blocks['purpose']} A longer life."}
        for language, blocks in base.parsed.texts.items()
    }
    draft = DraftFactory(
        base_version=base,
        body=replace(base.parsed, texts=texts),
        summary={"en": "Says why a longer life matters."},
        proposed_by=Organisation.objects.get(slug="malmo"),
    )
    found = in_consultation(draft, on=localdate() - timedelta(days=LEAST_DAYS))
    CommentFactory(candidate=found, block="purpose", text="Longer than what?")
    return found


def step(page: Page, candidate, name: str = "") -> None:
    """Open the page of a step, or that of all steps."""
    page.goto(f"/admin/drafts/{candidate.draft_id}/steps/{name}")


def answer(page: Page, candidate) -> None:
    comment = Comment.objects.get()
    step(page, candidate, f"comments/{comment.pk}/")
    page.get_by_role("radio", name=str(Disposition.REJECTED.label)).check()
    page.get_by_label("Answer").fill("Than the law asks for: the requirement says how long.")
    press(page, "Save the answer")


def publish(page: Page, candidate) -> None:
    step(page, candidate)
    follow(page.get_by_role("main").get_by_role("link", name="Publish", exact=True))
    if page.get_by_role("button", name="Publish", exact=True).count() == 0:
        press(page, "Check for this day")
    press(page, "Publish")


def test_candidate_is_answered_voted_on_and_published(page, live_server, candidate):
    sign_in(page, live_server.url, secretary())
    page.set_viewport_size({"width": WIDTH, "height": 900})

    answer(page, candidate)
    step(page, candidate, "open-vote/")
    press(page, "Open the vote")
    for elector in candidate.electors.all():
        cast(elector.pk, choice=VoteChoice.APPROVE, actor=city_editor(elector.organisation))
    publish(page, candidate)

    final = head_of(candidate.version.criterion)
    assert final.content_hash == candidate.version.content_hash
    assert [event.kind for event in StatusEvent.objects.filter(version=candidate.version)] == [
        "consultation",
        "voting",
        "adopted",
    ]
    page.goto(f"/en/criterion/bat-01/{final.number}/")
    expect(page.get_by_role("main")).to_contain_text("A longer life.")
    assert faults_here(page) == []


def test_vote_does_not_open_while_a_comment_waits(page, live_server, candidate):
    sign_in(page, live_server.url, secretary())

    step(page, candidate, "open-vote/")

    expect(page.get_by_role("button", name="Open the vote", exact=True)).to_have_count(0)
    assert not candidate.electors.exists()


def test_everybody_reads_how_it_ended(page, live_server, candidate):
    sign_in(page, live_server.url, secretary())
    answer(page, candidate)
    step(page, candidate, "open-vote/")
    press(page, "Open the vote")
    for elector in candidate.electors.all():
        cast(elector.pk, choice=VoteChoice.APPROVE, actor=city_editor(elector.organisation))
    publish(page, candidate)

    page.context.clear_cookies()
    page.goto(f"/en/criterion/bat-01/{candidate.version.number}/consultation/")

    expect(page.get_by_role("main")).to_contain_text("Than the law asks for")
    expect(page.get_by_role("main")).to_contain_text(str(head_of(candidate.version.criterion)))
    assert faults_here(page) == []
