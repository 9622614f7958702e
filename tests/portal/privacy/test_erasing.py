"""One person leaves the database, and nobody else does."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import FileField
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.accounts.models import User
from portal.cms.models import ContentPage
from portal.files.services import file_models
from portal.joining.enums import Mandate, State
from portal.joining.models import Approval, Evidence, JoinRequest, Recusal
from portal.joining.services.moving import log
from portal.joining.services.reviewing import approve
from portal.letters.models import Letter
from portal.letters.services import issue_link, pseudonym
from portal.members.enums import Role
from portal.members.models import Invitation, Membership
from portal.privacy.errors import CannotErase
from portal.privacy.services.erasing import erase_person
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator, totp_for
from tests.factories.cms import home_in, page_under
from tests.factories.joining import JoinRequestFactory
from tests.factories.members import OrganisationFactory
from tests.portal.privacy.rows import ended, file_of, letter_to, session_of
from tests.races import race

pytestmark = pytest.mark.django_db
ANNA = "anna@city.example"
A_WEEK = timedelta(days=7)


def counted(erased):
    return {f"{each.holding.model}.{each.holding.fields[0]}": each.count for each in erased}


def everything_in_the_database():
    """Every value of every row, as text: what the tests look through for a name."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values_list():
            yield from map(str, row)


def test_member_is_erased_with_all_that_hangs_on_the_account():
    anna = MembershipFactory(user__email=ANNA, user__name="Anna Alm").user
    EmailAddress.objects.create(user=anna, email="anna.alm@second.example", verified=True)
    totp_for(anna)
    session = session_of(anna)
    UserSession.objects.create(user=anna, session_key=session.session_key, ip="192.0.2.1", user_agent="Anna's")
    anna.notification_choices.create(topic="figures", frequency="never")
    letter_to(ANNA)
    other = MembershipFactory().user
    session_of(other)

    erased = counted(erase_person("Anna.Alm@second.example"))

    assert list(User.objects.all()) == [other]
    assert Membership.objects.get().user == other
    assert not any([Authenticator.objects.exists(), UserSession.objects.exists(), Letter.objects.exists()])
    [left] = Session.objects.all()
    assert left.get_decoded()["_auth_user_id"] == str(other.pk)
    assert erased == {
        "accounts.User.email": 1,
        "account.EmailAddress.email": 1,
        "letters.Letter.recipient": 1,
        "members.Membership.user": 1,
        "members.NotificationChoice.user": 1,
        "mfa.Authenticator.user": 1,
        "sessions.Session.session_data": 1,
        "usersessions.UserSession.user": 1,
    }


def test_no_row_names_an_erased_person_any_more():
    anna = coordinator(email=ANNA, name="Anna Alm")
    MembershipFactory(organisation=anna.memberships.get().organisation, role=Role.CITY_EDITOR)
    request = ended(email=ANNA, contact_email=ANNA, signatory_name="Anna Alm")
    request.notes.create(author=anna, text="Anna was here")
    letter_to(ANNA, body="Dear Anna Alm,", fault=f"SMTPRecipientsRefused: {ANNA}")
    letter_to(pseudonym(ANNA), kind="members.figures")
    issue_link("joining.apply", request.pk, email=ANNA, lifetime=A_WEEK)
    Invitation.objects.create(organisation=OrganisationFactory(contact_email=ANNA), email=ANNA, role=Role.MEMBER)
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(anna.pk),
        label="Anna Alm",
        action="wagtail.edit",
        timestamp=anna.date_joined,
    )

    erase_person(ANNA)

    traces = [text for text in everything_in_the_database() if "anna" in text.lower() or pseudonym(ANNA) in text]
    assert traces == []


def test_what_an_editor_did_stays_without_the_editor():
    anna = coordinator(email=ANNA)
    MembershipFactory(organisation=anna.memberships.get().organisation, role=Role.CITY_EDITOR)
    page = page_under(home_in("en"), owner=anna)
    page.save_revision(user=anna, log_action=True)
    request = JoinRequestFactory(state=State.IN_REVIEW)
    step = log(request, "start_review", actor=anna)

    erase_person(ANNA)

    page, step = ContentPage.objects.get(pk=page.pk), request.steps.get(pk=step.pk)
    assert (page.owner, page.latest_revision.user) == (None, None)
    assert set(PageLogEntry.objects.filter(page=page.pk).values_list("user_id", flat=True)) == {None}
    assert (step.user, step.side, step.name) == (None, "network", "start_review")


def test_yes_to_an_open_request_goes_with_its_reviewer():
    anna, request = coordinator(email=ANNA), JoinRequestFactory(state=State.IN_REVIEW)
    MembershipFactory(organisation=anna.memberships.get().organisation, role=Role.CITY_EDITOR)
    approve(request.pk, actor=anna)
    Recusal.objects.create(join_request=JoinRequestFactory(state=State.IN_REVIEW), reviewer=anna)

    erase_person(ANNA)

    assert not Approval.objects.exists()
    assert not Recusal.objects.exists()
    assert not approve(request.pk, actor=coordinator()).is_member


def test_draft_of_an_applicant_without_account_is_deleted_with_its_files(django_capture_on_commit_callbacks):
    draft, other = JoinRequestFactory(email=ANNA), JoinRequestFactory()
    document = draft.evidence.get()
    letter_to("helper@city.example", kind="joining.help.volumes", object_id=draft.pk)
    kept = letter_to("someone@city.example", kind="members.invitation", object_id=draft.pk)

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(ANNA.upper())
        assert file_of(document)

    assert list(JoinRequest.objects.all()) == [other]
    assert list(Letter.objects.all()) == [kept]
    assert (file_of(document), file_of(other.evidence.get())) == (False, True)


def test_approved_request_keeps_role_and_time_and_not_the_name():
    request = ended(State.APPROVED, email=ANNA, signatory_name="Anna Alm", signatory_position="Mayor")

    erase_person(ANNA)

    request.refresh_from_db()
    assert (request.email, request.signatory_name, request.contact_email) == ("", "", "")
    assert (request.signatory_position, request.mandate) == ("Mayor", Mandate.COUNCIL)
    assert request.decided_on == date(2026, 10, 1)
    [step] = request.steps.all()
    assert (step.name, step.side, step.user, step.reason) == ("decline", "network", None, "")
    assert step.at is not None


def test_contact_who_did_not_apply_is_taken_out_of_the_request_only():
    request = JoinRequestFactory(state=State.IN_REVIEW, contact_email=ANNA)

    erase_person(ANNA)

    request.refresh_from_db()
    assert (request.contact_email, request.signatory_name, request.state) == ("", "A Signatory", State.IN_REVIEW)


def test_last_editor_is_not_erased_before_somebody_else_may_edit():
    city = OrganisationFactory(name="City of Example")
    anna = MembershipFactory(user__email=ANNA, organisation=city, role=Role.CITY_EDITOR).user
    MembershipFactory(organisation=city)

    with pytest.raises(CannotErase) as refused:
        erase_person(ANNA)

    assert refused.value.obstacles == [
        f"{ANNA} is the last who can edit for City of Example. Give another colleague the role of city editor first."
    ]
    assert User.objects.filter(pk=anna.pk).exists()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW, State.MORE_INFORMATION_NEEDED])
def test_applicant_of_an_open_request_is_not_erased_before_its_decision(state):
    request = JoinRequestFactory(email=ANNA, state=state)

    with pytest.raises(CannotErase) as refused:
        erase_person(ANNA)

    [obstacle] = refused.value.obstacles
    way_out = "Decide it, or ask the applicant to withdraw it; then erase the person."
    assert obstacle == f"{request.reference} waits for a decision. {way_out}"


def test_dry_run_counts_and_erases_nothing(django_capture_on_commit_callbacks):
    draft = JoinRequestFactory(email=ANNA)
    UserFactory(email=ANNA)

    with django_capture_on_commit_callbacks(execute=True):
        erased = counted(erase_person(ANNA, dry_run=True))

    assert (erased["joining.JoinRequest.email"], erased["accounts.User.email"]) == (1, 1)
    assert User.objects.filter(email=ANNA).exists()
    assert file_of(draft.evidence.get())


def test_stranger_is_found_nowhere_and_a_repeat_finds_nothing():
    JoinRequestFactory(email=ANNA)
    erase_person(ANNA)

    assert erase_person(ANNA) == []
    assert erase_person("nobody@city.example") == []


def test_address_with_wildcards_is_no_pattern():
    UserFactory(email=ANNA)

    assert erase_person("%@city.example") == []
    assert erase_person("anna@city_example") == []


@pytest.mark.django_db(transaction=True)
def test_two_editors_erased_at_once_leave_one():
    city = OrganisationFactory()
    editors = [city_editor(city), city_editor(city)]

    results = race(*[lambda email=editor.email: erase_person(email) for editor in editors])

    assert sorted(type(result).__name__ for result in results) == ["CannotErase", "list"]
    assert city.memberships.editors().count() == 1


def test_every_file_field_of_ours_is_one_whose_files_go_with_their_rows():
    """``portal.files`` clears away what no row names any more; it knows only the models of private files."""
    ours = [model for model in apps.get_models() if model.__module__.startswith(("portal.", "registry.", "search."))]
    holding_files = [
        (model, field.name) for model in ours for field in model._meta.local_fields if isinstance(field, FileField)
    ]

    assert sorted(holding_files, key=str) == sorted([(model, "file") for model in file_models()], key=str)
    assert (Evidence, "file") in holding_files
