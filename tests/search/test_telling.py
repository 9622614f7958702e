"""Letters about questions of members: to whoever wants them, as often as they do, of what stands when they leave."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Frequency, OrganisationKind, Topic
from portal.members.models import Membership, NotificationChoice
from portal.members.services.notifications import unsubscribe
from portal.outbox.services import deliver_waiting
from search.network import Asked, ask, withdraw
from search.telling import tell_at_once, tell_of_the_week
from tests.factories.accounts import MembershipFactory, UserFactory, coordinator
from tests.factories.members import OrganisationFactory
from tests.factories.network import NetworkQuestionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 14)  # a Wednesday
MONDAY = TODAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-10-14T10:00:00Z", tick=False) as traveller:
        yield traveller


def reader(frequency=Frequency.AT_ONCE, user=None, **fields):
    """Somebody of a city who wants such letters so often."""
    user = user or MembershipFactory(**fields).user
    NotificationChoice.objects.create(user=user, topic=Topic.QUESTIONS, frequency=frequency)
    return user


def asked():
    """A question with its event delivered, so that letters about it wait."""
    member = MembershipFactory(organisation__name="City of Example", user__name="Ada", user__email="ada@example.org")
    question = ask(
        Asked("Who has bought telephones without chargers?", "no charger", "en"), member.organisation, actor=member.user
    )
    deliver_waiting()
    return question


def sent():
    """The letters that leave now."""
    mail.outbox.clear()
    send_waiting()
    return mail.outbox


def recipients():
    return [address for letter in sent() for address in letter.to]


def test_colleague_of_another_city_gets_the_question_with_everything_for_an_answer():
    user = reader()
    asked()

    [letter] = sent()

    assert (letter.to, letter.reply_to) == ([user.email], ["ada@example.org"])
    assert letter.subject == "City of Example asks the network"
    assert (
        "Ada of City of Example asks the other members:\n\nWho has bought telephones without chargers?" in letter.body
    )
    assert "Searched for: no charger\nhttp://127.0.0.1:8000/en/search/?q=no+charger\n" in letter.body
    assert "write to ada@example.org." in letter.body
    assert letter.extra_headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/en/")


def test_question_without_words_names_no_search():
    user = reader()
    tell_at_once(NetworkQuestionFactory(words="").pk)

    assert [("Searched for" in letter.body, letter.to) for letter in sent()] == [(False, [user.email])]


def test_asker_gets_none_and_each_reader_one_however_often_it_is_told():
    question = asked()
    reader(user=question.asker)
    user = reader()

    assert [tell_at_once(question.pk), tell_at_once(question.pk)] == [1, 1]
    assert (recipients(), recipients()) == ([user.email], [])


@pytest.mark.parametrize("frequency", [Frequency.WEEKLY, Frequency.NEVER])
def test_nobody_else_is_told_at_once(frequency):
    reader(frequency)
    MembershipFactory()  # who has chosen nothing is told weekly
    UserFactory()

    assert tell_at_once(NetworkQuestionFactory().pk) == 0


def test_coordinators_are_told_as_they_choose_and_people_of_supporters_are_not():
    reader(organisation=OrganisationFactory(kind=OrganisationKind.SUPPORTER))
    secretary = reader(user=coordinator())
    coordinator()

    assert tell_at_once(NetworkQuestionFactory().pk) == 1
    assert recipients() == [secretary.email]


def leave(user):
    user.memberships.all().delete()


def be_deactivated(user):
    type(user).objects.filter(pk=user.pk).update(is_active=False)


def opt_out(user):
    NotificationChoice.objects.filter(user=user).update(frequency=Frequency.NEVER)


def go_to_a_supporter(user):
    Membership.objects.filter(user=user).update(organisation=OrganisationFactory(kind=OrganisationKind.SUPPORTER))


@pytest.mark.parametrize("change", [leave, be_deactivated, opt_out, go_to_a_supporter])
def test_whoever_is_no_reader_any_more_when_the_letter_leaves_gets_none(change):
    user = reader()
    asked()

    change(user)

    assert (Letter.objects.filter(kind="search.question").count(), sent()) == (1, [])


@pytest.mark.parametrize("kind", ["at once", "weekly"])
def test_question_that_was_withdrawn_leaves_in_no_letter(clock, kind):
    reader(Frequency.AT_ONCE if kind == "at once" else Frequency.WEEKLY)
    question = asked()
    clock.move_to(MONDAY)
    tell_of_the_week(on=MONDAY)

    withdraw(question.pk, actor=question.asker)

    assert (Letter.objects.filter(kind__startswith="search.question").exists(), sent()) == (True, [])


def test_withdrawn_question_is_told_to_nobody():
    reader()
    question = NetworkQuestionFactory()
    withdraw(question.pk, actor=question.asker)

    assert tell_at_once(question.pk) == 0


def test_week_is_one_letter_to_whoever_chose_nothing_and_told_once(clock):
    user = MembershipFactory().user
    first, second = asked(), NetworkQuestionFactory(text="How long does a battery last with you?", words="")
    for each in (first.asker, second.asker):
        reader(Frequency.NEVER, user=each)
    clock.move_to(MONDAY)

    assert [tell_of_the_week(on=MONDAY + timedelta(days=days)) for days in (0, 0, 3, 7)] == [1, 0, 0, 0]

    [letter] = sent()
    assert (letter.to, letter.reply_to, letter.subject) == ([user.email], [], "2 questions of other members")
    assert "City of Example: Ada, ada@example.org\n\nWho has bought telephones without chargers?" in letter.body
    assert letter.body.index("chargers?") < letter.body.index("How long does a battery last with you?")


def test_week_of_this_moment_is_told_on_the_next_monday():
    MembershipFactory()
    NetworkQuestionFactory()

    assert tell_of_the_week(on=TODAY) == 0


def test_asker_reads_nothing_of_oneself_in_the_week(clock):
    question = asked()
    clock.move_to(MONDAY)

    assert (tell_of_the_week(on=MONDAY), question.asker.memberships.count()) == (0, 1)


def test_what_was_told_at_once_is_not_told_again_in_the_week(clock):
    user = reader()
    asked()
    assert recipients() == [user.email]
    NotificationChoice.objects.filter(user=user).update(frequency=Frequency.WEEKLY)
    clock.move_to(MONDAY)

    assert (tell_of_the_week(on=MONDAY), sent()) == (1, [])


def test_link_of_the_letter_stops_such_letters():
    user = reader()
    asked()
    [letter] = sent()
    address = letter.extra_headers["List-Unsubscribe"].strip("<>/")

    assert unsubscribe(address.rpartition("/")[2]) == (user, (Topic.QUESTIONS,))
    assert tell_at_once(NetworkQuestionFactory().pk) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_finding_whom_to_tell_takes_as_many_queries_for_more_people(django_assert_num_queries, count):
    for _ in range(count):
        reader()
    question = NetworkQuestionFactory()
    tell_at_once(question.pk)
    looks, letters = 6, 4 * count

    with django_assert_num_queries(looks + letters):
        tell_at_once(question.pk)


def test_command_tells_of_the_week_too(clock, capsys, settings):
    settings.SEARCH_BACKEND = "search.database.DatabaseBackend"
    MembershipFactory()
    NetworkQuestionFactory()
    clock.move_to(MONDAY)

    call_command("search_tell")

    assert capsys.readouterr().out == "0 letters about saved searches, 1 about questions of members\n"
