"""What goes by itself once its time is over, and what stays."""

import time
from datetime import timedelta
from threading import Event

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from portal.joining.enums import State
from portal.joining.models import JoinRequest
from portal.joining.services.applying import answer, verify_email
from portal.letters.models import Letter, MailedLink
from portal.letters.querysets import MOST_ATTEMPTS
from portal.letters.services import pseudonym, write_letter
from portal.members.models import Invitation, Organisation
from portal.privacy.letters import EXPIRING, occasion_of
from portal.privacy.services.expiring import STEPS, expire
from tests.factories.accounts import UserFactory
from tests.factories.joining import DraftFactory, EvidenceFactory, JoinRequestFactory, applicant_of
from tests.factories.members import OrganisationFactory
from tests.portal.privacy.rows import aged, ago, draft_untouched_for, ended, file_of, letter_to, session_of, still_there
from tests.races import race

pytestmark = pytest.mark.django_db


def expired(**given):
    """What a run did, without what it did not."""
    return {what: count for what, count in expire(**given).items() if count}


def remind(draft, *, days_ago):
    return letter_to(
        draft.email,
        kind=EXPIRING,
        object_id=draft.pk,
        occasion=occasion_of(draft),
        recorded_at=ago(days=days_ago),
        sent_at=ago(days=days_ago),
    )


@pytest.mark.parametrize(("hours", "stays"), [(47, True), (49, False)])
def test_request_whose_address_was_never_proved_goes_after_two_days(hours, stays):
    draft = aged(DraftFactory(), created_at=ago(hours=hours))

    assert expired() == ({} if stays else {"unverified requests deleted": 1})
    assert still_there(draft) == stays


@pytest.mark.parametrize(("days", "told"), [(75, 0), (77, 1), (89, 1), (200, 1)])
def test_applicant_is_told_two_weeks_before_the_draft_goes(days, told):
    draft = draft_untouched_for(days)

    expire()

    letters = Letter.objects.filter(kind=EXPIRING, object_id=draft.pk)
    assert [letter.recipient for letter in letters] == [draft.email] * told
    assert still_there(draft)


def test_applicant_is_told_once_and_again_after_another_change():
    draft = draft_untouched_for(80)
    expire()
    assert expired() == {}

    aged(draft, changed_at=ago(days=79))
    assert expired() == {"reminders written": 1}

    assert Letter.objects.filter(kind=EXPIRING).count() == 2


def test_draft_goes_with_its_files_two_weeks_after_its_applicant_was_told(django_capture_on_commit_callbacks):
    draft, other = draft_untouched_for(91), draft_untouched_for(10)
    document = draft.evidence.get()
    remind(draft, days_ago=15)

    with django_capture_on_commit_callbacks(execute=True):
        done = expired()

    assert done == {"unfinished requests deleted": 1}
    assert list(JoinRequest.objects.all()) == [other]
    assert (file_of(document), file_of(other.evidence.get())) == (False, True)
    assert not Letter.objects.filter(kind=EXPIRING).exists()


def test_draft_stays_while_the_notice_runs_even_if_nothing_ran_for_long():
    draft = draft_untouched_for(300)
    expire()
    assert still_there(draft)

    remind(draft_untouched_for(300), days_ago=13)
    assert expired() == {}

    Letter.objects.filter(object_id=draft.pk).update(recorded_at=ago(days=15))
    assert expired() == {"unfinished requests deleted": 1}
    assert not still_there(draft)


def test_reminder_of_an_earlier_pause_does_not_count():
    draft = draft_untouched_for(200)
    remind(draft, days_ago=120)
    aged(draft, changed_at=ago(days=95))

    assert expired()["reminders written"] == 1
    assert still_there(draft)


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT}))
def test_request_that_was_sent_is_no_draft_however_old(state):
    request = aged(JoinRequestFactory(state=state, held_state=State.IN_REVIEW if state == State.ON_HOLD else ""))
    aged(request, changed_at=ago(days=900), created_at=ago(days=900))

    assert expired() == {}
    assert still_there(request)


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN])
def test_ended_request_is_stripped_to_its_audit_after_a_year(state, django_capture_on_commit_callbacks):
    request = ended(state, days=366, name="City of Example", own_name="Exempelstad", country="SE")
    document, before = request.evidence.get(), JoinRequest.objects.get(pk=request.pk)

    with django_capture_on_commit_callbacks(execute=True):
        assert expired() == {"ended requests stripped": 1}

    after = JoinRequest.objects.get(pk=request.pk)
    kept = {
        name for name in before.__dict__ if getattr(before, name) and getattr(before, name) == getattr(after, name)
    } - {"_state"}
    assert kept == {
        "id",
        "reference",
        "kind",
        "state",
        "language",
        "name",
        "own_name",
        "legal_type",
        "country",
        "submission",
        "supports_statement",
        "created_at",
        "changed_at",
        "decided_at",
    }
    assert list(after.steps.values_list("name", "side", "user", "reason")) == [("decline", "network", None, "")]
    rows = (after.volumes, after.commitments, after.notes, after.approvals, after.recusals, after.evidence)
    assert [each.count() for each in rows] == [0] * 6
    assert not file_of(document)
    assert expired() == {}


def test_ended_request_stays_whole_for_a_year():
    request = ended(days=364)

    assert expired() == {}
    assert request.evidence.exists()


def test_approved_request_stays_while_its_organisation_does():
    request = ended(State.APPROVED, days=900, organisation=OrganisationFactory())
    assert expired() == {}

    Organisation.objects.all().delete()

    assert expired() == {"ended requests stripped": 1}
    request.refresh_from_db()
    assert (request.signatory_name, request.signatory_position) == ("", "Head of procurement")


def test_sent_letter_loses_recipient_and_words_after_90_days():
    old = letter_to("anna@city.example", sent_at=ago(days=91), body="Dear Anna", fault="refused: anna@city.example")
    young = letter_to("anna@city.example", object_id=2, sent_at=ago(days=89), body="Dear Anna")

    assert expired() == {"letters stripped": 1}

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.recipient, old.body, old.fault) == (pseudonym("anna@city.example"), "", "")
    assert (young.recipient, young.body) == ("anna@city.example", "Dear Anna")
    assert expired() == {}


def test_letter_without_recipient_still_keeps_a_second_one_from_leaving():
    fields = {"kind": "members.figures", "object_id": 7, "occasion": "2026"}
    old = letter_to("anna@city.example", sent_at=ago(days=91), **fields)
    letter_to("bo@city.example", sent_at=ago(days=91), **fields)
    expire()

    kind, thing = fields.pop("kind"), fields.pop("object_id")
    again = write_letter(kind, thing, recipient="Anna@city.example", language="sv", **fields)

    assert again == old
    assert Letter.objects.count() == 2


def test_letter_that_could_never_be_sent_goes_after_90_days():
    letter_to("a@city.example", recorded_at=ago(days=91), attempts=MOST_ATTEMPTS)
    young = letter_to("b@city.example", recorded_at=ago(days=89), attempts=MOST_ATTEMPTS)
    waiting = letter_to("c@city.example", recorded_at=ago(days=91), attempts=1)

    assert expired() == {"letters stripped": 1}
    assert list(Letter.objects.order_by("recipient")) == [young, waiting]


@pytest.mark.parametrize("moment", ["used_at", "revoked_at", "expires_at"])
def test_link_goes_30_days_after_it_was_used_closed_or_ran_out(moment):
    given = {"purpose": "joining.apply", "object_id": 1, "email": "a@city.example"}
    fields = {"expires_at": timezone.now() + timedelta(days=1)}
    MailedLink.objects.create(digest="old", **given, **{**fields, moment: ago(days=31)})
    young = MailedLink.objects.create(digest="young", **given, **{**fields, moment: ago(days=29)})

    assert expired() == {"links deleted": 1}
    assert list(MailedLink.objects.all()) == [young]


def test_invitation_goes_after_90_days_answered_or_not():
    city = OrganisationFactory()
    for email, days, accepted in [("a", 91, None), ("b", 91, ago(days=90)), ("c", 89, None)]:
        Invitation.objects.create(
            organisation=city, email=email, role="member", invited_at=ago(days=days), accepted_at=accepted
        )

    assert expired() == {"invitations deleted": 2}
    assert [invitation.email for invitation in Invitation.objects.all()] == ["c"]


def test_session_goes_when_it_has_run_out_with_the_note_where_it_was_used():
    user = UserFactory()
    for expires_in in (timedelta(days=-1), timedelta(days=1)):
        key = session_of(user, expires_in=expires_in).session_key
        UserSession.objects.create(user=user, session_key=key, ip="192.0.2.1", user_agent="A browser")

    assert expired() == {"sessions deleted": 1}
    assert Session.objects.get().session_key == UserSession.objects.get().session_key


def test_dry_run_counts_and_does_nothing(django_capture_on_commit_callbacks):
    old = aged(JoinRequestFactory(), created_at=ago(days=3))
    ended(days=400)
    letter_to("anna@city.example", sent_at=ago(days=91))

    with django_capture_on_commit_callbacks(execute=True):
        counts = expired(dry_run=True)

    assert counts == {"unverified requests deleted": 1, "ended requests stripped": 1, "letters stripped": 1}
    assert file_of(old.evidence.get())
    assert expired() == counts


def test_every_step_takes_an_empty_database():
    assert expire() == dict.fromkeys(STEPS, 0)


@pytest.mark.django_db(transaction=True)
def test_applicant_who_saves_at_the_last_moment_keeps_the_draft_or_is_told():
    """Whoever comes first: the answers are saved and the draft stays, or it is gone. Never half of it."""
    draft = draft_untouched_for(91)
    remind(draft, days_ago=15)

    saved, counts = race(
        lambda: answer(draft.pk, "organisation", {"name": "Saved"}, seen=draft.lock_version, actor=applicant_of(draft)),
        expire,
    )

    if isinstance(saved, JoinRequest):
        assert counts["unfinished requests deleted"] == 0
        assert JoinRequest.objects.get(pk=draft.pk).name == "Saved"
    else:
        assert (type(saved), counts["unfinished requests deleted"]) == (JoinRequest.DoesNotExist, 1)
        assert not JoinRequest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_draft_that_is_saved_between_listing_and_locking_stays():
    """The run lists the draft as it was, waits for the applicant's transaction, and looks at it again."""
    draft = draft_untouched_for(91)
    remind(draft, days_ago=15)
    is_saved = Event()

    def save_slowly():
        with transaction.atomic():
            answer(draft.pk, "organisation", {"name": "Saved"}, seen=draft.lock_version, actor=applicant_of(draft))
            is_saved.set()
            time.sleep(0.5)

    def expire_meanwhile():
        is_saved.wait(20)
        return expired()

    assert race(save_slowly, expire_meanwhile) == [None, {}]
    assert JoinRequest.objects.get(pk=draft.pk).name == "Saved"


@pytest.mark.django_db(transaction=True)
def test_address_that_is_proved_between_listing_and_locking_keeps_its_request():
    draft = aged(DraftFactory(), created_at=ago(days=3))
    is_proved = Event()

    def prove_slowly():
        with transaction.atomic():
            verify_email(draft.pk)
            is_proved.set()
            time.sleep(0.5)

    def expire_meanwhile():
        is_proved.wait(20)
        return expired()

    assert race(prove_slowly, expire_meanwhile) == [None, {}]
    assert still_there(draft)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_do_everything_once():
    for _number in range(3):
        remind(draft := draft_untouched_for(91), days_ago=15)
        EvidenceFactory(join_request=draft)

    results = race(expire, expire)

    assert sum(result["unfinished requests deleted"] for result in results) == 3
