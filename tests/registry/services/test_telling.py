"""Who is told of consultations, votes and new versions: at once or once a week, each thing once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Frequency, OrganisationKind, Topic
from portal.members.models import Membership, NotificationChoice
from portal.outbox.models import OutboxEvent
from portal.outbox.services import deliver_waiting
from registry.enums import Announcement, VoteChoice
from registry.services import telling
from registry.services.candidates import rework
from registry.services.telling import NEWS, take, tell_at_once, tell_of_the_week, week_of
from registry.services.voting import cast, open_vote
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.drafts import VOTED, DraftFactory, carried, in_consultation, in_vote, published, secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.races import race

pytestmark = pytest.mark.django_db

AT_ONCE, WEEKLY, NEVER = Frequency.AT_ONCE, Frequency.WEEKLY, Frequency.NEVER
CONSULTATION, VOTE, ADOPTED = (
    "registry.consultation_opened",
    "registry.vote_opened",
    "registry.adopted",
)
WEDNESDAY = date(2026, 10, 14)
MONDAY = date(2026, 10, 19)


def wants(user, **topics):
    for topic, frequency in topics.items():
        NotificationChoice.objects.update_or_create(
            user=user, topic=Topic(topic), defaults={"frequency": Frequency(frequency)}
        )
    return user


def reader(**topics):
    """Of a supporter, so that no vote waits for them."""
    supporter = OrganisationFactory(kind=OrganisationKind.SUPPORTER, legal_type="")
    return wants(MembershipFactory(organisation=supporter).user, **topics)


def letters(kind):
    rows = Letter.objects.filter(kind=kind).order_by("recipient", "object_id")
    return list(rows.values_list("recipient", "object_id"))


def sent_to(user):
    send_waiting()
    return [message for message in mail.outbox if message.to == [user.email]]


def said(message):
    return " ".join(message.body.split())


def alone(make):
    """What ``make`` makes; whoever it needed for that has left since, but for those who were there before."""
    before = set(Membership.objects.values_list("pk", flat=True))
    made = make()
    Membership.objects.exclude(pk__in=before).delete()
    return made


def closed(candidate):
    rework(candidate.draft_id, reason="Once more.", on=VOTED, actor=secretary())


def test_consultation_is_told_at_once_to_whoever_wants_it():
    keen = reader(consultations="at_once")
    reader(consultations="never")
    reader()
    candidate = in_consultation()

    deliver_waiting()

    assert letters(CONSULTATION) == [(keen.email, candidate.version_id)]
    [message] = sent_to(keen)
    assert message.subject == f"A consultation has opened: {candidate}"
    assert f"{candidate}, Battery that lasts. What changes: Moved to another theme." in said(message)
    assert "You can comment at least until 15 September 2026." in said(message)
    assert f"{candidate.version.get_absolute_url()}consultation/" in message.body
    assert message.extra_headers["List-Unsubscribe"].startswith("<http")


def test_vote_is_told_to_those_who_can_cast_it():
    city = OrganisationFactory()
    editor, buyer = city_editor(city), MembershipFactory(organisation=city).user
    reader()
    wants(city_editor(city), votes="never")
    candidate = alone(in_vote)

    deliver_waiting()

    assert letters(VOTE) == [(editor.email, candidate.version_id)]
    assert sent_to(buyer) == []
    [message] = sent_to(editor)
    elector = candidate.electors.get(organisation=city)
    assert message.subject == f"A vote has opened: {candidate}"
    assert f"- {city}" in message.body
    assert f"/en/me/votes/{elector.pk}/" in message.body


def test_new_version_is_told_with_what_changed():
    keen = reader(published="at_once")
    final = alone(lambda: published(carried()))

    deliver_waiting()

    [message] = sent_to(keen)
    slug, old = final.criterion.slug, final.base_version.number
    assert message.subject == f"Published: {final}"
    assert f"/en/criterion/{slug}/{final.number}/" in message.body
    assert f"/en/criterion/{slug}/compare/{old}...{final.number}/" in message.body


def test_import_of_a_register_tells_nobody():
    reader(published="at_once", consultations="at_once")
    OutboxEvent.objects.record("registry.published", VersionFactory())

    deliver_waiting()

    assert Letter.objects.count() == 0


@pytest.mark.parametrize("over", ["lapsed", "in vote"])
def test_consultation_that_is_over_is_no_news(over):
    reader(consultations="at_once")
    candidate = in_consultation()
    if over == "lapsed":
        closed(candidate)
    else:
        open_vote(candidate.draft_id, on=VOTED, actor=secretary())

    deliver_waiting()

    assert letters(CONSULTATION) == []


@pytest.mark.parametrize("over", ["closed", "voted", "left", "wants none"])
def test_letter_of_a_vote_that_waits_for_nobody_any_more_does_not_leave(over):
    editor = city_editor()
    city = editor.memberships.get().organisation
    MembershipFactory(user=editor)
    candidate = alone(in_vote)
    deliver_waiting()
    elector = candidate.electors.get(organisation=city)

    if over == "closed":
        closed(candidate)
    elif over == "voted":
        cast(elector.pk, choice=VoteChoice.ABSTAIN, actor=editor)
    elif over == "left":
        Membership.objects.filter(user=editor, organisation=city).delete()
    else:
        wants(editor, votes="never")

    assert sent_to(editor) == []


def test_event_that_comes_again_tells_nobody_twice():
    keen = reader(consultations="at_once")
    candidate = in_consultation()
    event = OutboxEvent.objects.get(name=Announcement.CONSULTATION_OPENED)

    deliver_waiting()
    take([event, event])
    deliver_waiting()

    assert letters(CONSULTATION) == [(keen.email, candidate.version_id)]
    assert len(sent_to(keen)) == 1


def test_worker_that_dies_between_tells_everybody_once_in_the_end(monkeypatch):
    """The letters of a delivery that was not noted are rolled back with it."""
    people = [reader(consultations="at_once") for _ in range(3)]
    in_consultation()
    write, written = telling.write_letter, []

    def dies(*args, **kwargs):
        if len(written) == 2:
            raise RuntimeError("the process was killed")
        written.append(write(*args, **kwargs))

    monkeypatch.setattr(telling, "write_letter", dies)
    deliver_waiting()
    before = letters(CONSULTATION)
    monkeypatch.setattr(telling, "write_letter", write)
    OutboxEvent.objects.get(name=Announcement.CONSULTATION_OPENED).deliveries.update(retry_at=None)

    deliver_waiting()

    assert (before, len(written)) == ([], 2)
    assert [len(sent_to(user)) for user in people] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once():
    keen = reader(consultations="at_once")
    candidate = in_consultation()
    Letter.objects.all().delete()
    news = NEWS[Announcement.CONSULTATION_OPENED]

    race(*[lambda: tell_at_once(news, candidate.version_id)] * 2)

    assert letters(CONSULTATION) == [(keen.email, candidate.version_id)]


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_whom_to_tell_takes_three_queries(django_assert_num_queries, count):
    for _ in range(count):
        city_editor()
    candidate = alone(in_vote)
    NotificationChoice.objects.bulk_create(
        NotificationChoice(user=row.user, topic=Topic.VOTES, frequency=NEVER)
        for row in Membership.objects.select_related("user")
    )

    with django_assert_num_queries(3):
        assert tell_at_once(NEWS[Announcement.VOTING_OPENED], candidate.version_id) == 0


def on(day, make=in_consultation, *arguments):
    """What was made on a day, at noon."""
    with time_machine.travel(f"{day}T10:00:00Z", tick=False):
        return alone(lambda: make(*arguments))


def test_week_is_one_letter_with_all_of_it():
    editor = wants(city_editor(), votes="weekly")
    city = editor.memberships.get().organisation
    consulted = on(WEDNESDAY)
    voted = on(WEDNESDAY, in_vote, DraftFactory(proposed_by=city))
    final = on(WEDNESDAY, lambda: published(carried(DraftFactory(proposed_by=city))))
    on(WEDNESDAY, lambda: closed(in_consultation(DraftFactory(proposed_by=city))))

    assert tell_of_the_week(on=MONDAY) == 1

    [message] = sent_to(editor)
    assert message.subject == "3 pieces of news about the criteria"
    sections = said(message).split("This has happened to the criteria since the last letter:")[1]
    votes, others = sections.split("Consultations on criteria that have opened")
    consultations, versions = others.split("New versions of criteria", 1)
    assert [str(each) in part for part, each in ((votes, voted), (consultations, consulted), (versions, final))] == [
        True
    ] * 3


def test_way_out_of_a_weekly_letter_stops_what_was_in_it(client):
    keen = reader()
    on(WEDNESDAY)
    on(WEDNESDAY, lambda: published(carried()))
    tell_of_the_week(on=MONDAY)
    [message] = sent_to(keen)

    link = message.extra_headers["List-Unsubscribe"].strip("<>").split("8000")[1]
    client.post(link)

    stopped = NotificationChoice.objects.filter(user=keen, frequency=NEVER).values_list("topic", flat=True)
    assert sorted(stopped) == ["consultations", "published"]


def test_each_thing_is_told_in_one_week_and_each_week_once():
    keen = reader()
    first = on(WEDNESDAY)
    counts = [tell_of_the_week(on=MONDAY + timedelta(days=days)) for days in (0, 0, 3)]
    second = on(MONDAY + timedelta(days=1))
    counts += [tell_of_the_week(on=MONDAY + timedelta(days=days)) for days in (6, 7, 8, 14)]

    assert counts == [1, 0, 0, 0, 1, 0, 0]
    bodies = [message.body for message in sent_to(keen)]
    assert [[str(each) in body for each in (first, second)] for body in bodies] == [[True, False], [False, True]]


def test_weeks_in_which_the_timer_stood_still_are_made_up_for():
    keen = reader()
    on(WEDNESDAY)
    tell_of_the_week(on=MONDAY)
    missed = [on(MONDAY + timedelta(days=days)) for days in (1, 8, 15)]

    assert tell_of_the_week(on=MONDAY + timedelta(days=21)) == 1

    assert [str(each) in sent_to(keen)[-1].body for each in missed] == [True] * 3


def test_first_letter_tells_no_history():
    keen = reader()
    on(MONDAY - timedelta(days=15))
    lately = on(MONDAY - timedelta(days=14))

    assert week_of(keen, monday=MONDAY).consultations == [lately.version]


def test_what_was_told_at_once_is_not_told_again():
    keen = reader(consultations="at_once")
    on(WEDNESDAY)
    deliver_waiting()
    wants(keen, consultations="weekly")

    assert tell_of_the_week(on=MONDAY) == 0


def test_weekly_letter_that_is_unwanted_meanwhile_does_not_leave():
    keen = reader()
    on(WEDNESDAY)
    tell_of_the_week(on=MONDAY)

    wants(keen, consultations="never")

    assert sent_to(keen) == []


def test_vote_of_others_is_in_nobodys_weekly_letter():
    wants(city_editor(OrganisationFactory(is_fictional=True)), votes="weekly", consultations="never")
    on(WEDNESDAY, in_vote)

    assert tell_of_the_week(on=MONDAY) == 0


def test_command_writes_the_letters_and_repeats_nothing(capsys):
    reader()
    on(WEDNESDAY)

    with time_machine.travel("2026-10-19T06:00:00Z", tick=False):
        call_command("registry_tell", no_color=True)
        call_command("registry_tell", no_color=True)

    assert capsys.readouterr().out.splitlines() == [
        "1 weekly letters about criteria",
        "0 weekly letters about criteria",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_tell_once():
    keen = reader()
    on(WEDNESDAY)

    race(*[lambda: tell_of_the_week(on=MONDAY)] * 2)

    assert letters("registry.digest") == [(keen.email, keen.pk)]
