"""Two coordinators at the same moment: of two answers, and of two changes of the rules, one is refused."""

import pytest
from wagtail.models import ModelLogEntry

from registry.enums import Disposition, DraftState
from registry.errors import AnsweredMeanwhile, SettingsChanged, StaleDraft, StepNotPossible
from registry.models import Comment, Draft, Register
from registry.services.answering import answer_comments, answer_seen
from registry.services.candidates import open_consultation
from registry.services.consulting import comment_as_public
from registry.services.drafting import save
from registry.services.governing import CHANGED, change_rules, rules_of, rules_seen
from tests.factories.drafts import CONSULTED, CommentFactory, DraftFactory, in_consultation, secretary
from tests.factories.registry import RegisterFactory, battery_content
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def refused(results):
    return [type(result) for result in results if isinstance(result, Exception)]


def test_of_two_answers_to_one_comment_the_later_is_refused():
    candidate = in_consultation()
    comment = CommentFactory(candidate=candidate)
    seen = {comment.pk: answer_seen(comment)}

    def answering(words, actor):
        return lambda: answer_comments(
            candidate.draft, seen, disposition=Disposition.ACCEPTED, answer=words, actor=actor
        )

    results = race(answering("Yes.", secretary()), answering("Surely.", secretary()))

    assert refused(results) == [AnsweredMeanwhile]
    [kept] = [result for result in results if isinstance(result, list)]
    assert Comment.objects.get().answer == kept[0].answer


def test_form_that_is_sent_twice_at_once_makes_one_comment():
    candidate = in_consultation()
    words = {"block": "title", "text": "Why?", "language": "en", "email": "anna@example.org", "key": "a" * 32}

    made = race(*[lambda: comment_as_public(candidate.pk, **words)] * 2)

    assert made == [Comment.objects.get()] * 2


def test_of_two_changes_of_the_rules_the_later_is_refused():
    register = RegisterFactory()
    seen = rules_seen(register)

    def changing(days, actor):
        rules = {**rules_of(register), "consultation_min_days": days}
        return lambda: change_rules(register.pk, rules, seen=seen, actor=actor)

    results = race(changing(21, secretary()), changing(28, secretary()))

    assert refused(results) == [SettingsChanged]
    assert ModelLogEntry.objects.filter(action=CHANGED).count() == 1
    assert Register.objects.get().consultation_min_days in (21, 28)


def test_text_that_is_saved_meanwhile_is_not_put_to_the_members_unread():
    draft = DraftFactory()
    content = battery_content(theme="warranty")
    writer, leader = secretary(), secretary()

    results = race(
        lambda: save(draft.pk, content=content, summary=draft.summary, seen=1, actor=writer),
        lambda: open_consultation(draft.pk, on=CONSULTED, seen=1, actor=leader),
    )

    after = Draft.objects.get()
    if refused(results) == [StaleDraft]:
        assert (after.state, after.content["theme"]) == (DraftState.DRAFTING, "warranty")
    else:
        assert refused(results) == [StepNotPossible]
        assert (after.state, after.content["theme"]) == (DraftState.CONSULTATION, "durability")
