"""A letter is written once for each occasion, and a mailed link opens one thing once."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.letters.models import Letter, MailedLink
from portal.letters.services import (
    PSEUDONYMS,
    find_link,
    issue_link,
    one_address,
    prolong_link,
    pseudonym,
    revoke_links,
    try_again,
    use_link,
    write_letter,
)
from portal.outbox.models import OutboxEvent
from tests.portal.letters import KIND, PURPOSE
from tests.races import race

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def write(**given):
    fields = {"recipient": "bo@city.example", "language": "sv", **given}
    return write_letter(fields.pop("kind", KIND), fields.pop("thing", 1), **fields)


def issue(**given):
    fields = {"email": "Bo@city.example ", "lifetime": A_DAY, **given}
    return issue_link(fields.pop("purpose", PURPOSE), fields.pop("thing", 1), **fields)


@transaction.atomic
def write_and_fail():
    write()
    raise ZeroDivisionError


def test_letter_is_written_once_per_occasion(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = write()
        assert write(recipient=" BO@city.example", language="fi", body="other") == first
    with django_capture_on_commit_callbacks(execute=True):
        assert write() == first

    assert Letter.objects.count() == OutboxEvent.objects.filter(name="letters.written").count() == 1
    assert [message.to for message in mail.outbox] == [["bo@city.example"]]


@pytest.mark.parametrize("other", [{"thing": 2}, {"occasion": "2027"}, {"recipient": "ada@city.example"}])
def test_another_occasion_is_another_letter(other):
    assert write() != write(**other)


@pytest.mark.django_db(transaction=True)
def test_letter_asked_for_twice_at_once_leaves_once():
    results = race(write, write)

    assert results[0] == results[1]
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_rolled_back_change_sends_nothing():
    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert not Letter.objects.exists()
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_letter_leaves_by_itself_after_commit():
    with transaction.atomic():
        write()
        assert mail.outbox == []

    assert [message.subject for message in mail.outbox] == ["A note for Bo & Co <x> [sv]"]


@pytest.mark.parametrize(
    "recipient",
    [
        "bo@city.example\nBcc: all@city.example",
        "bo@city.example\r\n\r\nBuy now",
        "bo@city.example, ada@city.example",
        "Bo <bo@city.example>",
        "",
        "bo",
    ],
)
def test_recipient_is_one_address_or_nothing_is_written(recipient):
    with pytest.raises(ValidationError):
        write(recipient=recipient)

    assert not Letter.objects.exists()


def test_pseudonym_is_the_same_for_one_address_and_tells_nothing_of_it():
    assert pseudonym("bo@city.example") == pseudonym("bo@city.example") != pseudonym("ada@city.example")
    assert pseudonym("bo@city.example").endswith(PSEUDONYMS)
    assert len(pseudonym("bo@city.example")) == 32 + len(PSEUDONYMS)
    assert hashlib.sha256(b"bo@city.example").hexdigest()[:32] not in pseudonym("bo@city.example")


def test_token_of_a_link_is_kept_nowhere():
    token = issue()

    [values] = MailedLink.objects.values_list()
    assert len(token) == 32
    assert [value for value in map(str, values) if token in value] == []
    assert MailedLink.objects.get().digest == hashlib.sha256(token.encode()).hexdigest()
    assert MailedLink.objects.get().email == "bo@city.example"


def test_looking_at_a_link_does_not_use_it():
    token = issue()

    assert find_link(token) == find_link(token) == MailedLink.objects.get()
    assert use_link(token) == MailedLink.objects.get()


def test_link_works_once():
    token = issue()

    assert use_link(token).used_at is not None
    assert (use_link(token), find_link(token)) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_link_followed_twice_at_once_works_once():
    token = issue()

    results = race(*[lambda: use_link(token)] * 3)

    assert sorted(result is None for result in results) == [False, True, True]


def test_link_runs_out():
    token = issue()

    with time_machine.travel(timezone.now() + A_DAY - timedelta(seconds=5), tick=False):
        assert find_link(token) is not None
    with time_machine.travel(timezone.now() + A_DAY + timedelta(seconds=5), tick=False):
        assert (find_link(token), use_link(token)) == (None, None)


@pytest.mark.parametrize("token", ["", "x", "å", "a" * 10_000])
def test_token_that_was_never_issued_opens_nothing(token):
    issue()

    assert (find_link(token), use_link(token)) == (None, None)


def test_revoked_links_open_nothing_used_or_not():
    used, unused, other_thing, other_purpose = issue(), issue(), issue(thing=2), issue(purpose="tests.other")
    use_link(used)

    assert revoke_links(PURPOSE, 1) == 2

    assert find_link(unused) is None
    assert MailedLink.objects.filter(revoked_at=None).count() == 2
    assert None not in (find_link(other_thing), find_link(other_purpose))
    assert revoke_links(PURPOSE, 1) == 0


def test_links_of_one_address_are_revoked_alone():
    bo, ada = issue(), issue(email="ada@city.example")

    assert revoke_links(PURPOSE, 1, email="BO@city.example") == 1

    assert find_link(bo) is None
    assert find_link(ada) is not None


def test_given_up_letters_are_tried_again_when_somebody_says_so():
    given_up, waiting = write(), write(occasion="2")
    Letter.objects.filter(pk=given_up.pk).update(attempts=8, due_at=timezone.now() + A_DAY)
    Letter.objects.filter(pk=waiting.pk).update(attempts=3)

    assert try_again() == 1

    assert list(Letter.objects.order_by("pk").values_list("attempts", flat=True)) == [0, 3]
    assert given_up in Letter.objects.due(at=timezone.now())


def test_rows_say_what_they_are():
    issue()

    assert str(write()) == "tests.note to bo@city.example"
    assert str(MailedLink.objects.get()) == "tests.open 1 for bo@city.example"


def test_address_is_kept_in_one_spelling():
    assert one_address(" Bo@City.example\n") == "bo@city.example"


@pytest.mark.parametrize("typed", ["", "bo", "a@city.example, b@city.example", "bo@city.example\nBcc: eve@example.org"])
def test_what_is_no_single_address_is_refused(typed):
    with pytest.raises(ValidationError):
        one_address(typed)


def test_prolonged_link_goes_on_opening_what_it_opened():
    token, other = issue(), issue()
    prolong_link(token, until=timezone.now() + 10 * A_DAY)

    with time_machine.travel(timezone.now() + 9 * A_DAY, tick=False):
        opened = [find_link(each) is not None for each in (token, other)]
    with time_machine.travel(timezone.now() + 11 * A_DAY, tick=False):
        assert find_link(token) is None
    assert opened == [True, False]


def test_link_that_is_unknown_is_not_prolonged():
    prolong_link("forged", until=timezone.now() + A_DAY)

    assert MailedLink.objects.count() == 0
