"""Answers to comments, one or several alike, never over what somebody else has answered meanwhile."""

import pytest
from django.core.exceptions import PermissionDenied

from registry.enums import Disposition
from registry.errors import AnsweredMeanwhile, AnswerMissing, StepNotPossible
from registry.models import Comment, DraftStep
from registry.services.answering import answer_comments, answer_seen
from registry.services.consulting import dispose
from registry.services.voting import open_vote
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import VOTED, CommentFactory, DraftFactory, in_consultation, secretary

pytestmark = pytest.mark.django_db
ANSWER = "We say how from the next candidate on."


def answer(candidate, *comments, actor=None, words=ANSWER, seen=None):
    seen = seen or {comment.pk: answer_seen(comment) for comment in comments}
    return answer_comments(
        candidate.draft, seen, disposition=Disposition.PARTLY, answer=words, actor=actor or secretary()
    )


def answers():
    return list(Comment.objects.order_by("pk").values_list("disposition", "answer"))


def test_several_comments_get_the_same_answer():
    candidate = in_consultation()
    first, _other, last = CommentFactory.create_batch(3, candidate=candidate)

    answered = answer(candidate, first, last)

    assert answered == [first, last]
    assert answers() == [("partly", ANSWER), ("", ""), ("partly", ANSWER)]
    assert DraftStep.objects.filter(name="answer").count() == 2


def test_answer_can_be_changed_by_whoever_has_read_it():
    candidate = in_consultation()
    comment = CommentFactory(candidate=candidate)
    answer(candidate, comment)

    answer(candidate, Comment.objects.get(), words="In part only.")

    assert answers() == [("partly", "In part only.")]


def test_nobody_answers_over_an_answer_they_have_not_read():
    candidate = in_consultation()
    seen, other = CommentFactory.create_batch(2, candidate=candidate)
    dispose(seen.pk, disposition=Disposition.REJECTED, answer="No.", actor=secretary())

    with pytest.raises(AnsweredMeanwhile):
        answer(candidate, other, seen)

    assert answers() == [("rejected", "No."), ("", "")]


def test_comment_on_another_draft_is_none_of_this_one():
    candidate = in_consultation()
    stranger = CommentFactory(candidate=in_consultation())

    with pytest.raises(Comment.DoesNotExist):
        answer(candidate, stranger)


def test_comment_of_which_the_address_is_not_proved_cannot_be_answered():
    candidate = in_consultation()
    comment = CommentFactory(candidate=candidate, verified_at=None)

    with pytest.raises(Comment.DoesNotExist):
        answer(candidate, comment)


def test_answer_without_words_is_refused():
    candidate = in_consultation()

    with pytest.raises(AnswerMissing):
        answer(candidate, CommentFactory(candidate=candidate), words=" ")


def test_no_answer_changes_once_the_vote_is_open():
    candidate = in_consultation()
    comment = CommentFactory(candidate=candidate)
    answer(candidate, comment)
    open_vote(candidate.draft_id, on=VOTED, actor=secretary())

    with pytest.raises(StepNotPossible):
        answer(candidate, Comment.objects.get(), words="Something else.")


@pytest.mark.parametrize(
    "who", [city_editor, lambda: UserFactory(is_superuser=True, is_staff=True)], ids=["editor", "superuser"]
)
def test_only_coordinators_answer(who):
    candidate = in_consultation()
    comment = CommentFactory(candidate=candidate)

    with pytest.raises(PermissionDenied):
        answer(candidate, comment, actor=who())

    assert answers() == [("", "")]


def test_nothing_to_answer_is_nothing_done():
    draft = in_consultation(DraftFactory()).draft

    assert answer_comments(draft, {}, disposition=Disposition.ACCEPTED, answer="Yes.", actor=secretary()) == []
