"""Beginning a request, coming back to it, answering, asking colleagues, sending."""

import re
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from portal.core.ambitions import Ambition
from portal.core.references import ALPHABET
from portal.joining.enums import Side, State, Task
from portal.joining.errors import ChangedMeanwhile, Incomplete, StepNotPossible
from portal.joining.grants import APPLY, HELP, Applicant
from portal.joining.models import JoinRequest
from portal.joining.services.applying import (
    Intention,
    Volume,
    answer,
    begin,
    invite_helper,
    mail_link,
    submit,
    verify_email,
)
from portal.letters.models import Letter, MailedLink
from portal.members.enums import CommitmentStatus, LegalType, OrganisationKind
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import UserFactory, coordinator
from tests.factories.joining import DraftFactory, EvidenceFactory, JoinRequestFactory, applicant_of
from tests.portal.joining.visitors import link_to
from tests.races import race

pytestmark = pytest.mark.django_db

BUYER = {"kind": OrganisationKind.PUBLIC_BUYER, "email": "it@example.org", "language": "sv"}


def letters_of(join_request, kind):
    return Letter.objects.filter(kind=kind, object_id=join_request.pk)


# Beginning


def test_begin_makes_an_empty_draft_and_mails_its_link():
    request = begin(**BUYER, legal_type=LegalType.LOCAL)

    [letter] = letters_of(request, "joining.link")
    assert (request.state, request.language, request.legal_type) == (State.DRAFT, "sv", "la")
    assert (letter.recipient, letter.language) == ("it@example.org", "sv")
    assert request.email_verified_at is None


def test_reference_has_no_letter_that_is_taken_for_another():
    references = [begin(**{**BUYER, "email": f"{number}@example.org"}).reference for number in range(20)]

    assert len(set(references)) == 20
    assert [each for each in references if not re.fullmatch(f"JD-[{ALPHABET}]{{8}}", each)] == []
    assert not set(ALPHABET) & set("01AEIOULS")


def test_begin_writes_the_address_in_small_letters():
    assert begin(**{**BUYER, "email": " IT@Example.org "}).email == "it@example.org"


def test_beginning_is_the_first_step_of_the_log():
    [step] = begin(**BUYER).steps.all()

    assert (step.name, step.side, step.new_state) == ("start", Side.APPLICANT, State.DRAFT)


def test_whoever_asks_again_before_answering_gets_another_link_to_the_same_request():
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False) as clock:
        first = begin(**BUYER)
        clock.shift(60)
        second = begin(**BUYER)

    assert second == first
    assert letters_of(first, "joining.link").count() == 2


def test_asking_twice_in_a_minute_mails_no_more_than_two_links():
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        requests = {begin(**BUYER).pk for _time in range(4)}

    assert len(requests) == 1
    assert Letter.objects.filter(kind="joining.link").count() == 2  # the first one, and one of that minute


def test_request_that_has_been_worked_on_is_left_alone():
    answered = begin(**BUYER)
    answer(answered.pk, Task.ORGANISATION, {"name": "City"}, seen=0, actor=applicant_of(answered))

    assert begin(**BUYER) != answered


def test_request_with_a_document_is_left_alone():
    documented = EvidenceFactory(join_request=begin(**BUYER)).join_request

    assert begin(**BUYER) != documented


def test_supporter_gets_a_request_of_its_own_kind():
    buyer = begin(**BUYER)

    supporter = begin(**{**BUYER, "kind": OrganisationKind.SUPPORTER})

    assert (supporter == buyer, supporter.is_public_buyer) == (False, False)


# Coming back


def test_link_is_mailed_where_reference_and_address_belong_together():
    draft = DraftFactory()

    assert mail_link(f" {draft.reference.lower()} ", email=draft.email.upper())
    assert letters_of(draft, "joining.link").get().recipient == draft.email


@pytest.mark.parametrize("change", [{"reference": "JD-NOWHERE0"}, {"email": "somebody-else@example.org"}])
def test_nothing_is_mailed_where_they_do_not(change):
    draft = DraftFactory()
    given = {"reference": draft.reference, "email": draft.email, **change}

    assert not mail_link(given["reference"], email=given["email"])
    assert Letter.objects.count() == 0


def test_one_link_a_minute_is_mailed():
    draft = DraftFactory()
    with time_machine.travel("2026-11-02T10:00:10+01:00", tick=False) as clock:
        mail_link(draft.reference, email=draft.email)
        clock.shift(40)
        mail_link(draft.reference, email=draft.email)
        assert letters_of(draft, "joining.link").count() == 1
        clock.shift(40)
        mail_link(draft.reference, email=draft.email)

    assert letters_of(draft, "joining.link").count() == 2


def test_address_is_verified_once():
    draft = DraftFactory()
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False) as clock:
        verify_email(draft.pk)
        draft.refresh_from_db()
        first = draft.email_verified_at
        clock.shift(3600)
        verify_email(draft.pk)

    draft.refresh_from_db()
    assert first is not None
    assert draft.email_verified_at == first


# Answering


def test_incomplete_answers_are_kept():
    draft = DraftFactory()

    answer(draft.pk, Task.SIGNATORY, {"signatory_name": "A S"}, seen=0, actor=applicant_of(draft))

    draft.refresh_from_db()
    assert (draft.signatory_name, draft.signatory_position, draft.lock_version) == ("A S", "", 1)


def test_volumes_replace_those_there_were():
    request = JoinRequestFactory()

    answer(
        request.pk,
        Task.VOLUMES,
        {"volumes": [Volume("smartphones", 6, 7, "invoices")], "contract_ends_on": date(2027, 1, 1)},
        seen=0,
        actor=applicant_of(request),
    )

    request.refresh_from_db()
    assert list(request.volumes.values_list("low", "high", "source")) == [(6, 7, "invoices")]
    assert request.contract_ends_on == date(2027, 1, 1)


def test_commitments_replace_those_there_were():
    request = JoinRequestFactory()
    met = Intention(Ambition.A5, CommitmentStatus.MET, note="since 2024")

    answer(request.pk, Task.AMBITIONS, {"commitments": [met]}, seen=0, actor=applicant_of(request))

    assert list(request.commitments.values_list("ambition", "status", "target_date", "note")) == [
        ("A5", "met", None, "since 2024")
    ]


def test_answers_written_on_an_older_version_change_nothing():
    draft = DraftFactory()
    answer(draft.pk, Task.ORGANISATION, {"name": "First"}, seen=0, actor=applicant_of(draft))

    with pytest.raises(ChangedMeanwhile):
        answer(draft.pk, Task.ORGANISATION, {"name": "Second"}, seen=0, actor=applicant_of(draft))

    draft.refresh_from_db()
    assert draft.name == "First"


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_kept_and_the_other_is_told():
    draft = DraftFactory()

    def save(name):
        return answer(draft.pk, Task.ORGANISATION, {"name": name}, seen=0, actor=applicant_of(draft))

    results = race(lambda: save("First"), lambda: save("Second"))

    draft.refresh_from_db()
    assert sorted(type(each).__name__ for each in results) == ["ChangedMeanwhile", "JoinRequest"]
    assert draft.lock_version == 1


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT, State.MORE_INFORMATION_NEEDED, State.ON_HOLD}))
def test_answers_are_shut_once_the_request_is_sent(state):
    request = JoinRequestFactory(state=state)

    with pytest.raises(PermissionDenied):
        answer(request.pk, Task.ORGANISATION, {"name": "New"}, seen=0, actor=applicant_of(request))


def test_answers_are_open_again_when_the_network_asks():
    request = JoinRequestFactory(state=State.MORE_INFORMATION_NEEDED)

    answer(request.pk, Task.ORGANISATION, {"name": "New"}, seen=0, actor=applicant_of(request))

    request.refresh_from_db()
    assert request.name == "New"


def test_colleague_answers_the_one_task_and_the_log_says_so():
    draft = DraftFactory()
    helper = applicant_of(draft, Task.SIGNATORY)

    answer(draft.pk, Task.SIGNATORY, {"signatory_name": "A S"}, seen=0, actor=helper)

    with pytest.raises(PermissionDenied):
        answer(draft.pk, Task.ORGANISATION, {"name": "City"}, seen=1, actor=helper)
    assert draft.steps.get().name == "answer"


def test_nobody_else_answers():
    draft, other = DraftFactory(), DraftFactory()

    for actor in (applicant_of(other), coordinator(), UserFactory(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            answer(draft.pk, Task.ORGANISATION, {"name": "City"}, seen=0, actor=actor)


def test_supporter_is_asked_no_volumes():
    supporter = DraftFactory(kind=OrganisationKind.SUPPORTER)

    with pytest.raises(PermissionDenied):
        answer(supporter.pk, Task.VOLUMES, {"volumes": []}, seen=0, actor=applicant_of(supporter))


# Asking a colleague


def test_colleague_gets_a_letter_about_the_one_task():
    draft = DraftFactory()

    invite_helper(draft.pk, Task.VOLUMES, email="Buyer@example.org", actor=applicant_of(draft))

    [letter] = letters_of(draft, "joining.help.volumes")
    assert (letter.recipient, letter.language) == ("buyer@example.org", "sv")
    assert [step.name for step in draft.steps.all()] == ["invite_helper"]


def test_log_names_the_part_in_the_language_of_the_request():
    draft = DraftFactory(language="sv")
    with override("fi"):
        invite_helper(draft.pk, Task.VOLUMES, email="b@example.org", actor=applicant_of(draft))

    with override("sv"):
        assert draft.steps.get().reason == str(Task.VOLUMES.label)


def test_colleague_asks_no_further_colleague():
    draft = DraftFactory()

    with pytest.raises(PermissionDenied):
        invite_helper(draft.pk, Task.VOLUMES, email="b@example.org", actor=applicant_of(draft, Task.VOLUMES))


def test_asked_again_a_colleague_gets_another_letter():
    draft = DraftFactory()
    for _time in range(2):
        invite_helper(draft.pk, Task.VOLUMES, email="b@example.org", actor=applicant_of(draft))

    assert letters_of(draft, "joining.help.volumes").count() == 2


# Sending


def test_complete_request_is_sent():
    request = JoinRequestFactory()

    sent = submit(request.pk, actor=applicant_of(request))

    assert (sent.state, sent.submission) == (State.SUBMITTED, 1)
    assert sent.submitted_at is not None
    assert letters_of(request, "joining.submit").get().recipient == request.email
    assert OutboxEvent.objects.filter(name="joining.submit", object_id=request.pk).count() == 1


def test_incomplete_request_stays_a_draft_and_the_error_names_the_parts():
    request = JoinRequestFactory(signatory_name="", supports_statement=False)

    with pytest.raises(Incomplete) as caught:
        submit(request.pk, actor=applicant_of(request))

    request.refresh_from_db()
    assert request.state == State.DRAFT
    assert str(caught.value) == (
        f"{request} is not complete: Say who signs, and by which mandate; Add the signed statement or other evidence."
        " Complete these parts, then send it."
    )


def test_sending_twice_sends_once():
    request = JoinRequestFactory()
    for _time in range(2):
        submit(request.pk, actor=applicant_of(request))

    assert JoinRequest.objects.get(pk=request.pk).submission == 1
    assert letters_of(request, "joining.submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_send_at_once_send_once():
    request = JoinRequestFactory()

    race(*[lambda: submit(request.pk, actor=applicant_of(request))] * 2)

    request.refresh_from_db()
    assert (request.state, request.submission) == (State.SUBMITTED, 1)
    assert request.steps.filter(name="submit").count() == 1


def test_sending_shuts_the_links_of_colleagues_and_not_the_applicants_own():
    request = JoinRequestFactory()
    link_to(request)
    link_to(request, Task.VOLUMES)

    submit(request.pk, actor=applicant_of(request))

    assert MailedLink.objects.get(purpose=APPLY).revoked_at is None
    assert MailedLink.objects.get(purpose=f"{HELP}.volumes").revoked_at is not None


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED, State.DECLINED, State.WITHDRAWN])
def test_request_that_has_gone_on_is_not_sent_anew(state):
    request = JoinRequestFactory(state=state)

    with pytest.raises(StepNotPossible):
        submit(request.pk, actor=applicant_of(request))


def test_nobody_else_sends():
    request = JoinRequestFactory()

    for actor in (Applicant(request.pk, "c@example.org", task="volumes"), coordinator()):
        with pytest.raises(PermissionDenied):
            submit(request.pk, actor=actor)
