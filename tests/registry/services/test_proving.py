"""What the public says is stored with the one letter that proves its address, or not at all."""

import pytest
from django.core.exceptions import ValidationError

from portal.letters.models import Letter, MailedLink
from registry.enums import Readiness
from registry.errors import ConsultationClosed, LinkNotUsable, UnknownBlock
from registry.models import Comment, MarketAnswer
from registry.services.candidates import rework
from registry.services.consulting import (
    answer_market,
    comment_as_public,
    confirm,
    find_spent,
    is_open,
    link_to_confirm,
)
from registry.services.proving import answer_and_prove, comment_and_prove
from registry.services.voting import open_vote
from tests.factories.drafts import VOTED, in_consultation, secretary
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY, NOT = Readiness.TODAY, Readiness.NOT


@pytest.fixture
def candidate():
    return in_consultation()


def say(candidate, **words):
    given = {"block": "", "text": "Why?", "language": "sv", "email": "Anna@Example.org", "name": ""}
    return comment_and_prove(candidate.pk, **{**given, **words})


def supply(candidate, levels, **words):
    given = {"company": "Maker", "email": "sales@example.org", "language": "fi"}
    return answer_and_prove(candidate.pk, levels=levels, **{**given, **words})


def counts(candidate):
    return candidate.market_answers.counts()


def test_comment_comes_with_a_letter_in_the_readers_language(candidate):
    comment = say(candidate)

    letter = Letter.objects.get()
    assert (letter.kind, letter.object_id) == ("registry.comment", comment.pk)
    assert (letter.recipient, letter.language, letter.body) == ("anna@example.org", "sv", "")


def test_each_comment_has_a_letter_of_its_own(candidate):
    say(candidate), say(candidate)

    assert Letter.objects.count() == 2


@pytest.mark.parametrize(("words", "error"), [({"email": "nobody"}, ValidationError), ({"block": "x"}, UnknownBlock)])
def test_what_is_refused_leaves_neither_comment_nor_letter(candidate, words, error):
    with pytest.raises(error):
        say(candidate, **words)

    assert (Comment.objects.count(), Letter.objects.count()) == (0, 0)


def test_answer_for_several_levels_is_confirmed_by_one_link(candidate):
    first, second = supply(candidate, {1: TODAY, 2: NOT})

    letter = Letter.objects.get()
    assert (letter.kind, letter.object_id, letter.language) == ("registry.market", first.pk, "fi")
    assert counts(candidate) == {}
    confirm(link_to_confirm(first))
    assert counts(candidate) == {1: {"today": 1}, 2: {"not": 1}}
    assert second.email == "sales@example.org"


def test_later_form_takes_the_place_of_the_levels_that_it_names(candidate):
    confirm(link_to_confirm(supply(candidate, {1: TODAY, 2: NOT})[0]))

    confirm(link_to_confirm(supply(candidate, {2: TODAY})[0]))

    assert counts(candidate) == {1: {"today": 1}, 2: {"today": 1}}


def test_link_confirms_nothing_that_was_given_in_another_form(candidate):
    """Somebody else may have written this address into a form of their own."""
    supply(candidate, {1: NOT, 2: NOT})
    own = supply(candidate, {1: TODAY})[0]

    confirm(link_to_confirm(own))

    assert counts(candidate) == {1: {"today": 1}}


def test_answers_of_one_moment_for_one_level_are_counted_once(candidate):
    """A clock that stands still makes two forms one."""
    said = [
        answer_market(candidate.pk, level=level, readiness=TODAY, company="Maker", email="a@example.org")
        for level in (1, 1, 2, 2)
    ]
    MarketAnswer.objects.update(given_at=said[0].given_at)

    confirm(link_to_confirm(said[0]))

    assert counts(candidate) == {1: {"today": 1}, 2: {"today": 1}}


def test_refused_level_leaves_nothing_of_the_form(candidate):
    with pytest.raises(UnknownBlock):
        supply(candidate, {1: TODAY, 3: TODAY})

    assert (MarketAnswer.objects.count(), Letter.objects.count()) == (0, 0)


def test_answer_is_about_something(candidate):
    with pytest.raises(ValueError, match="at least one level"):
        supply(candidate, {})


def test_nothing_is_mailed_about_a_closed_consultation(candidate):
    rework(candidate.draft_id, reason="More to do.", on=VOTED, actor=secretary())

    for speak in (lambda: say(candidate), lambda: supply(candidate, {1: TODAY})):
        with pytest.raises(ConsultationClosed):
            speak()
    assert Letter.objects.count() == 0


def test_used_link_still_says_what_it_has_confirmed(candidate):
    comment = say(candidate)
    token = link_to_confirm(comment)
    assert find_spent(token) is None

    confirm(token)

    with pytest.raises(LinkNotUsable):
        confirm(token)
    assert find_spent(token) == comment


def test_link_that_confirmed_nothing_says_nothing(candidate):
    token = link_to_confirm(comment_as_public(candidate.pk, block="", text="Why?", language="en", email="a@b.example"))
    MailedLink.objects.update(expires_at="2026-01-01T00:00:00Z")

    assert [find_spent(each) for each in (token, "forged", "")] == [None, None, None]


def test_page_asks_whether_comments_are_taken(candidate):
    OrganisationFactory()
    assert is_open(candidate) is True

    open_vote(candidate.draft_id, on=VOTED, actor=secretary())

    candidate.draft.refresh_from_db()
    assert is_open(candidate) is False
