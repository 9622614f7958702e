"""Panels on the first page of the admin: what waits, how far drafts are, what ends soon, what lags behind."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from registry.admin.panels import BehindPanel, EndingPanel, StatesPanel, WaitingPanel
from registry.admin.steps.voting import open_votes
from registry.services.candidates import rework
from registry.services.drafting import abandon
from registry.services.sealing import seal_translation
from tests.factories.drafts import (
    CONSULTED,
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
from tests.factories.members import OrganisationFactory
from tests.factories.registry import RegisterFactory, VersionFactory, battery_content, translated
from tests.registry.admin.coordinators import at_noon, signed_in, step_of

pytestmark = pytest.mark.django_db
TEXTS = battery_content().texts["en"]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


def rows(panel):
    return [(draft.code, sentence) for draft, sentence in panel.get_context_data({})["rows"]]


# ---- waiting for you


def test_drafts_with_comments_without_answer_wait():
    candidate = in_consultation()
    CommentFactory.create_batch(2, candidate=candidate)
    CommentFactory(candidate=candidate, verified_at=None)
    CommentFactory(candidate=in_consultation(), disposition="accepted", answer="Yes.")

    assert rows(WaitingPanel()) == [(candidate.draft.code, "2 comments wait for an answer.")]


def test_comments_of_what_was_given_up_wait_for_nobody():
    candidate = in_consultation()
    CommentFactory(candidate=candidate)
    abandon(candidate.draft_id, reason="Not now.", on=VOTED, actor=secretary())

    assert rows(WaitingPanel()) == []


def test_votes_that_are_decided_wait():
    city = OrganisationFactory()
    won, lost, going_on = (in_vote(DraftFactory(proposed_by=city), members=2) for _number in range(3))
    votes(won, ["approve", "approve"])
    votes(lost, ["reject", "abstain"])
    votes(going_on, ["reject"])

    assert rows(WaitingPanel()) == [
        (won.draft.code, "The vote is won: it can be published."),
        (lost.draft.code, "All have voted and it is not approved: take it back."),
    ]


@pytest.mark.parametrize(("days", "waiting"), [(6, 0), (7, 1)])
def test_vote_that_is_won_waits_once_it_may_be_published(days, waiting):
    RegisterFactory(voting_min_days=7)
    carried()

    with at_noon(VOTED + timedelta(days=days)):
        assert len(rows(WaitingPanel())) == waiting


def test_what_is_published_waits_no_more():
    published(carried())

    assert (rows(WaitingPanel()), open_votes()) == ([], [])


def test_vote_on_a_second_candidate_counts_its_own_votes_alone():
    first = carried(members=2)
    rework(first.draft_id, reason="Again.", on=VOTED, actor=secretary())
    first.draft.refresh_from_db()
    second = in_vote(first.draft, members=2)

    [(candidate, tally, first_day)] = open_votes()

    assert (candidate, tally.cast, tally.electorate, first_day) == (second, 0, 2, VOTED)


def test_panel_shows_five_and_says_how_many_more():
    for _number in range(6):
        CommentFactory(candidate=in_consultation())

    context = WaitingPanel().get_context_data({})

    assert (len(context["rows"]), context["more"]) == (5, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_takes_six_queries(django_assert_num_queries, count):
    for _number in range(count):
        CommentFactory(candidate=in_consultation())
    for _number in range(count):
        carried(members=1)

    with django_assert_num_queries(6):
        rows(WaitingPanel())


# ---- drafts by state


def test_drafts_are_counted_by_state():
    DraftFactory.create_batch(2)
    in_consultation()
    in_vote()
    published(carried())
    abandon(DraftFactory().pk, reason="Not now.", on=VOTED, actor=secretary())

    context = StatesPanel().get_context_data({})

    assert context["counts"] == [("being drafted", 2), ("in consultation", 1), ("in voting", 1)]
    assert len(context["drafts"]) == 4


@pytest.mark.parametrize("count", [1, 3])
def test_drafts_by_state_take_two_queries(django_assert_num_queries, count):
    DraftFactory.create_batch(count)

    with django_assert_num_queries(2):
        [str(draft) for draft in StatesPanel().get_context_data({})["drafts"]]


# ---- consultations that end soon


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (6, None),
        (7, "The vote can be opened in 7 days."),
        (13, "The vote can be opened in 1 day."),
        (14, "The vote can be opened today."),
        (15, None),
    ],
)
def test_consultation_is_listed_in_its_last_week(days, says):
    candidate = in_consultation(on=CONSULTED)

    with at_noon(CONSULTED + timedelta(days=days)):
        assert rows(EndingPanel()) == ([(candidate.draft.code, says)] if says else [])


def test_consultation_that_ends_first_comes_first():
    later = in_consultation(on=CONSULTED + timedelta(days=2))
    first = in_consultation(on=CONSULTED)

    with at_noon(CONSULTED + timedelta(days=10)):
        assert [code for code, _says in rows(EndingPanel())] == [first.draft.code, later.draft.code]


@pytest.mark.parametrize("count", [1, 3])
def test_consultations_take_one_query(django_assert_num_queries, count):
    for _number in range(count):
        in_consultation(on=CONSULTED)

    with at_noon(VOTED), django_assert_num_queries(1):
        assert len(rows(EndingPanel())) == count


# ---- languages behind


def test_languages_are_counted_that_criteria_lack():
    for language in ("sv", "fi", "da", "nb"):
        version = VersionFactory()
        seal_translation(version, language, translated(version, language))

    counts = BehindPanel().get_context_data({})["counts"]

    assert counts == [("Danish", 3), ("Finnish", 3), ("Norwegian Bokmål", 3), ("Swedish", 3)]


def test_count_is_remembered_for_a_while(django_assert_num_queries):
    VersionFactory()
    BehindPanel().get_context_data({})

    with django_assert_num_queries(0):
        BehindPanel().get_context_data({})


def test_register_without_criteria_lacks_nothing():
    assert BehindPanel().get_context_data({})["counts"] == []


# ---- on the page


def test_first_page_leads_to_what_waits(client):
    signed_in(client)
    with at_noon(VOTED):
        candidate = in_consultation(on=CONSULTED)
        CommentFactory(candidate=candidate)

        page = client.get("/admin/").content.decode()

    headings = (
        "Criteria that wait for you",
        "Drafts of criteria",
        "Consultations that end soon",
        "Translations behind",
    )
    assert [heading in page for heading in headings] == [True] * 4
    assert page.count(f'href="{step_of(candidate)}"') == 3


def test_first_page_has_no_panel_where_nothing_is_to_be_said(client):
    signed_in(client)

    page = client.get("/admin/").content.decode()

    assert [word in page for word in ("Criteria that wait", "Drafts of criteria", "Translations behind</")] == [
        False
    ] * 3
