"""Drafts, votes and publishing at the same moment. Run on whichever database the tests run on."""

from datetime import date

import pytest

from registry.enums import Disposition, DraftState, VoteChoice
from registry.errors import (
    CandidateClosed,
    CandidateReplaced,
    CommentsOpen,
    ConsultationClosed,
    DraftExists,
    LinkNotUsable,
    NotPublishable,
    NumberTaken,
    StaleDraft,
    StepNotPossible,
    VotingClosed,
)
from registry.models import Candidate, Comment, CriterionVersion, Draft, DraftStep, MarketAnswer, Vote
from registry.sealed.canonical import canonical, sha256
from registry.services.candidates import open_consultation, rework
from registry.services.consulting import (
    answer_market,
    comment_as_member,
    comment_as_public,
    confirm,
    dispose,
    link_to_confirm,
)
from registry.services.drafting import save, start_from
from registry.services.sealing import seal_next, seal_translation
from registry.services.voting import cast, cast_by_link, open_vote, send_ballot, withdraw_vote
from registry.services.withdrawing import withdraw
from tests.factories.accounts import city_editor
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
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory, battery_content
from tests.races import race
from tests.registry.services.promises import broken_promises

pytestmark = pytest.mark.django_db(transaction=True)

WIDER = battery_content(applies_to=("new", "refurbished"))


def losers(results) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def publishing(candidate):
    """A call that publishes, with a publisher of its own."""
    actor = secretary()
    return lambda: published(candidate, actor=actor)


@pytest.fixture(autouse=True)
def _promises_hold():
    yield
    assert broken_promises() == []


@pytest.mark.parametrize("count", [2, 4])
def test_publishers_of_the_same_candidate_get_the_same_version(count):
    """Two who press at once, or one who presses again because nothing seemed to happen."""
    candidate = carried()

    results = race(*(publishing(candidate) for _ in range(count)))

    assert losers(results) == []
    assert len({final.pk for final in results}) == 1
    assert CriterionVersion.objects.finals().count() == 2


def test_of_two_successors_of_one_base_one_is_published():
    candidate = carried()
    base = candidate.version.base_version

    def meanwhile():
        return seal_next(base, WIDER, change={}, effective_on=PUBLISHED, origin="import")[0]

    results = race(publishing(candidate), meanwhile)

    assert losers(results) in ([NotPublishable], [NumberTaken])
    assert base.successors.finals().count() == 1


def test_withdrawal_and_publication_exclude_each_other():
    candidate = carried()
    base = candidate.version.base_version

    def end():
        withdraw(base, reason={"en": "Obsolete."}, use_instead=None, effective_on=PUBLISHED, origin="import")

    results = race(publishing(candidate), end)

    assert len(losers(results)) == 1
    assert base.events.count() == 2


def test_of_two_drafts_from_one_base_one_is_begun():
    base, city = VersionFactory(), OrganisationFactory()
    actor = city_editor(city)
    fresh = [CriterionVersion.objects.select_related("criterion__register").get(pk=base.pk) for _ in range(2)]

    results = race(*(lambda each=each: start_from(each, proposed_by=city, actor=actor) for each in fresh))

    assert losers(results) == [DraftExists]
    assert Draft.objects.count() == 1


def test_of_two_tabs_one_saves_and_the_other_keeps_its_text():
    draft, actor = DraftFactory(), secretary()

    results = race(
        *(
            lambda text=text: save(draft.pk, content=WIDER, summary={"en": text}, seen=1, actor=actor)
            for text in ("One", "Two")
        )
    )

    assert losers(results) == [StaleDraft]
    stale = next(result for result in results if isinstance(result, StaleDraft))
    assert {stale.yours["summary"]["en"], stale.theirs["summary"]["en"]} == {"One", "Two"}


def test_what_is_edited_while_it_is_sealed_is_sealed_whole_or_refused():
    draft, actor, writer = DraftFactory(), secretary(), secretary()

    results = race(
        lambda: open_consultation(draft.pk, on=CONSULTED, actor=actor),
        lambda: save(draft.pk, content=WIDER, summary={"en": "Wider."}, seen=1, actor=writer),
    )

    draft.refresh_from_db()
    assert losers(results) in ([], [StepNotPossible])
    assert Candidate.objects.get().version.content_hash == sha256(canonical(draft.content))


def test_edit_during_a_vote_is_refused_while_others_vote():
    candidate = in_vote(members=3)
    elector, writer = candidate.electors.first(), secretary()
    editor = city_editor(elector.organisation)

    results = race(
        lambda: save(candidate.draft_id, content=WIDER, summary={}, seen=1, actor=writer),
        lambda: cast(elector.pk, choice=VoteChoice.APPROVE, actor=editor),
    )

    assert losers(results) == [StepNotPossible]
    assert candidate.version.content_hash == sha256(canonical(Draft.objects.get().content))


def test_vote_that_is_withdrawn_during_publication_counts_or_stops_it():
    candidate = in_vote(members=3)
    votes(candidate, ["approve", "approve"])  # one less is no quorum
    elector = candidate.electors.order_by("pk")[0]
    editor = city_editor(elector.organisation)

    results = race(publishing(candidate), lambda: withdraw_vote(elector.pk, actor=editor))

    assert losers(results) in ([NotPublishable], [VotingClosed])
    assert Vote.objects.count() == (2 if losers(results) == [VotingClosed] else 1)


def test_objection_during_publication_counts_or_comes_too_late():
    candidate = in_vote(members=3)
    votes(candidate, ["approve", "approve"])
    elector = candidate.electors.order_by("pk")[1]
    editor = city_editor(elector.organisation)

    results = race(
        publishing(candidate),
        lambda: cast(elector.pk, choice=VoteChoice.REJECT, reason="No.", actor=editor),
    )

    assert losers(results) in ([NotPublishable], [VotingClosed])


def test_deciding_vote_during_publication_is_counted_or_closed_out():
    candidate = in_vote(members=4)
    votes(candidate, ["approve"])
    elector = candidate.electors.order_by("pk")[1]
    editor = city_editor(elector.organisation)

    results = race(publishing(candidate), lambda: cast(elector.pk, choice=VoteChoice.APPROVE, actor=editor))

    assert losers(results) in ([], [NotPublishable])
    assert Vote.objects.count() == 2


def test_translation_that_lands_during_publication_is_in_the_final_or_refused():
    candidate = carried()

    results = race(publishing(candidate), lambda: seal_translation(candidate.version, "sv", {"title": "Batteri"}))

    final = results[0]
    assert losers(results) in ([], [CandidateClosed])
    assert final.translations.count() == (0 if losers(results) else 1)
    assert final.content_hash == candidate.version.content_hash


def test_rework_and_publication_exclude_each_other():
    candidate, actor = carried(), secretary()

    results = race(publishing(candidate), lambda: rework(candidate.draft_id, reason="Wait.", on=PUBLISHED, actor=actor))

    assert losers(results) in ([StepNotPossible], [CandidateReplaced])
    assert Draft.objects.get().state in (DraftState.PUBLISHED, DraftState.DRAFTING)


def test_two_editors_of_one_city_cast_one_vote():
    candidate = in_vote(members=3)
    elector = candidate.electors.first()
    editors = [city_editor(elector.organisation) for _ in range(3)]

    results = race(*(lambda editor=each: cast(elector.pk, choice=VoteChoice.APPROVE, actor=editor) for each in editors))

    assert losers(results) == []
    assert Vote.objects.count() == 1


def test_mailed_ballot_is_used_once():
    candidate = in_vote(members=3)
    elector = candidate.electors.first()
    token = send_ballot(elector.pk, email="mayor@example.org", actor=city_editor(elector.organisation))

    results = race(
        *(
            lambda choice=choice: cast_by_link(token, choice=choice, reason="Because.")
            for choice in (VoteChoice.APPROVE, VoteChoice.REJECT)
        )
    )

    assert losers(results) == [LinkNotUsable]
    assert DraftStep.objects.filter(name="vote").count() == Vote.objects.count() == 1


def test_vote_opens_once():
    candidate = in_consultation()
    OrganisationFactory.create_batch(3)
    actors = [secretary(), secretary()]

    results = race(*(lambda actor=each: open_vote(candidate.draft_id, on=VOTED, actor=actor) for each in actors))

    assert losers(results) == [StepNotPossible]
    assert candidate.electors.count() == 4


def test_comment_comes_before_the_vote_and_stops_it_or_after_it_and_is_refused():
    candidate, city = in_consultation(), OrganisationFactory()
    member, actor = city_editor(city), secretary()

    results = race(
        lambda: open_vote(candidate.draft_id, on=VOTED, actor=actor),
        lambda: comment_as_member(candidate.pk, block="", text="No.", language="en", organisation=city, actor=member),
    )

    assert losers(results) in ([CommentsOpen], [ConsultationClosed])
    assert Comment.objects.count() == (1 if losers(results) == [CommentsOpen] else 0)


def test_comment_that_is_confirmed_twice_at_once_is_confirmed_once():
    candidate = in_consultation()
    comment = comment_as_public(candidate.pk, block="", text="No.", language="en", email="a@example.org")
    token = link_to_confirm(comment)

    results = race(*[lambda: confirm(token)] * 2)

    assert losers(results) == [LinkNotUsable]
    assert Comment.objects.exclude(verified_at=None).count() == 1


def test_supplier_who_answers_twice_at_once_has_one_answer():
    candidate = in_consultation()
    tokens = [
        link_to_confirm(answer_market(candidate.pk, level=1, readiness=each, company="Maker", email="a@example.org"))
        for each in ("today", "not")
    ]

    results = race(*(lambda token=token: confirm(token) for token in tokens))

    assert losers(results) == []
    assert MarketAnswer.objects.exclude(verified_at=None).count() == 1


def test_answer_and_rework_at_once_are_both_kept():
    candidate, actor, other = in_consultation(), secretary(), secretary()
    comment = CommentFactory(candidate=candidate)

    results = race(
        lambda: dispose(comment.pk, disposition=Disposition.ACCEPTED, answer="Yes.", actor=actor),
        lambda: rework(candidate.draft_id, reason="To take it up.", on=date(2026, 9, 8), actor=other),
    )

    assert losers(results) == []
    assert Comment.objects.get().disposition == "accepted"
