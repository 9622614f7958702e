"""How a vote stands and ended, as everybody reads it."""

from datetime import date

import pytest
from django.template import Context, Template

from registry.drafts.outcome import CityVote, outcome_of
from registry.enums import VoteChoice
from registry.models import CriterionVersion
from registry.services.candidates import rework
from registry.services.voting import cast
from tests.factories.accounts import city_editor
from tests.factories.drafts import (
    CONSULTED,
    PUBLISHED,
    VOTED,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    published,
    secretary,
    votes,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import RegisterFactory, VersionFactory

pytestmark = pytest.mark.django_db


def shown(version):
    html = Template("{% load votes %}{% vote_outcome version %}").render(Context({"version": version}))
    return " ".join(html.split())


@pytest.mark.parametrize("make", [VersionFactory, lambda: in_consultation().version], ids=["final", "consultation"])
def test_without_a_vote_there_is_no_outcome(make):
    version = make()

    assert outcome_of(version) is None
    assert shown(version) == ""


def test_open_vote_is_numbers_alone():
    candidate = in_vote(members=3)
    votes(candidate, ["approve", "abstain"])

    outcome = outcome_of(candidate.version)

    assert (outcome.tally.electorate, outcome.tally.cast) == (3, 2)
    assert (outcome.opened_on, outcome.closed_on, outcome.cities, outcome.adopted_as) == (VOTED, None, (), None)
    assert "So far 2 of 3 have voted." in shown(candidate.version)
    assert "abstain" not in shown(candidate.version).lower()


def test_open_vote_says_until_when_it_stays_open_at_least():
    RegisterFactory(voting_min_days=10)
    version = in_vote().version

    assert outcome_of(version).open_until == date(2026, 9, 25)
    assert "The vote stays open at least until 25 September 2026." in shown(version)


def test_vote_that_may_close_any_day_names_none():
    version = in_vote().version

    assert outcome_of(version).open_until is None
    assert "at least until" not in shown(version)


def test_vote_that_was_carried_says_who_voted_how():
    for name in ("Östersund", "aarhus", "Zagreb"):
        OrganisationFactory(name=name)
    candidate = in_vote(DraftFactory(proposed_by__name="Bergen"), members=4)
    said = {"Zagreb": VoteChoice.REJECT, "aarhus": VoteChoice.APPROVE, "Bergen": VoteChoice.APPROVE}
    for elector in candidate.electors.filter(organisation__name__in=said):
        choice = said[elector.organisation.name]
        reason = "Too <strict>." if choice == VoteChoice.REJECT else ""
        cast(elector.pk, choice=choice, reason=reason, actor=city_editor(elector.organisation))
    final = published(candidate)

    outcome = outcome_of(CriterionVersion.objects.get(pk=candidate.version_id))

    assert outcome.cities == (
        CityVote("aarhus", "approve", ""),
        CityVote("Bergen", "approve", ""),
        CityVote("Zagreb", "reject", "Too <strict>."),
        CityVote("Östersund", "", ""),
    )
    assert (outcome.closed_on, outcome.adopted_as, outcome.is_closed) == (PUBLISHED, final, True)
    html = shown(candidate.version)
    assert (
        f'Carried, and closed on 22 September 2026. The text was adopted as <a href="{final.get_absolute_url()}">'
        in html
    )
    assert "Too &lt;strict&gt;." in html
    numbers = ("Members that could vote</dt><dd>4", "Votes cast</dt><dd>3", "approve</dt><dd>2", "reject</dt><dd>1")
    assert [number in html for number in numbers] == [True] * 4


def test_candidate_that_was_taken_back_during_its_vote_has_no_result():
    candidate = in_vote(members=2)
    votes(candidate, ["approve"])
    rework(candidate.draft_id, reason="Once more.", on=VOTED, actor=secretary())

    outcome = outcome_of(candidate.version)

    assert (outcome.closed_on, outcome.adopted_as, outcome.tally.cast) == (VOTED, None, 1)
    assert "without a result: the candidate was taken back." in shown(candidate.version)


def test_votes_of_an_earlier_candidate_are_not_mixed_in():
    first = in_vote(members=2)
    votes(first, ["approve", "approve"])
    draft = rework(first.draft_id, reason="Once more.", on=VOTED, actor=secretary())
    draft.content["theme"] = "reparability"
    draft.save()
    second = in_vote(draft, members=2)

    assert [outcome_of(each.version).tally.cast for each in (first, second)] == [2, 0]
    assert CONSULTED < VOTED


@pytest.mark.parametrize("count", [1, 3])
def test_outcome_takes_three_queries_whatever_the_electorate(django_assert_num_queries, count):
    candidate = carried(members=count)
    published(candidate)
    version = CriterionVersion.objects.select_related("criterion").get(pk=candidate.version_id)

    with django_assert_num_queries(3):
        outcome_of(version)


def test_final_asks_nothing_of_the_database(django_assert_num_queries):
    version = VersionFactory()

    with django_assert_num_queries(0):
        shown(version)


@pytest.mark.parametrize("under", ["", "consultation/"], ids=["candidate", "consultation"])
def test_page_of_a_candidate_and_of_its_consultation_show_the_vote(client, under):
    candidate = carried()
    published(candidate)

    page = client.get(f"{candidate.version.get_absolute_url()}{under}").content.decode()

    assert '<h2 id="vote-outcome">The vote</h2>' in page
