"""The letter that says when an unfinished request will be deleted."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate

from portal.joining.enums import State
from portal.letters.kinds import compose
from portal.letters.models import Letter, MailedLink
from portal.letters.sending import send_waiting
from portal.privacy.letters import EXPIRING
from portal.privacy.services.expiring import expire
from tests.portal.privacy.rows import aged, draft_untouched_for

pytestmark = pytest.mark.django_db


def reminder(days=80, **fields):
    """A draft left alone for so long, and the letter about it."""
    draft = draft_untouched_for(days, **fields)
    expire()
    return draft, Letter.objects.get(kind=EXPIRING)


def test_letter_names_the_day_and_opens_the_request():
    draft, _letter = reminder(language="en")

    assert send_waiting() == 1

    [message] = mail.outbox
    day = date_format(localdate(timezone.now() + timedelta(days=14)), "DATE_FORMAT")
    assert (message.to, message.subject) == ([draft.email], f"Your request to join {draft.reference} is not finished")
    assert f"this one on {day}, with all its answers and documents." in message.body
    [link] = MailedLink.objects.all()
    assert (link.purpose, link.object_id, link.email) == ("joining.apply", draft.pk, draft.email)
    assert link.expires_at > timezone.now() + timedelta(days=13)


def test_day_in_a_letter_in_time_is_90_days_after_the_last_change():
    draft, letter = reminder(77, language="en")
    aged(letter, recorded_at=draft.changed_at + timedelta(days=76))

    day = date_format(localdate(draft.changed_at + timedelta(days=90)), "DATE_FORMAT")
    assert f"this one on {day}," in compose(letter).body


@pytest.mark.parametrize("language", ["en", "sv", "nb", "fi", "da"])
def test_letter_is_written_in_every_language(language):
    draft, letter = reminder(language=language)

    words = compose(letter)

    assert draft.reference in words.subject
    assert words.body.count(f"http://127.0.0.1:8000/{language}/join/link/") == 1


def test_nothing_is_sent_about_a_draft_that_goes_on():
    draft, letter = reminder()
    draft.save()

    assert compose(letter) is None
    assert send_waiting() == 0
    assert mail.outbox == []


def test_nothing_is_sent_about_a_request_that_was_sent():
    draft, letter = reminder()
    aged(draft, state=State.SUBMITTED)

    assert compose(letter) is None
