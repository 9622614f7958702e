"""A question to the network: asked by members for their own, told to those who want it, and gone once withdrawn."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from portal.members.enums import OrganisationKind
from portal.outbox.models import OutboxEvent
from portal.privacy.periods import QUESTIONS
from portal.privacy.services.erasing import erase_person
from portal.privacy.services.expiring import expire
from portal.privacy.services.exporting import export_person
from search.models import NetworkQuestion
from search.models.network import KEPT, LONGEST_QUESTION, SHORTEST_QUESTION
from search.network import Asked, ask, withdraw
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.members import OrganisationFactory
from tests.factories.network import NetworkQuestionFactory
from tests.races import race

pytestmark = pytest.mark.django_db
WHO = Asked("Who has bought telephones without chargers?", "no charger", "en", key="k1")


@pytest.fixture
def member():
    return MembershipFactory()


def put(member, asked=WHO, **given):
    return ask(asked, given.get("organisation", member.organisation), actor=member.user)


def standing(*, days=0):
    return list(NetworkQuestion.objects.standing(at=timezone.now() + timedelta(days=days)))


def test_question_is_kept_with_who_asks_and_told_by_an_event(member):
    question = put(member)

    assert (question.asker, question.organisation) == (member.user, member.organisation)
    assert (question.text, question.words, question.language) == (WHO.text, WHO.words, "en")
    assert OutboxEvent.objects.filter(name="search.question_asked", object_id=question.pk).count() == 1


def test_same_form_asks_once_and_another_asks_again(member):
    assert put(member) == put(member)

    put(member, WHO._replace(key="k2"))

    assert (NetworkQuestion.objects.count(), OutboxEvent.objects.filter(name="search.question_asked").count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_ask_once(member):
    first, second = race(lambda: put(member), lambda: put(member))

    assert first == second == NetworkQuestion.objects.get()


def test_nobody_asks_for_an_organisation_of_others(member):
    with pytest.raises(PermissionDenied):
        put(member, organisation=OrganisationFactory())


@pytest.mark.parametrize("kind", [OrganisationKind.PUBLIC_BUYER, OrganisationKind.SUPPORTER])
def test_only_buyers_ask(kind):
    member = MembershipFactory(organisation__kind=kind)

    if kind == OrganisationKind.PUBLIC_BUYER:
        assert put(member).organisation == member.organisation
    else:
        with pytest.raises(PermissionDenied):
            put(member)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "x" * (SHORTEST_QUESTION - 1)}, "text"),
        ({"text": "x" * (LONGEST_QUESTION + 1)}, "text"),
        ({"words": "x" * 201}, "words"),
        ({"language": "de"}, "language"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(member, change, field):
    with pytest.raises(ValidationError) as refused:
        put(member, WHO._replace(**change))

    assert list(refused.value.error_dict) == [field]
    assert NetworkQuestion.objects.count() == 0


def test_asker_and_coordinators_withdraw_a_question_and_nobody_else():
    own, other = NetworkQuestionFactory(), NetworkQuestionFactory()
    withdraw(own.pk, actor=own.asker)
    colleague = MembershipFactory(organisation=other.organisation).user
    for actor in (own.asker, colleague, city_editor(other.organisation)):
        with pytest.raises(PermissionDenied), transaction.atomic():
            withdraw(other.pk, actor=actor)

    withdraw(other.pk, actor=coordinator())

    assert NetworkQuestion.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_asker_and_coordinator_withdraw_at_the_same_moment():
    question, secretary = NetworkQuestionFactory(), coordinator()

    results = race(
        lambda: withdraw(question.pk, actor=question.asker),
        lambda: withdraw(question.pk, actor=secretary),
    )

    assert (results, NetworkQuestion.objects.count()) == ([None, None], 0)


def test_question_stands_for_half_a_year():
    question = NetworkQuestionFactory()

    assert [standing(days=days) for days in (KEPT.days - 1, KEPT.days + 1)] == [[question], []]


@pytest.mark.parametrize("leaves", ["organisation", "account", "nothing"])
def test_question_of_somebody_who_has_left_stands_no_more(leaves):
    question = NetworkQuestionFactory()
    MembershipFactory(user=question.asker)
    if leaves == "organisation":
        question.asker.memberships.filter(organisation=question.organisation).delete()
    if leaves == "account":
        type(question.asker).objects.filter(pk=question.asker.pk).update(is_active=False)

    assert standing() == ([question] if leaves == "nothing" else [])


def test_question_is_deleted_when_nobody_reads_it_any_more():
    now, day = timezone.now(), timedelta(days=1)
    young = NetworkQuestionFactory(asked_at=now - QUESTIONS + day)
    NetworkQuestionFactory(asked_at=now - QUESTIONS - day)

    assert expire()["questions deleted"] == 1
    assert (list(NetworkQuestion.objects.all()), QUESTIONS) == ([young], KEPT)


def test_questions_are_exported_and_go_with_the_person():
    user = UserFactory()
    question, other = NetworkQuestionFactory(asker=user), NetworkQuestionFactory()

    exported = {holding["model"]: holding["rows"] for holding in export_person(user.email)["holdings"]}
    assert [(row["text"], row["words"]) for row in exported["search.NetworkQuestion"]] == [
        (question.text, question.words)
    ]

    erase_person(user.email)
    assert list(NetworkQuestion.objects.all()) == [other]


def test_question_names_its_organisation_in_lists_of_rows():
    question = NetworkQuestionFactory(organisation=OrganisationFactory(name="City of Example"))

    assert str(question) == "City of Example: Who has bought telephones without chargers?"
