"""Who may do what with tender experiences, beyond what the matrix of access has a column for."""

import pytest

from portal.core.access import can
from portal.experiences.enums import Audience, State
from portal.experiences.services.copying import copy_edition
from portal.experiences.services.moving import submit, take_back
from portal.members.enums import OrganisationKind, Role
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.experiences import EditionFactory, FeedbackFactory, SubmittedFactory, published
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


def author_of(experience):
    return MembershipFactory.create(organisation=experience.organisation).user


def test_superuser_gets_no_way_around_four_eyes():
    edition = SubmittedFactory()
    both = coordinator(is_superuser=True)

    for action in ("experiences.moderate", "experiences.answer_feedback"):
        assert not can(both, action, edition.experience)
    assert can(both, "experiences.read_inbox")
    assert not can(both, "experiences.retract", edition.experience)


def test_superuser_who_edits_for_the_organisation_retracts_as_its_editor():
    experience = published()
    editor = city_editor(experience.organisation)
    editor.is_superuser = True
    editor.save()

    assert can(editor, "experiences.retract", experience)
    assert not can(editor, "experiences.moderate", experience)


def test_whoever_sent_it_does_not_decide_on_it_until_somebody_else_sends_it():
    edition = SubmittedFactory()
    experience = edition.experience
    sender = MembershipFactory(organisation=experience.organisation, role=Role.COORDINATOR).user
    edition.submitted_by = sender
    edition.save()
    assert not can(sender, "experiences.moderate", experience)

    colleague = author_of(experience)
    take_back(experience.pk, actor=colleague)
    submit(experience.pk, actor=colleague)

    assert can(sender, "experiences.moderate", experience)
    assert can(coordinator(), "experiences.moderate", experience)


def test_sender_of_an_edition_of_the_past_decides_on_the_next():
    experience = published(EditionFactory(submitted_by=(sender := coordinator())))
    correction = copy_edition(experience.current)
    correction.state, correction.submission = State.SUBMITTED, 1
    correction.save()

    assert can(sender, "experiences.moderate", experience)


def test_people_of_an_organisation_read_its_own_records_even_when_it_is_no_buyer_any_more():
    experience = published(visibility=Audience.MEMBERS)
    reader = author_of(experience)
    experience.organisation.kind = OrganisationKind.SUPPORTER
    experience.organisation.save()

    assert can(reader, "experiences.read", experience)
    assert not can(reader, "experiences.write", experience)
    assert not can(reader, "experiences.see_work", experience)


def test_supporter_has_no_tenders_to_tell_of_and_reads_what_everyone_reads():
    supporter = OrganisationFactory(kind=OrganisationKind.SUPPORTER)
    user = city_editor(supporter)

    assert not can(user, "experiences.start", supporter)
    assert not can(user, "experiences.read", published(visibility=Audience.MEMBERS))
    assert can(user, "experiences.read", published())


def test_coordinator_who_works_for_a_supporter_belongs_to_the_members():
    supporter = OrganisationFactory(kind=OrganisationKind.SUPPORTER)
    user = MembershipFactory(organisation=supporter, role=Role.COORDINATOR).user

    assert can(user, "experiences.read", published(visibility=Audience.MEMBERS))
    assert can(user, "experiences.give_feedback")


def test_draft_that_was_never_sent_is_nobodys_but_its_authors():
    experience = EditionFactory().experience

    assert not can(coordinator(), "experiences.see_work", experience)
    assert not can(UserFactory(is_superuser=True), "experiences.see_work", experience)
    assert can(author_of(experience), "experiences.see_work", experience)


def test_record_that_was_narrowed_is_read_by_the_narrower_audience_only():
    experience = published()
    assert can(city_editor(), "experiences.read", experience)

    experience.current.visibility = Audience.MEMBERS
    experience.current.save()

    assert not can(UserFactory(), "experiences.read", experience)
    assert can(city_editor(), "experiences.read", experience)


def test_feedback_is_withdrawn_by_any_colleague_and_by_nobody_else():
    feedback = FeedbackFactory()
    colleague = MembershipFactory(organisation=feedback.organisation).user

    assert can(colleague, "experiences.withdraw_feedback", feedback)
    assert not can(coordinator(), "experiences.withdraw_feedback", feedback)
    assert not can(city_editor(), "experiences.withdraw_feedback", feedback)


def test_removed_member_loses_every_right_at_once():
    membership = MembershipFactory(role=Role.CITY_EDITOR)
    user, experience = membership.user, published(EditionFactory(experience__organisation=membership.organisation))
    rights = ("experiences.write", "experiences.see_work", "experiences.retract", "experiences.give_feedback")
    assert [can(user, right, experience) for right in rights] == [True] * 4

    membership.delete()

    assert [can(user, right, experience) for right in rights] == [False] * 4
