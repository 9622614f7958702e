"""What is kept of people who comment on drafts of criteria, and of those who write and answer there."""

from datetime import timedelta

import pytest

from portal.letters.services import PSEUDONYMS
from portal.privacy.services.erasing import erase_person
from portal.privacy.services.expiring import expire
from registry.models import Comment, DraftStep, MarketAnswer, Vote
from registry.services.consulting import answer_market, comment_as_public, confirm, dispose, link_to_confirm
from registry.services.voting import cast
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import CommentFactory, DraftFactory, in_consultation, in_vote, published, secretary, votes
from tests.portal.privacy.rows import aged, ago

pytestmark = pytest.mark.django_db

UNPROVED, ADDRESSES = "unproved comments deleted", "addresses of comments removed"


def public_comment(candidate, email="anna@example.org"):
    said = {"block": "", "text": "Why?", "language": "en", "name": "Anna"}
    return comment_as_public(candidate.pk, email=email, **said)


def market_answer(candidate, email="anna@example.org", level=1):
    return answer_market(candidate.pk, level=level, readiness="today", company="Maker", email=email)


@pytest.mark.parametrize(("hours", "gone"), [(47, 0), (49, 2)])
def test_what_was_never_proved_goes_after_two_days(hours, gone):
    candidate = in_consultation()
    aged(public_comment(candidate), written_at=ago(hours=hours))
    aged(market_answer(candidate), given_at=ago(hours=hours))

    assert expire()[UNPROVED] == gone
    assert Comment.objects.count() + MarketAnswer.objects.count() == 2 - gone


def test_what_was_proved_stays_without_its_address_after_a_year():
    candidate = in_consultation()
    old, new = CommentFactory(candidate=candidate), CommentFactory(candidate=candidate)
    aged(old, written_at=ago(days=366))

    assert expire()[ADDRESSES] == 1
    assert expire()[ADDRESSES] == 0
    assert [(row.pk, row.email) for row in Comment.objects.all()] == [(old.pk, ""), (new.pk, new.email)]


def test_suppliers_are_still_counted_once_each_without_their_addresses():
    candidate = in_consultation()
    for email in ("anna@example.org", "bert@example.org"):
        answer = market_answer(candidate, email)
        confirm(link_to_confirm(answer))
        aged(answer, given_at=ago(days=366))

    assert expire()[ADDRESSES] == 2
    assert expire()[ADDRESSES] == 0
    emails = set(MarketAnswer.objects.values_list("email", flat=True))
    assert (len(emails), all(email.endswith(PSEUDONYMS) for email in emails)) == (2, True)
    assert MarketAnswer.objects.counts() == {1: {"today": 2}}


def test_erased_commenter_leaves_words_without_name():
    comment = CommentFactory(candidate=in_consultation(), email="anna@example.org", name="Anna")

    erase_person("ANNA@example.org")

    comment.refresh_from_db()
    assert (comment.name, comment.email, comment.text) == ("", "", "Say how the capacity is measured.")


def test_erased_supplier_is_forgotten_also_behind_the_pseudonym():
    candidate = in_consultation()
    first, second = market_answer(candidate), market_answer(candidate, level=2)
    aged(first, given_at=ago(days=366), verified_at=ago(days=366))
    expire()

    erase_person("anna@example.org")

    assert not MarketAnswer.objects.filter(pk__in=[first.pk, second.pk]).exists()


def test_erased_coordinator_leaves_answers_and_steps_without_name():
    coordinator, _other = secretary(), secretary()
    comment = CommentFactory(candidate=in_consultation())
    dispose(comment.pk, disposition="accepted", answer="Yes.", actor=coordinator)
    city_editor(coordinator.memberships.get().organisation)

    erase_person(coordinator.email)

    comment.refresh_from_db()
    assert (comment.answer, comment.answered_by) == ("Yes.", None)
    assert DraftStep.objects.get(name="answer").user is None


def test_erased_editor_leaves_a_closed_vote_as_it_was_cast():
    """No person is in a vote: the database lets nobody touch one that is closed."""
    candidate = in_vote(members=3)
    votes(candidate, ["approve", "approve"])
    elector = candidate.electors.order_by("pk")[2]
    editor, _colleague = city_editor(elector.organisation), city_editor(elector.organisation)
    cast(elector.pk, choice="reject", reason="No.", actor=editor)
    cast(elector.pk, choice="approve", actor=editor)
    published(candidate)

    erase_person(editor.email)

    assert Vote.objects.get(elector=elector).choice == "approve"
    assert set(DraftStep.objects.filter(organisation=elector.organisation).values_list("user", flat=True)) == {None}


def test_erased_writer_no_longer_counts_as_one_of_two_who_say_that_the_same_bids_comply():
    declared, confirmed = UserFactory(), UserFactory()
    draft = DraftFactory(
        same_bids_reason="Only clearer.", declared_by=declared, confirmed_by=confirmed, proposers=[declared]
    )

    erase_person(declared.email)

    draft.refresh_from_db()
    assert (draft.is_declared, draft.proposers.count()) == (False, 0)


def test_dry_run_keeps_addresses():
    comment = aged(CommentFactory(candidate=in_consultation()), written_at=ago(days=366))

    assert expire(dry_run=True)[ADDRESSES] == 1
    assert Comment.objects.get(pk=comment.pk).email == comment.email
    assert comment.verified_at - comment.written_at > timedelta(days=365)
