"""A comment that is sent twice with one form is one comment."""

import pytest

from portal.letters.models import Letter
from registry.models import Comment
from registry.services.consulting import comment_as_member, comment_as_public
from registry.services.proving import comment_and_prove
from tests.factories.accounts import MembershipFactory
from tests.factories.drafts import in_consultation
from tests.factories.members import OrganisationFactory

KEY = "0123456789abcdef0123456789abcdef"
WORDS = {"block": "purpose", "text": "Why?", "language": "en"}


@pytest.fixture
def candidate(db):
    return in_consultation()


@pytest.fixture
def by_member(candidate):
    """Sends a comment of one and the same person for a city of two."""
    cities = OrganisationFactory.create_batch(2)
    user = MembershipFactory(organisation=cities[0]).user
    MembershipFactory(organisation=cities[1], user=user)

    def send(*, city=0, **words):
        said = {**WORDS, "key": KEY, **words}
        return comment_as_member(candidate.pk, **said, organisation=cities[city], actor=user)

    return send


def by_public(candidate, **words):
    return comment_and_prove(candidate.pk, **{**WORDS, "key": KEY, "name": "", "email": "anna@example.org", **words})


def test_same_form_twice_is_one_comment_of_a_member(by_member):
    assert by_member() == by_member(text=" Why? ")

    assert Comment.objects.count() == 1


def test_same_form_twice_is_one_comment_of_the_public_and_one_letter(candidate):
    assert by_public(candidate) == by_public(candidate, email=" Anna@example.org")

    assert (Comment.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "other", [{"key": "f" * 32}, {"key": ""}, {"text": "How?"}, {"block": "title"}, {"city": 1}], ids=str
)
def test_what_differs_is_another_comment_of_a_member(by_member, other):
    by_member()

    by_member(**other)

    assert Comment.objects.count() == 2


@pytest.mark.parametrize("other", [{"key": ""}, {"text": "How?"}, {"block": ""}, {"email": "b@example.org"}], ids=str)
def test_what_differs_is_another_comment_of_the_public(candidate, other):
    by_public(candidate)

    by_public(candidate, **other)

    assert (Comment.objects.count(), Letter.objects.count()) == (2, 2)


def test_key_of_a_member_is_not_one_of_the_public(candidate, by_member):
    """Whoever knows a key finds nothing with it that is not their own."""
    of_member = by_member()

    of_public = comment_as_public(candidate.pk, **WORDS, email="anna@example.org", key=KEY)

    assert of_public != of_member


def test_same_words_on_the_next_candidate_are_another_comment(by_member, candidate):
    first, second = by_member(), comment_as_public(in_consultation().pk, **WORDS, email="anna@example.org", key=KEY)

    assert first.candidate != second.candidate


def test_without_a_key_every_comment_is_its_own(by_member):
    assert by_member(key="") != by_member(key="")
