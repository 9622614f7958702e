"""Each letter leaves once, later if it must, and a failure is seen."""

import socket
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from portal.letters.models import Letter, MailedLink
from portal.letters.querysets import MOST_ATTEMPTS
from portal.letters.sending import CLAIMED, send_waiting
from portal.letters.services import find_link
from tests.portal.letters import KIND
from tests.races import race
from tests.services.smtp import smtp_server

pytestmark = pytest.mark.django_db
REAL = "django.core.mail.backends.smtp.EmailBackend"


class DiesAfterSending(EmailBackend):
    """The process ends between sending and noting it."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit


class LooksForTransactions(EmailBackend):
    """Notes whether the database is held while a message is sent."""

    held: list[bool] = []

    def send_messages(self, messages):
        self.held.append(connection.in_atomic_block)
        return super().send_messages(messages)


def waiting(number=1, **fields):
    given = {"kind": KIND, "object_id": number, "recipient": f"bo-{number}@city.example", "language": "sv", **fields}
    return Letter.objects.create(**given)


def minutes_on(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def _no_server(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = REAL, "127.0.0.1", closed_port()


def test_waiting_letters_leave_oldest_first_and_once():
    waiting(1), waiting(2)

    assert (send_waiting(), send_waiting()) == (2, 0)

    assert [message.to for message in mail.outbox] == [["bo-1@city.example"], ["bo-2@city.example"]]
    assert not Letter.objects.filter(sent_at=None).exists()


def test_letter_is_composed_when_it_is_sent(said):
    waiting()
    said["name"] = "Ada"

    send_waiting()

    assert mail.outbox[0].subject == "A note for Ada [sv]"


def test_headers_say_that_nobody_wrote_it_by_hand():
    letter = waiting()

    send_waiting()

    message = mail.outbox[0].message()
    names = ("Message-ID", "Content-Language", "Auto-Submitted", "To", "From")
    assert [message[name] for name in names] == [
        f"<letter-{letter.pk}@127.0.0.1>",
        "sv",
        "auto-generated",
        "bo-1@city.example",
        "Joint Demand <no-reply@example.org>",
    ]


def test_answer_goes_to_whom_the_letter_names_and_else_to_the_portal(said):
    waiting(1)
    send_waiting()
    said["reply_to"] = "ada@city.example"
    waiting(2)
    send_waiting()

    assert [message.message()["Reply-To"] for message in mail.outbox] == [None, "ada@city.example"]


def test_link_in_the_mail_opens_and_stands_nowhere_else():
    waiting()

    send_waiting()

    token = mail.outbox[0].body.strip().rpartition("/")[2]
    assert find_link(token).email == "bo-1@city.example"
    rows = [*Letter.objects.values_list(), *MailedLink.objects.values_list()]
    assert [row for row in rows if token in str(row)] == []


def test_letter_with_nothing_to_say_is_put_away_unsent(said):
    said.clear()
    letter = waiting()

    assert (send_waiting(), send_waiting()) == (0, 0)

    letter.refresh_from_db()
    assert (letter.fault, letter.sent_at is None, mail.outbox) == ("nothing to say", False, [])


@pytest.mark.usefixtures("_no_server")
def test_letter_waits_longer_and_longer_while_no_server_answers():
    letter = waiting()
    waits = []

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(MOST_ATTEMPTS):
            assert send_waiting() == 0
            letter.refresh_from_db()
            waits.append((letter.due_at - timezone.now()).total_seconds() / 60)
            clock.move_to(letter.due_at)
        assert send_waiting() == 0

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128]
    assert (letter.attempts, letter.fault[:23]) == (MOST_ATTEMPTS, "ConnectionRefusedError:")
    assert list(Letter.objects.given_up()) == [letter]


@pytest.mark.usefixtures("_no_server")
def test_letter_is_not_tried_before_its_time(settings):
    waiting()
    send_waiting()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert send_waiting() == 0
    with minutes_on(1.1):
        assert send_waiting() == 1
    assert Letter.objects.get().fault == ""


def test_one_bad_letter_holds_no_other_up():
    waiting(1, kind="tests.unknown")
    waiting(2)

    assert send_waiting() == 1
    assert Letter.objects.get(sent_at=None).fault == "KeyError: 'tests.unknown'"


def test_process_that_died_after_sending_makes_the_same_letter_leave_again(settings):
    letter = waiting()
    settings.EMAIL_BACKEND = f"{__name__}.DiesAfterSending"
    with pytest.raises(SystemExit):
        send_waiting()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert send_waiting() == 0  # it counts as being sent
    with minutes_on(CLAIMED.total_seconds() / 60 + 1):
        assert send_waiting() == 1

    assert [message.message()["Message-ID"] for message in mail.outbox] == [f"<letter-{letter.pk}@127.0.0.1>"] * 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once():
    for number in range(6):
        waiting(number)

    assert sum(race(send_waiting, send_waiting)) == 6
    assert sorted(message.to[0] for message in mail.outbox) == [f"bo-{number}@city.example" for number in range(6)]


@pytest.mark.django_db(transaction=True)
def test_database_is_free_while_the_mail_server_is_spoken_to(settings):
    settings.EMAIL_BACKEND = f"{__name__}.LooksForTransactions"
    LooksForTransactions.held.clear()
    waiting()

    send_waiting()

    assert LooksForTransactions.held == [False]


def test_real_server_takes_the_letter_as_it_was_meant(settings, said):
    said["name"] = "Åse Ødegård"
    waiting(1), waiting(2, body="Hej,\n\n.\nen punkt allena\n{link}\n")
    with smtp_server() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = REAL, "127.0.0.1", server.port
        assert send_waiting() == 2

    [first, second] = server.taken
    assert (first.recipients, first.message["To"]) == (["bo-1@city.example"], "bo-1@city.example")
    assert str(first.message["Subject"]) == "A note for Åse Ødegård [sv]"
    assert second.message.get_content().splitlines()[:4] == ["Hej,", "", ".", "en punkt allena"]


def test_address_that_slipped_past_the_service_reaches_nobody_else(settings):
    """A row written by hand: the mail library refuses a second header or recipient."""
    waiting(1, recipient="bo@city.example\nBcc: all@city.example")
    waiting(2, recipient="bo@city.example, all@city.example")
    with smtp_server() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = REAL, "127.0.0.1", server.port
        assert send_waiting() == 0

    assert server.taken == []
    faults = Letter.objects.order_by("pk").values_list("fault", flat=True)
    assert [fault[:27] for fault in faults] == ["ValueError: Invalid address"] * 2


def test_command_says_how_many_were_sent(capsys):
    waiting()

    call_command("letters_send")

    assert capsys.readouterr().out == "1 letters sent\n"


def test_command_fails_and_names_what_was_given_up():
    letter = waiting(attempts=MOST_ATTEMPTS, fault="ConnectionRefusedError: no")

    with pytest.raises(CommandError) as failed:
        call_command("letters_send")

    assert str(failed.value).splitlines() == [
        "These letters could not be sent. Mend what the fault says, then run letters_send --again:",
        f"{letter.pk} {KIND}: ConnectionRefusedError: no",
    ]


def test_command_tries_given_up_letters_again(capsys):
    waiting(attempts=MOST_ATTEMPTS, fault="ConnectionRefusedError: no")

    call_command("letters_send", again=True)

    assert capsys.readouterr().out.splitlines() == ["1 letters are tried again", "1 letters sent"]
    assert len(mail.outbox) == 1
