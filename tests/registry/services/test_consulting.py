"""Consultation: comments on blocks, answers that are required, what suppliers can meet; addresses are proved."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.letters.models import MailedLink
from registry.enums import Disposition
from registry.errors import (
    AnswerMissing,
    ConsultationClosed,
    EmptyComment,
    LinkNotUsable,
    StepNotPossible,
    UnknownBlock,
)
from registry.models import Comment, Draft, MarketAnswer
from registry.services.candidates import rework
from registry.services.consulting import (
    answer_market,
    comment_as_member,
    comment_as_public,
    confirm,
    dispose,
    find_said,
    link_to_confirm,
)
from registry.services.drafting import abandon
from registry.services.voting import open_vote
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.drafts import VOTED, CommentFactory, in_consultation, secretary
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate():
    return in_consultation()


def by_member(candidate, *, block="requirement.1", text="Why so much?", actor=None, organisation=None):
    organisation = organisation or OrganisationFactory()
    actor = actor or MembershipFactory(organisation=organisation).user
    return comment_as_member(
        candidate.pk, block=block, text=text, language="sv", organisation=organisation, actor=actor
    )


def by_public(candidate, *, block="", email="Anna@Example.org ", **words):
    return comment_as_public(candidate.pk, block=block, text="Why?", language="en", email=email, **words)


def by_supplier(candidate, readiness="today", *, level=1, email="sales@example.org"):
    return answer_market(candidate.pk, level=level, readiness=readiness, company=" Maker ", email=email)


def lapsed(candidate):
    rework(candidate.draft_id, reason="More to do.", on=VOTED, actor=secretary())


def abandoned(candidate):
    abandon(candidate.draft_id, reason="Not now.", on=VOTED, actor=secretary())


def put_to_vote(candidate):
    open_vote(candidate.draft_id, on=VOTED, actor=secretary())


def test_member_comments_for_a_city_at_once(candidate):
    city = OrganisationFactory()
    member = MembershipFactory(organisation=city).user

    comment = by_member(candidate, organisation=city, actor=member, text=" Why so much? ")

    assert (comment.text, comment.block, comment.language) == ("Why so much?", "requirement.1", "sv")
    assert (comment.organisation, comment.user, comment.email) == (city, member, "")
    assert list(Comment.objects.of(candidate.draft).unanswered()) == [comment]


def test_nobody_comments_for_a_city_of_others(candidate):
    with pytest.raises(PermissionDenied):
        by_member(candidate, organisation=OrganisationFactory(), actor=city_editor())


def test_comment_of_the_public_counts_once_its_address_is_proved(candidate):
    comment = by_public(candidate, name=" Anna ")
    token = link_to_confirm(comment)

    assert (comment.email, comment.name) == ("anna@example.org", "Anna")
    assert list(Comment.objects.of(candidate.draft)) == []
    assert find_said(token) == comment  # a look uses nothing up
    confirm(token)
    assert list(Comment.objects.of(candidate.draft)) == [comment]


def test_token_is_kept_nowhere(candidate):
    token = link_to_confirm(by_public(candidate))

    assert token not in str(MailedLink.objects.values().get())


@pytest.mark.parametrize("token", ["", "forged", "A" * 32])
def test_forged_link_confirms_nothing(candidate, token):
    by_public(candidate)

    with pytest.raises(LinkNotUsable, match="This link to a comment was used, taken back or has expired"):
        confirm(token)


def test_link_confirms_once_and_not_for_ever(candidate):
    used, late = link_to_confirm(by_public(candidate)), link_to_confirm(by_public(candidate))
    confirm(used)

    with pytest.raises(LinkNotUsable):
        confirm(used)
    with time_machine.travel(timezone.now() + timedelta(days=3)), pytest.raises(LinkNotUsable):
        confirm(late)


@pytest.mark.parametrize("address", ["", "anna", "anna@example.org, bert@example.org", "anna@example.org\nBcc: x@y.z"])
def test_comment_needs_one_address(candidate, address):
    with pytest.raises(ValidationError):
        by_public(candidate, email=address)


@pytest.mark.parametrize(
    "block", ["", "title", "requirement.2", "proof.eprel", "parameter.cycles", "legal_floor.ecodesign"]
)
def test_every_block_can_be_commented_on(candidate, block):
    assert by_member(candidate, block=block).block == block


@pytest.mark.parametrize("block", ["requirement.3", "requirement", "price", "proof.test"])
def test_comment_on_a_block_that_is_not_there_is_refused(candidate, block):
    with pytest.raises(UnknownBlock, match=block):
        by_member(candidate, block=block)


def test_comment_without_words_is_refused(candidate):
    with pytest.raises(EmptyComment):
        by_member(candidate, text=" \n")


@pytest.mark.parametrize("close", [lapsed, abandoned, put_to_vote], ids=["lapsed", "abandoned", "in vote"])
def test_nothing_is_said_of_a_candidate_that_is_closed(candidate, close):
    token = link_to_confirm(by_public(candidate))
    close(candidate)

    for say in (by_member, by_public, by_supplier):
        with pytest.raises(ConsultationClosed):
            say(candidate)
    with pytest.raises(ConsultationClosed):
        confirm(token)
    assert MailedLink.objects.get().used_at is None


def test_nothing_is_said_of_the_candidate_before(candidate):
    lapsed(candidate)
    in_consultation(Draft.objects.get())

    with pytest.raises(ConsultationClosed, match=r"rc\.1"):
        by_member(candidate)


def test_coordinator_answers_a_comment_and_may_change_the_answer(candidate):
    comment, actor = CommentFactory(candidate=candidate), secretary()

    dispose(comment.pk, disposition=Disposition.PARTLY, answer=" We say how. ", actor=actor)
    answered = dispose(comment.pk, disposition=Disposition.ACCEPTED, answer="We say how.", actor=actor)

    assert (answered.disposition, answered.answer, answered.answered_by) == ("accepted", "We say how.", actor)
    assert list(Comment.objects.of(candidate.draft).unanswered()) == []


def test_answer_may_also_come_while_the_draft_is_reworked(candidate):
    comment = CommentFactory(candidate=candidate)
    lapsed(candidate)

    assert dispose(comment.pk, disposition="accepted", answer="Done.", actor=secretary()).answer == "Done."


def test_answer_needs_words(candidate):
    with pytest.raises(AnswerMissing):
        dispose(CommentFactory(candidate=candidate).pk, disposition="rejected", answer=" ", actor=secretary())


def test_database_takes_no_disposition_without_an_answer(candidate):
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentFactory(candidate=candidate, disposition="accepted")


def test_comment_that_does_not_count_is_not_answered(candidate):
    with pytest.raises(Comment.DoesNotExist):
        dispose(by_public(candidate).pk, disposition="accepted", answer="Yes.", actor=secretary())


def test_answers_are_fixed_once_the_vote_is_open():
    candidate = in_consultation()
    comment = CommentFactory(candidate=candidate, disposition="accepted", answer="Yes.")
    Draft.objects.update(state="voting")

    with pytest.raises(StepNotPossible):
        dispose(comment.pk, disposition="rejected", answer="No.", actor=secretary())


def test_suppliers_are_counted_by_level_once_their_addresses_are_proved(candidate):
    for readiness, level, email in (
        ("today", 1, "a@example.org"),
        ("not", 2, "a@example.org"),
        ("today", 1, "b@example.org"),
        ("within_a_year", 2, "b@example.org"),
    ):
        confirm(link_to_confirm(by_supplier(candidate, readiness, level=level, email=email)))
    by_supplier(candidate, "not", email="c@example.org")

    assert candidate.market_answers.counts() == {1: {"today": 2}, 2: {"not": 1, "within_a_year": 1}}


def test_later_answer_of_a_supplier_takes_the_place_of_the_earlier_one_once_it_is_proved(candidate):
    confirm(link_to_confirm(by_supplier(candidate, "not")))
    later = by_supplier(candidate, "today")
    assert candidate.market_answers.counts() == {1: {"not": 1}}

    confirm(link_to_confirm(later))

    assert candidate.market_answers.counts() == {1: {"today": 1}}
    assert MarketAnswer.objects.get().company == "Maker"


def test_supplier_answers_for_a_level_that_there_is(candidate):
    with pytest.raises(UnknownBlock, match="3"):
        by_supplier(candidate, level=3)


@pytest.mark.parametrize("purpose", ["joining.apply", "registry.vote"])
def test_link_of_another_purpose_confirms_nothing(candidate, purpose):
    comment = by_public(candidate)
    token = link_to_confirm(comment)
    MailedLink.objects.update(purpose=purpose)

    with pytest.raises(LinkNotUsable):
        confirm(token)
