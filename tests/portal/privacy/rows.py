"""Moments and rows that the tests of personal data share."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import storages
from django.utils import timezone

from portal.joining.enums import State
from portal.joining.models import JoinRequest
from portal.joining.services.moving import log
from portal.letters.models import Letter
from tests.factories.accounts import coordinator
from tests.factories.joining import JoinRequestFactory


def ago(**spans: float) -> datetime:
    return timezone.now() - timedelta(**spans)


def aged(row, **moments):
    """A row with its times in the past, also those that Django sets by itself."""
    type(row).objects.filter(pk=row.pk).update(**moments)
    row.refresh_from_db()
    return row


def draft_untouched_for(days, **fields):
    """A draft of somebody whose address is proved."""
    draft = JoinRequestFactory(**{"email_verified_at": ago(days=days), **fields})
    return aged(draft, changed_at=ago(days=days), created_at=ago(days=days))


def ended(state=State.DECLINED, *, days=0, **fields):
    """A request that was decided so many days ago, after a reviewer wrote to the applicant and to the others."""
    request = JoinRequestFactory(state=state, decided_at=ago(days=days), **fields)
    reviewer = coordinator()
    log(request, "decline", actor=reviewer, reason="You are Anna's company.", old=State.IN_REVIEW)
    request.notes.create(author=reviewer, text="Anna called again.")
    return request


def file_of(evidence) -> bool:
    """Whether the file of a document is on disk."""
    return storages["private"].exists(evidence.file.name)


def letter_to(recipient, **fields):
    moments = {name: fields.pop(name) for name in ("recorded_at", "sent_at") if name in fields}
    given = {"kind": "joining.link", "object_id": 10**9, "language": "en", **fields}
    return aged(Letter.objects.create(recipient=recipient, **given), **moments)


def session_of(user, *, expires_in=timedelta(days=1)):
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session.set_expiry(timezone.now() + expires_in)
    session.save()
    return session


def still_there(request) -> bool:
    return JoinRequest.objects.filter(pk=request.pk).exists()
