"""Two people at the same request at the same moment: one of them wins, the other is told."""

import pytest

from portal.joining.enums import State
from portal.joining.errors import StepNotPossible
from portal.joining.models import JoinRequest, JoinStep
from portal.joining.services.moving import move
from portal.joining.services.reviewing import approve, recuse
from portal.letters.models import Letter
from portal.members.models import Organisation
from tests.factories.accounts import coordinator
from tests.factories.joining import JoinRequestFactory, applicant_of
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def in_review():
    return JoinRequestFactory(state=State.IN_REVIEW)


def losers(results):
    return [type(result) for result in results if isinstance(result, Exception)]


def test_approval_against_refusal_ends_in_one_of_them():
    request, first, second = in_review(), coordinator(), coordinator()
    approve(request.pk, actor=coordinator())

    results = race(
        lambda: approve(request.pk, actor=first),
        lambda: move(request.pk, "decline", actor=second, reason="No."),
    )

    request.refresh_from_db()
    is_approved = request.state == State.APPROVED
    assert losers(results) == [StepNotPossible]
    assert isinstance(results[1 if is_approved else 0], StepNotPossible)
    assert Organisation.objects.filter(join_request=request).exists() is is_approved
    assert list(Letter.objects.filter(kind__startswith="joining.").values_list("kind", flat=True)) == [
        "joining.approve" if is_approved else "joining.decline"
    ]


def test_question_against_withdrawal_leaves_a_withdrawn_request():
    request, reviewer = in_review(), coordinator()

    results = race(
        lambda: move(request.pk, "ask", actor=reviewer, reason="Which?"),
        lambda: move(request.pk, "withdraw", actor=applicant_of(request)),
    )

    request.refresh_from_db()
    names = list(JoinStep.objects.values_list("name", flat=True))
    assert request.state == State.WITHDRAWN
    assert (names, losers(results)) in [(["withdraw"], [StepNotPossible]), (["ask", "withdraw"], [])]


def test_two_reviewers_who_begin_at_once_begin_once():
    request = JoinRequestFactory(state=State.SUBMITTED)
    reviewers = [coordinator(), coordinator()]

    results = race(*[lambda who=who: move(request.pk, "start_review", actor=who) for who in reviewers])

    assert losers(results) == [StepNotPossible]
    assert (JoinStep.objects.count(), Letter.objects.count()) == (1, 1)


def test_recusal_against_the_second_yes_never_counts_both():
    request, first, second = in_review(), coordinator(), coordinator()
    approve(request.pk, actor=first)

    recusal, approved = race(lambda: recuse(request.pk, actor=first), lambda: approve(request.pk, actor=second))

    is_member = JoinRequest.objects.get().state == State.APPROVED
    order = list(JoinStep.objects.filter(name__in=["recuse", "approve"]).order_by("pk").values_list("name", flat=True))
    assert recusal.reviewer == first
    assert (approved.is_member, order) == ((True, ["approve", "recuse"]) if is_member else (False, ["recuse"]))
