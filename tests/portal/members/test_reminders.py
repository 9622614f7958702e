"""Mails that come by themselves: once, to whoever wants them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils.timezone import localdate

from portal.letters.models import Letter
from portal.members.enums import Frequency, OrganisationKind, Role, Topic
from portal.members.models import Invitation, NotificationChoice, Organisation
from portal.members.services.reminders import (
    languages_of,
    remind_of_figures,
    take,
    tell_of_new_members,
    tell_of_the_week,
    week_before,
)
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.members import OrganisationFactory
from tests.races import race

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 14)  # a Wednesday
LONG_AGO = TODAY - timedelta(days=366)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-14T10:00:00Z", tick=False):
        yield


def wants(user, topic, frequency):
    NotificationChoice.objects.create(user=user, topic=topic, frequency=frequency)
    return user


def letters(kind):
    rows = Letter.objects.filter(kind=kind).order_by("recipient", "object_id")
    return list(rows.values_list("recipient", "object_id"))


def test_editors_are_asked_about_old_figures():
    old = OrganisationFactory(figures_checked_on=LONG_AGO)
    never = OrganisationFactory(figures_checked_on=None)
    fresh = OrganisationFactory(figures_checked_on=TODAY - timedelta(days=365))
    first, second, third = city_editor(old), city_editor(never), city_editor(fresh)
    MembershipFactory(organisation=old)

    assert remind_of_figures(on=TODAY) == 2

    expected = [(first.email, old.pk), (second.email, never.pk)]
    assert letters("members.figures") == sorted(expected)
    assert third.email not in dict(expected)


def test_reminder_comes_once_a_year():
    editor = city_editor(OrganisationFactory(figures_checked_on=LONG_AGO))

    assert [remind_of_figures(on=TODAY + timedelta(days=days)) for days in (0, 0, 1)] == [1, 0, 0]
    with time_machine.travel("2027-10-15T10:00:00Z", tick=False):
        assert remind_of_figures(on=localdate()) == 1

    assert [recipient for recipient, _pk in letters("members.figures")] == [editor.email] * 2


def test_reminder_comes_for_each_organisation():
    editor = city_editor()
    other = MembershipFactory(user=editor, role=Role.CITY_EDITOR).organisation

    assert remind_of_figures(on=TODAY) == 2

    assert {pk for _email, pk in letters("members.figures")} == {
        other.pk,
        editor.memberships.exclude(organisation=other).get().organisation_id,
    }


def test_supporters_and_those_who_opted_out_are_not_asked():
    city_editor(OrganisationFactory(kind=OrganisationKind.SUPPORTER))
    wants(city_editor(), Topic.FIGURES, Frequency.NEVER)
    MembershipFactory(role=Role.CITY_EDITOR, user__is_active=False)

    assert remind_of_figures(on=TODAY) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_whom_to_ask_takes_three_queries(django_assert_num_queries, count):
    for _ in range(count):
        city_editor()
    remind_of_figures(on=TODAY)

    with django_assert_num_queries(3):
        assert remind_of_figures(on=TODAY + timedelta(days=1)) == 0


def test_new_member_is_told_at_once_to_whoever_wants_it():
    keen = wants(MembershipFactory().user, Topic.NEW_MEMBERS, Frequency.AT_ONCE)
    MembershipFactory()
    new = OrganisationFactory(joined_on=TODAY)
    wants(city_editor(new), Topic.NEW_MEMBERS, Frequency.AT_ONCE)

    assert (tell_of_new_members(on=TODAY), tell_of_new_members(on=TODAY)) == (1, 0)

    assert letters("members.joined") == [(keen.email, new.pk)]


@pytest.mark.parametrize(
    "facts",
    [
        {"joined_on": None},
        {"joined_on": TODAY - timedelta(days=15)},
        {"joined_on": TODAY + timedelta(days=1)},
        {"joined_on": TODAY, "is_fictional": True},
    ],
)
def test_old_news_and_fiction_are_not_told(facts):
    wants(MembershipFactory().user, Topic.NEW_MEMBERS, Frequency.AT_ONCE)
    OrganisationFactory(**facts)

    assert tell_of_new_members(on=TODAY) == 0


def test_approval_is_told_by_the_outbox():
    keen = wants(MembershipFactory().user, Topic.NEW_MEMBERS, Frequency.AT_ONCE)
    new = OrganisationFactory(joined_on=TODAY)

    take([OutboxEvent(name="joining.submit")])
    before = letters("members.joined")
    take([OutboxEvent(name="joining.submit"), OutboxEvent(name="joining.approve")])

    assert (before, letters("members.joined")) == ([], [(keen.email, new.pk)])


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 10, 12), date(2026, 10, 5)),
        (date(2026, 10, 18), date(2026, 10, 5)),
        (date(2026, 10, 19), date(2026, 10, 12)),
        (date(2027, 1, 1), date(2026, 12, 21)),
    ],
)
def test_week_before_is_a_whole_one(day, monday):
    assert week_before(day) == (monday, monday + timedelta(days=6))


def test_week_is_told_once_to_each():
    reader = MembershipFactory().user
    wants(MembershipFactory().user, Topic.NEW_MEMBERS, Frequency.NEVER)
    wants(MembershipFactory().user, Topic.NEW_MEMBERS, Frequency.AT_ONCE)
    OrganisationFactory(joined_on=date(2026, 10, 5))
    OrganisationFactory(joined_on=date(2026, 10, 11))

    counts = [tell_of_the_week(on=TODAY + timedelta(days=days)) for days in (0, 0, 4)]

    assert counts == [1, 0, 0]
    assert letters("members.digest") == [(reader.email, reader.pk)]
    assert Letter.objects.get(kind="members.digest").occasion == "2026-10-05"


def test_week_in_which_nobody_joined_is_not_told():
    MembershipFactory()
    OrganisationFactory(joined_on=TODAY)

    assert tell_of_the_week(on=TODAY) == 0


def test_command_writes_all_that_is_due_and_repeats_nothing(capsys):
    city_editor()
    OrganisationFactory(joined_on=date(2026, 10, 8), figures_checked_on=TODAY)

    call_command("members_remind", no_color=True)
    call_command("members_remind", no_color=True)

    assert capsys.readouterr().out.splitlines() == [
        "1 reminders of figures, 0 letters about new members, 1 about the week",
        "0 reminders of figures, 0 letters about new members, 0 about the week",
    ]


def invited(user, language, *, accepted):
    Invitation.objects.create(
        organisation=OrganisationFactory(),
        email=user.email,
        role=Role.MEMBER,
        language=language,
        accepted_at=accepted,
    )


def test_language_is_that_of_the_newest_invitation():
    user = MembershipFactory(organisation__languages=["da"]).user
    invited(user, "fi", accepted="2026-01-01T00:00:00Z")
    invited(user, "nb", accepted="2026-02-01T00:00:00Z")
    invited(user, "sv", accepted=None)

    assert languages_of([user.pk]) == {user.pk: "nb"}


def test_language_is_else_the_first_of_the_organisation_that_the_site_speaks():
    danish = MembershipFactory(organisation__languages=["de", "da", "en"]).user
    nowhere = UserFactory()

    assert languages_of([danish.pk, nowhere.pk]) == {danish.pk: "da", nowhere.pk: "en"}


@pytest.mark.parametrize("count", [1, 3])
def test_languages_take_three_queries(django_assert_num_queries, count):
    users = [MembershipFactory().user for _ in range(count)]

    with django_assert_num_queries(3):
        assert len(languages_of([user.pk for user in users])) == count


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_ask_once():
    editor = city_editor()

    race(*[lambda: remind_of_figures(on=TODAY)] * 2)

    assert [recipient for recipient, _pk in letters("members.figures")] == [editor.email]


@pytest.mark.parametrize(
    ("checked_on", "is_old"),
    [(None, True), (TODAY, False), (TODAY - timedelta(days=365), False), (TODAY - timedelta(days=366), True)],
)
def test_figures_are_old_after_a_year(checked_on, is_old):
    OrganisationFactory(figures_checked_on=checked_on)

    assert Organisation.objects.with_old_figures(on=TODAY).exists() is is_old


def test_joined_between_counts_both_days_in_their_order():
    first, last = (OrganisationFactory(joined_on=date(2026, 10, day)) for day in (5, 11))
    OrganisationFactory(joined_on=date(2026, 10, 4))
    OrganisationFactory(joined_on=date(2026, 10, 12))

    found = Organisation.objects.joined_between(date(2026, 10, 5), date(2026, 10, 11))

    assert list(found) == [first, last]
