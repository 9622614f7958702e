"""The page of a draft: where it stands, what has happened, what can be done now."""

import pytest

from registry.admin.steps.words import STEPS, Event
from registry.drafts.transitions import TRANSITIONS
from registry.models import DraftStep
from registry.services.candidates import rework
from registry.services.consulting import answer_market, confirm, link_to_confirm
from registry.services.drafting import abandon
from tests.factories.drafts import (
    CONSULTED,
    PUBLISHED,
    VOTED,
    CommentFactory,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    published,
    secretary,
    votes,
)
from tests.registry.admin.coordinators import at_noon, signed_in, step_of

pytestmark = pytest.mark.django_db


def page_of(client, row):
    return client.get(step_of(row))


def now(page):
    return [stage.label for stage in page.context["stages"] if stage.is_current]


def buttons(page):
    return [button.label for button in page.context["buttons"]]


@pytest.mark.parametrize(
    ("make", "stands", "possible"),
    [
        (DraftFactory, "being drafted", ["Open the consultation", "Abandon"]),
        (in_consultation, "in consultation", ["Open the vote", "Take back for reworking", "Abandon"]),
        (in_vote, "in voting", ["Publish", "Take back for reworking", "Abandon"]),
        (lambda: published(carried()).draft, "published", []),
        (lambda: abandoned(DraftFactory()), "abandoned", []),
    ],
    ids=["drafting", "consultation", "voting", "published", "abandoned"],
)
def test_page_says_where_a_draft_stands_and_what_can_be_done(client, make, stands, possible):
    signed_in(client)

    page = page_of(client, make())

    assert (now(page), buttons(page)) == ([stands], possible)
    assert page.content.decode().count('aria-current="step"') == 1


def abandoned(draft):
    return abandon(draft.pk, reason="Not now.", on=CONSULTED, actor=secretary())


def test_page_names_the_first_day_of_the_vote(client):
    signed_in(client)

    page = page_of(client, in_consultation()).content.decode()

    assert "Open for comments until 15 September 2026 at least." in page


def test_page_lists_what_has_happened_newest_first(client):
    signed_in(client)
    candidate = in_consultation()
    rework(candidate.draft_id, reason="The levels are too far apart.", on=VOTED, actor=secretary())

    page = page_of(client, candidate)

    assert [event.label for event in page.context["events"]] == ["Candidate taken back", "Consultation opened"]
    assert "The levels are too far apart." in page.content.decode()


def test_page_counts_comments_and_those_without_an_answer(client):
    signed_in(client)
    candidate = in_consultation()
    CommentFactory(candidate=candidate)
    CommentFactory(candidate=candidate, disposition="accepted", answer="Yes.")
    CommentFactory(candidate=candidate, verified_at=None)

    page = page_of(client, candidate)

    assert (page.context["comment_count"], page.context["unanswered"]) == (2, 1)


def test_page_counts_what_suppliers_can_meet_by_level(client):
    signed_in(client)
    candidate = in_consultation()
    for number, (level, readiness) in enumerate([(1, "today"), (1, "today"), (2, "not")]):
        said = answer_market(
            candidate.pk, level=level, readiness=readiness, company="Maker", email=f"{number}@example.org"
        )
        confirm(link_to_confirm(said))

    assert page_of(client, candidate).context["market"] == [(1, [2, 0, 0]), (2, [0, 0, 1])]


def test_page_counts_the_votes(client):
    signed_in(client)
    candidate = in_vote()
    votes(candidate, ["approve", "abstain"])

    tally = page_of(client, candidate).context["tally"]

    assert (tally.cast, tally.approve, tally.electorate, tally.has_quorum) == (2, 1, 3, True)


def test_page_of_what_was_published_leads_to_the_version(client):
    signed_in(client)
    with at_noon(PUBLISHED):
        final = published(carried())

        page = page_of(client, final.draft).content.decode()

    assert f'<a href="{final.get_absolute_url()}">{final}</a>' in page


def test_every_step_that_can_be_logged_has_a_name():
    assert set(TRANSITIONS) <= set(STEPS)


def test_vote_by_a_mailed_link_is_of_its_member_alone():
    candidate = in_vote(members=1)
    city = candidate.electors.get().organisation

    assert Event(DraftStep(draft=candidate.draft, name="vote", organisation=city)).by == str(city)
    assert Event(DraftStep(draft=candidate.draft, name="answer")).by == "Somebody who has left"


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_thirty_one_queries(client, django_assert_num_queries, count):
    signed_in(client)
    candidate = in_vote(members=3)
    votes(candidate, ["approve"] * count)
    page_of(client, candidate)

    with django_assert_num_queries(31):
        page_of(client, candidate)
