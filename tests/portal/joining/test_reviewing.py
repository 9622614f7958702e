"""What reviewers do besides deciding: whose yes counts, staying out, notes, what waits for whom."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.joining.enums import State
from portal.joining.errors import NotStorable, Recused
from portal.joining.models import Approval, JoinRequest, JoinStep, Note, Recusal
from portal.joining.services.moving import move
from portal.joining.services.reviewing import add_note, approve, approvers, recuse
from portal.letters.models import Letter
from portal.members.enums import OrganisationKind
from portal.members.models import Organisation
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import UserFactory, city_editor, coordinator
from tests.factories.joining import DraftFactory, JoinRequestFactory, applicant_of
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


def in_review(**fields):
    return JoinRequestFactory(state=State.IN_REVIEW, **fields)


def test_yes_counts_unless_it_is_old_or_its_giver_stays_out():
    join_request, other = in_review(submission=2), in_review()
    current, old, out = coordinator(), coordinator(), coordinator()
    for reviewer, submission in ((current, 2), (old, 1), (out, 2)):
        Approval.objects.create(join_request=join_request, reviewer=reviewer, submission=submission)
    recuse(join_request.pk, actor=out, reason="I worked there.")
    recuse(join_request.pk, actor=coordinator())
    recuse(other.pk, actor=current)  # of another request: no matter here

    assert approvers(join_request) == {current.pk}
    assert JoinRequest.objects.for_inbox().get(pk=join_request.pk).recommended == 1


def test_first_yes_is_internal_and_writes_nobody():
    join_request = in_review()

    approve(join_request.pk, actor=coordinator())

    assert list(join_request.steps.values_list("name", "is_internal")) == [("recommend", True)]
    assert not Letter.objects.exists()


def test_edited_letter_of_the_approval_is_kept():
    join_request = in_review()
    approve(join_request.pk, actor=coordinator())

    approve(join_request.pk, actor=coordinator(), letter="Welcome!\n\n{link}")

    assert Letter.objects.get(kind="joining.approve").body == "Welcome!\n\n{link}"


def test_answers_that_the_list_cannot_take_make_no_member():
    join_request = in_review(reference="JD-22222222", name="City of Example", nuts="224")
    approve(join_request.pk, actor=coordinator())

    with pytest.raises(
        NotStorable, match=r"^The answers of JD-22222222 City of Example cannot be .* A NUTS code is two letters"
    ):
        approve(join_request.pk, actor=coordinator())

    assert JoinRequest.objects.get().state == State.IN_REVIEW
    assert Approval.objects.count() == 1


def test_supporter_gets_its_place_in_the_list_and_nothing_else():
    join_request = in_review(kind=OrganisationKind.SUPPORTER, name="An NGO", legal_type="", nuts="")
    approve(join_request.pk, actor=coordinator())

    approve(join_request.pk, actor=coordinator())

    organisation = Organisation.objects.get(join_request=join_request)
    assert (organisation.kind, organisation.name) == (OrganisationKind.SUPPORTER, "An NGO")
    assert (organisation.invitations.count(), organisation.volumes.count(), organisation.commitments.count()) == (
        0,
        0,
        0,
    )


def test_namesake_in_another_writing_gets_an_address_of_its_own():
    OrganisationFactory(name="Aby", slug="aby")
    OrganisationFactory(name="Aby kommun", slug="aby-2")
    join_request = in_review(name="Åby", own_name="")
    approve(join_request.pk, actor=coordinator())

    approve(join_request.pk, actor=coordinator())

    assert Organisation.objects.get(join_request=join_request).slug == "aby-3"


def test_recusal_is_logged_internally_with_its_reason():
    join_request, reviewer = in_review(), coordinator()

    recuse(join_request.pk, actor=reviewer, reason=" I worked there. ")

    [step] = join_request.steps.all()
    assert (step.name, step.user, step.reason, step.is_internal) == ("recuse", reviewer, "I worked there.", True)
    assert Recusal.objects.get().reason == "I worked there."


def test_recusal_is_final_and_its_repeat_changes_nothing():
    join_request, reviewer = in_review(), coordinator()
    first = recuse(join_request.pk, actor=reviewer, reason="First.")

    assert recuse(join_request.pk, actor=reviewer, reason="Second.") == first
    assert (Recusal.objects.get().reason, JoinStep.objects.count()) == ("First.", 1)
    with pytest.raises(Recused):
        move(join_request.pk, "ask", actor=reviewer, reason="Which?")


def test_recusal_from_one_request_leaves_the_others():
    join_request, other, reviewer = in_review(), in_review(), coordinator()

    recuse(join_request.pk, actor=reviewer)

    assert approve(other.pk, actor=reviewer).by == 1


def test_note_is_kept_and_told_to_no_applicant():
    join_request, author = in_review(), coordinator()

    note = add_note(join_request.pk, actor=author, text="  Called them. ")

    assert (note.text, note.author) == ("Called them.", author)
    assert (Letter.objects.count(), JoinStep.objects.count()) == (0, 0)
    assert not OutboxEvent.objects.exists()


@pytest.mark.parametrize("do", [add_note, recuse])
@pytest.mark.parametrize(
    "who",
    [UserFactory, city_editor, lambda: UserFactory(is_superuser=True), lambda: coordinator(is_active=False)],
    ids=["stranger", "city editor", "superuser", "dismissed coordinator"],
)
def test_nobody_but_coordinators_takes_part(do, who):
    join_request = in_review()

    with pytest.raises(PermissionDenied):
        do(join_request.pk, actor=who(), **({"text": "Hello"} if do is add_note else {}))

    assert (Note.objects.count(), Recusal.objects.count()) == (0, 0)


@pytest.mark.parametrize("do", [add_note, recuse])
def test_applicant_takes_no_part(do):
    join_request = in_review()

    with pytest.raises(PermissionDenied):
        do(join_request.pk, actor=applicant_of(join_request), **({"text": "Hello"} if do is add_note else {}))


@pytest.mark.parametrize("do", [add_note, recuse])
def test_draft_is_out_of_reviewers_reach(do):
    with pytest.raises(PermissionDenied):
        do(DraftFactory().pk, actor=coordinator(), **({"text": "Hello"} if do is add_note else {}))


def test_recused_reviewer_writes_no_notes():
    join_request, reviewer = in_review(), coordinator()
    recuse(join_request.pk, actor=reviewer)

    with pytest.raises(PermissionDenied):
        add_note(join_request.pk, actor=reviewer, text="I still think…")


def test_what_waits_for_a_reviewer_is_what_she_could_step_on():
    reviewer = coordinator()
    sent, reviewed, approved, left = JoinRequestFactory(state=State.SUBMITTED), in_review(), in_review(), in_review()
    approve(approved.pk, actor=reviewer)
    approve(reviewed.pk, actor=coordinator())
    recuse(left.pk, actor=reviewer)
    DraftFactory()
    for state in (State.MORE_INFORMATION_NEEDED, State.APPROVED, State.DECLINED, State.WITHDRAWN):
        JoinRequestFactory(state=state)

    assert set(JoinRequest.objects.waiting_for(reviewer)) == {sent, reviewed}


def test_request_that_was_sent_anew_waits_again_for_whom_had_said_yes():
    join_request, reviewer = in_review(), coordinator()
    approve(join_request.pk, actor=reviewer)
    JoinRequest.objects.update(submission=2)

    assert list(JoinRequest.objects.waiting_for(reviewer)) == [join_request]


def test_draft_that_was_withdrawn_was_never_sent():
    draft = DraftFactory()
    move(draft.pk, "withdraw", actor=applicant_of(draft))

    assert not JoinRequest.objects.sent().exists()
