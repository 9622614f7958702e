"""Votes: the members of one instant, one vote each, by an editor or by a mailed ballot, until it is closed."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from portal.letters.models import MailedLink
from portal.members.enums import OrganisationKind
from portal.outbox.models import OutboxEvent
from registry.drafts.voting import tally_of
from registry.enums import DraftState, StatusKind, VoteChoice
from registry.errors import (
    CommentsOpen,
    ConsultationTooShort,
    LinkNotUsable,
    NoElectorate,
    ReasonNeeded,
    StepNotPossible,
    VotingClosed,
)
from registry.grants import Voter
from registry.models import Draft, DraftStep, Register, Vote
from registry.services.candidates import rework
from registry.services.voting import cast, cast_by_link, find_ballot, open_vote, send_ballot, withdraw_vote
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.drafts import (
    VOTED,
    CommentFactory,
    DraftFactory,
    in_consultation,
    in_vote,
    published,
    secretary,
    votes,
)
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db

YES, NO = VoteChoice.APPROVE, VoteChoice.REJECT


@pytest.fixture
def elector():
    return in_vote(members=3).electors.order_by("pk")[0]


def ballot(elector, email="mayor@example.org"):
    return send_ballot(elector.pk, email=email, actor=city_editor(elector.organisation))


def test_members_are_fixed_when_the_vote_opens():
    candidate = in_consultation()
    city = OrganisationFactory()
    OrganisationFactory(is_fictional=True)
    OrganisationFactory(kind=OrganisationKind.SUPPORTER, legal_type="")

    open_vote(candidate.draft_id, on=VOTED, actor=secretary())
    OrganisationFactory()

    members = sorted([candidate.draft.proposed_by.slug, city.slug])
    assert sorted(each.organisation.slug for each in candidate.electors.all()) == members
    opening = candidate.version.events.get(kind=StatusKind.VOTING)
    rules = {"quorum": "1/2", "majority": "2/3", "min_days": 0}
    assert opening.parsed_details == {"origin": "vote", "electorate": members, **rules}
    assert (opening.effective_on, Draft.objects.get().state) == (VOTED, DraftState.VOTING)


def test_opening_is_announced_and_puts_the_register_under_votes():
    candidate = in_vote()

    assert OutboxEvent.objects.filter(name="registry.voting-opened").get().object_id == candidate.version_id
    assert Register.objects.get().is_governed is True


def test_rules_that_change_later_change_no_open_vote():
    candidate = in_vote(members=4)
    votes(candidate, [YES, YES])

    Register.objects.update(quorum_numerator=1, quorum_denominator=1)

    assert tally_of(candidate).is_carried is True


@pytest.mark.parametrize("days", [0, 13])
def test_vote_does_not_open_before_the_consultation_has_lasted(days):
    candidate = in_consultation()
    day = VOTED - timedelta(days=14 - days)

    with pytest.raises(ConsultationTooShort, match="lasts until 15 September 2026"):
        open_vote(candidate.draft_id, on=day, actor=secretary())


def test_vote_does_not_open_while_a_comment_waits():
    """Also one on an earlier candidate: whoever changes the block still owes the answer."""
    first = in_consultation()
    comment = CommentFactory(candidate=first)
    rework(first.draft_id, reason="More.", on=VOTED, actor=secretary())
    candidate = in_consultation(Draft.objects.get())

    with pytest.raises(CommentsOpen, match="1"):
        open_vote(candidate.draft_id, on=VOTED, actor=secretary())
    comment.disposition, comment.answer = "accepted", "Yes."
    comment.save()

    assert open_vote(candidate.draft_id, on=VOTED, actor=secretary()) == candidate


def test_comment_whose_address_is_not_proved_stops_no_vote():
    candidate = in_consultation()
    CommentFactory(candidate=candidate, verified_at=None)

    assert open_vote(candidate.draft_id, on=VOTED, actor=secretary()) == candidate


def test_vote_needs_somebody_who_could_vote():
    candidate = in_consultation(DraftFactory(proposed_by__is_fictional=True))

    with pytest.raises(NoElectorate):
        open_vote(candidate.draft_id, on=VOTED, actor=secretary())


def test_editor_votes_for_the_city_and_may_change_it(elector):
    editor = city_editor(elector.organisation)

    cast(elector.pk, choice=YES, actor=editor)
    vote = cast(elector.pk, choice=NO, reason=" Too strict. ", actor=editor)

    assert (vote.choice, vote.reason, Vote.objects.count()) == (NO, "Too strict.", 1)
    steps = DraftStep.objects.filter(name="vote").values_list("user", "organisation", "reason")
    assert list(steps) == [(editor.pk, elector.organisation_id, "")] * 2


def test_vote_is_taken_back_and_given_anew(elector):
    editor = city_editor(elector.organisation)
    cast(elector.pk, choice=YES, actor=editor)

    withdraw_vote(elector.pk, actor=editor)
    withdraw_vote(elector.pk, actor=editor)

    assert Vote.objects.count() == 0
    assert DraftStep.objects.filter(name="withdraw_vote").count() == 1
    assert cast(elector.pk, choice=YES, actor=editor).choice == YES


def test_objection_needs_a_reason_and_nothing_else_does(elector):
    editor = city_editor(elector.organisation)

    with pytest.raises(ReasonNeeded):
        cast(elector.pk, choice=NO, reason=" ", actor=editor)

    assert cast(elector.pk, choice=VoteChoice.ABSTAIN, actor=editor).reason == ""


@pytest.mark.parametrize(
    "who",
    [
        lambda organisation: UserFactory.create(),
        lambda organisation: UserFactory.create(is_superuser=True),
        lambda organisation: MembershipFactory.create(organisation=organisation).user,
        lambda organisation: city_editor(),
        lambda organisation: secretary(),
        lambda organisation: Voter(0, "mayor@example.org"),
    ],
    ids=["stranger", "superuser", "member", "editor of another city", "coordinator", "holder of another ballot"],
)
def test_only_an_editor_of_the_city_votes_for_it(elector, who):
    actor = who(elector.organisation)

    for call in (lambda: cast(elector.pk, choice=YES, actor=actor), lambda: withdraw_vote(elector.pk, actor=actor)):
        with pytest.raises(PermissionDenied):
            call()
    assert Vote.objects.count() == 0


def test_editor_who_lost_the_role_votes_no_more(elector):
    editor = city_editor(elector.organisation)
    editor.memberships.all().delete()

    with pytest.raises(PermissionDenied):
        cast(elector.pk, choice=YES, actor=editor)


def test_decision_maker_votes_once_by_a_mailed_ballot(elector):
    token = ballot(elector)

    assert find_ballot(token) == elector  # a mail scanner that looks uses nothing up
    vote = cast_by_link(token, choice=YES)

    assert (vote.elector, vote.choice) == (elector, YES)
    assert DraftStep.objects.filter(name="vote").values_list("user", "organisation").get() == (
        None,
        elector.organisation_id,
    )
    with pytest.raises(LinkNotUsable):
        cast_by_link(token, choice=NO, reason="Again.")


def test_ballot_survives_a_vote_that_was_refused(elector):
    token = ballot(elector)

    with pytest.raises(ReasonNeeded):
        cast_by_link(token, choice=NO)

    assert cast_by_link(token, choice=NO, reason="Too strict.").choice == NO


def test_new_ballot_closes_the_one_before(elector):
    first, second = ballot(elector), ballot(elector, "deputy@example.org")

    with pytest.raises(LinkNotUsable):
        cast_by_link(first, choice=YES)
    assert cast_by_link(second, choice=YES).choice == YES


@pytest.mark.parametrize("token", ["", "forged", "A" * 32])
def test_forged_ballot_casts_nothing(elector, token):
    ballot(elector)

    with pytest.raises(LinkNotUsable, match="This link to a vote was used, taken back or has expired"):
        cast_by_link(token, choice=YES)


def test_ballot_runs_out_after_two_weeks(elector):
    token = ballot(elector)

    with time_machine.travel(timezone.now() + timedelta(days=15)), pytest.raises(LinkNotUsable):
        cast_by_link(token, choice=YES)


def test_link_of_another_purpose_casts_nothing(elector):
    token = ballot(elector)
    MailedLink.objects.update(purpose="registry.comment")

    with pytest.raises(LinkNotUsable):
        cast_by_link(token, choice=YES)


def test_only_the_hash_of_a_ballot_is_kept(elector):
    token = ballot(elector)

    assert token not in str(MailedLink.objects.values().get())


def test_ballot_goes_to_one_address(elector):
    with pytest.raises(ValidationError):
        ballot(elector, "mayor@example.org, other@example.org")


def test_coordinator_sends_ballots_only_for_cities_that_have_no_editor(elector):
    actor = secretary()
    token = send_ballot(elector.pk, email="mayor@example.org", actor=actor)
    city_editor(elector.organisation)

    with pytest.raises(PermissionDenied):
        send_ballot(elector.pk, email="mine@example.org", actor=actor)

    assert find_ballot(token) == elector


@pytest.mark.parametrize("who", [UserFactory.create, city_editor, lambda: UserFactory.create(is_superuser=True)])
def test_nobody_else_sends_ballots(elector, who):
    with pytest.raises(PermissionDenied):
        send_ballot(elector.pk, email="mine@example.org", actor=who())


def reworked(candidate):
    rework(candidate.draft_id, reason="More.", on=VOTED, actor=secretary())


@pytest.mark.parametrize("close", [published, reworked])
def test_vote_that_comes_after_is_refused_as_closed(close):
    candidate = in_vote(members=3)
    votes(candidate, [YES, YES])
    late = candidate.electors.order_by("pk")[2]
    editor, token = city_editor(late.organisation), ballot(late)

    close(candidate)

    for call in (
        lambda: cast(late.pk, choice=YES, actor=editor),
        lambda: withdraw_vote(candidate.electors.order_by("pk")[2].pk, actor=editor),
        lambda: send_ballot(late.pk, email="mayor@example.org", actor=editor),
    ):
        with pytest.raises(VotingClosed):
            call()
    with pytest.raises(LinkNotUsable):
        cast_by_link(token, choice=YES)
    assert Vote.objects.count() == 2


def test_votes_of_a_lapsed_candidate_do_not_count_for_the_next():
    candidate = in_vote(members=3)
    votes(candidate, [YES, YES, YES])
    reworked(candidate)

    again = in_vote(Draft.objects.get(), members=3)

    assert again.version.content_hash == candidate.version.content_hash
    assert (tally_of(again).cast, tally_of(candidate).cast) == (0, 3)


def test_vote_is_not_opened_from_a_draft():
    with pytest.raises(StepNotPossible):
        open_vote(DraftFactory().pk, on=VOTED, actor=secretary())


def test_member_that_could_vote_is_not_deleted(elector):
    with pytest.raises(ProtectedError):
        elector.organisation.delete()
