"""Somebody who wrote tender experiences leaves: the organisation's words stay, the person goes."""

import pytest

from portal.experiences.enums import State
from portal.experiences.models import CriterionFeedback, Edition, ExperienceDocument, ExperienceStep, TenderExperience
from portal.experiences.services.feedback import Answer, Point, answer, answer_of, give, point_of
from portal.experiences.services.moving import discard, publish, start, submit
from portal.members.enums import Role
from portal.members.seen import seen_of
from portal.privacy.services.erasing import erase_person
from portal.privacy.services.exporting import export_person
from tests.factories.accounts import MembershipFactory, coordinator
from tests.factories.experiences import EditionFactory, ExperienceDocumentFactory, SubmittedFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


@pytest.fixture
def ada():
    """A member whose organisation has an editor besides."""
    member = MembershipFactory(user__email=EMAIL)
    MembershipFactory(organisation=member.organisation, role=Role.CITY_EDITOR)
    return member.user


def organisation_of(user):
    return user.memberships.get().organisation


def exported(model):
    holdings = export_person(EMAIL)["holdings"]
    return [row for holding in holdings if holding["model"] == f"experiences.{model}" for row in holding["rows"]]


def test_export_has_what_somebody_sent_and_the_steps_they_took(ada):
    edition = start(organisation_of(ada), language="en", title="Phones", actor=ada)
    Edition.objects.filter(pk=edition.pk).update(year=2026, stage="awarded")
    submit(edition.experience_id, actor=ada)

    assert [row["title"] for row in exported("Edition")] == ["Phones"]
    assert [row["name"] for row in exported("ExperienceStep")] == ["start", "submit"]


def test_export_has_the_feedback_that_somebody_gave_or_answered(ada):
    given = give(VersionFactory(), organisation_of(ada), Point("unclear", "Which cycles?", "en"), actor=ada)
    seen = seen_of(*answer_of(given), *point_of(given))
    answer(given.pk, Answer("Full ones.", "en"), seen=seen, actor=coordinator())

    assert [row["text"] for row in exported("CriterionFeedback")] == ["Which cycles?"]


def test_export_lists_documents_without_reading_them(ada):
    edition = SubmittedFactory(experience__organisation=organisation_of(ada), submitted_by=ada)
    ExperienceDocumentFactory(edition=edition, name="annex.pdf")

    (row,) = exported("ExperienceDocument")

    assert (row["name"], row["file"]["is_there"]) == ("annex.pdf", True)


def test_others_are_not_in_the_export(ada):
    SubmittedFactory(submitted_by=MembershipFactory().user)

    assert exported("Edition") == []


def test_published_record_outlives_whoever_sent_it(ada):
    edition = SubmittedFactory(experience__organisation=organisation_of(ada), submitted_by=ada)
    publish(edition.experience_id, seen=1, actor=coordinator())

    erase_person(EMAIL)

    edition.refresh_from_db()
    assert (edition.state, edition.submitted_by, edition.title) == (State.PUBLISHED, None, "Phones for the city")
    assert TenderExperience.objects.get().faces.count() == 3


def test_steps_outlive_whoever_took_them(ada):
    start(organisation_of(ada), language="en", actor=ada)

    erase_person(EMAIL)

    assert list(ExperienceStep.objects.values_list("name", "user")) == [("start", None)]


def test_draft_stays_with_its_organisation(ada):
    edition = EditionFactory(experience__organisation=organisation_of(ada))

    erase_person(EMAIL)

    assert list(Edition.objects.all()) == [edition]


def test_feedback_stays_as_the_words_of_the_organisation(ada):
    give(VersionFactory(), organisation_of(ada), Point("unclear", "Which cycles?", "en"), actor=ada)

    erase_person(EMAIL)

    feedback = CriterionFeedback.objects.get()
    assert (feedback.user, feedback.text, feedback.organisation.memberships.count()) == (None, "Which cycles?", 1)


def test_what_nobody_sent_can_still_be_decided_on(ada):
    edition = SubmittedFactory(experience__organisation=organisation_of(ada), submitted_by=ada)
    erase_person(EMAIL)

    assert publish(edition.experience_id, seen=1, actor=coordinator()).state == State.PUBLISHED


def test_dry_run_says_what_it_would_do_and_does_nothing(ada):
    SubmittedFactory(experience__organisation=organisation_of(ada), submitted_by=ada)

    found = {erased.holding.model: erased.count for erased in erase_person(EMAIL, dry_run=True)}

    assert found["experiences.Edition"] == 1
    assert Edition.objects.get().submitted_by == ada


def test_documents_of_a_draft_go_with_it(ada):
    edition = EditionFactory(experience__organisation=organisation_of(ada))
    ExperienceDocumentFactory(edition=edition)

    discard(edition.experience_id, actor=ada)

    assert ExperienceDocument.objects.count() == 0
