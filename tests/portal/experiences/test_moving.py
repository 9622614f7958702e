"""From a draft to what everybody reads, and back."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.core.viewer import VISITOR
from portal.experiences.enums import Audience, State
from portal.experiences.errors import CorrectedMeanwhile, Incomplete, ReasonMissing, SentAnew, StepNotPossible
from portal.experiences.models import Face, TenderExperience
from portal.experiences.services.moving import correct, discard, publish, retract, send_back, start, submit, take_back
from portal.experiences.services.writing import save, seen_mark
from portal.experiences.tasks import Task
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, city_editor, coordinator
from tests.factories.experiences import CitationFactory, EditionFactory, SubmittedFactory, published
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


def author_of(edition):
    return MembershipFactory.create(organisation=edition.experience.organisation).user


def steps_of(experience):
    return list(experience.steps.values_list("name", flat=True))


def test_member_begins_fills_in_and_sends():
    organisation = OrganisationFactory(country="SE", nuts="SE224")
    author = MembershipFactory.create(organisation=organisation).user
    edition = start(organisation, language="sv", actor=author)

    facts = {"title": "Telefoner", "year": 2026, "stage": "awarded"}
    save(edition.experience_id, Task.TENDER, facts, seen=seen_mark(edition, Task.TENDER), actor=author)
    sent = submit(edition.experience_id, actor=author)

    assert (sent.state, sent.submission, sent.submitted_by) == (State.SUBMITTED, 1, author)
    assert (sent.country, sent.nuts, sent.title) == ("SE", "SE224", "Telefoner")
    assert steps_of(edition.experience) == ["start", "submit"]
    assert list(OutboxEvent.objects.values_list("name", flat=True)) == ["experiences.submit"]


def test_incomplete_record_says_what_is_missing():
    edition = EditionFactory(title="", year=None)

    with pytest.raises(Incomplete, match="is not complete: the title; the year"):
        submit(edition.experience_id, actor=author_of(edition))


def test_sending_twice_is_sending_once():
    edition = EditionFactory()
    author = author_of(edition)

    submit(edition.experience_id, actor=author)
    assert submit(edition.experience_id, actor=author).submission == 1


def test_coordinator_publishes_what_was_sent_and_readers_see_it():
    edition = SubmittedFactory()

    experience = publish(edition.experience_id, seen=1, actor=coordinator()).experience

    assert experience.slug == f"{experience.organisation.slug}-phones-for-the-city-2026"
    assert list(Face.objects.values_list("audience", flat=True).order_by("pk")) == ["own", "members", "everyone"]
    assert list(TenderExperience.objects.visible_to(VISITOR)) == [experience]


def test_publishing_the_same_submission_twice_is_publishing_once():
    edition, reviewer = SubmittedFactory(), coordinator()

    first = publish(edition.experience_id, seen=1, actor=reviewer)
    assert publish(edition.experience_id, seen=1, actor=reviewer) == first
    assert steps_of(edition.experience) == ["publish"]


def test_what_was_sent_anew_is_read_anew():
    edition = SubmittedFactory(submission=2)

    with pytest.raises(SentAnew):
        publish(edition.experience_id, seen=1, actor=coordinator())


def test_submission_of_an_edition_that_was_thrown_away_names_no_other_one():
    """Submissions are counted over the editions, so that an old page publishes nothing that nobody has read."""
    first, reviewer = EditionFactory(), coordinator()
    pk, author = first.experience_id, author_of(first)
    submit(pk, actor=author)
    publish(pk, seen=1, actor=reviewer)
    correct(pk, actor=author)
    read = submit(pk, actor=author).submission
    take_back(pk, actor=author)
    discard(pk, actor=author)
    correct(pk, actor=author)

    assert (read, submit(pk, actor=author).submission) == (2, 3)
    with pytest.raises(SentAnew):
        publish(pk, seen=read, actor=reviewer)


def test_retraction_of_what_was_corrected_meanwhile_is_refused():
    experience = published()
    author = city_editor(experience.organisation)
    correct(experience.pk, actor=author)
    publish(experience.pk, seen=submit(experience.pk, actor=author).submission, actor=coordinator())

    with pytest.raises(CorrectedMeanwhile, match="was published since you opened this page"):
        retract(experience.pk, reason="A person is named.", seen=1, actor=coordinator())
    assert retract(experience.pk, reason="A person is named.", seen=2, actor=coordinator()).retracted_at is not None


def test_whoever_sent_it_does_not_publish_it():
    sender = coordinator()
    edition = SubmittedFactory(submitted_by=sender)

    with pytest.raises(PermissionDenied):
        publish(edition.experience_id, seen=1, actor=sender)


def test_sending_back_needs_a_reason_and_opens_the_record_again():
    edition, reviewer = SubmittedFactory(), coordinator()

    with pytest.raises(ReasonMissing):
        send_back(edition.experience_id, reason=" ", seen=1, actor=reviewer)
    returned = send_back(edition.experience_id, reason="Which year?", seen=1, actor=reviewer)

    assert returned.state == State.RETURNED
    assert submit(edition.experience_id, actor=author_of(edition)).submission == 2


def test_author_takes_back_what_was_sent():
    edition = SubmittedFactory()

    assert take_back(edition.experience_id, actor=author_of(edition)).state == State.DRAFT
    with pytest.raises(StepNotPossible):
        publish(edition.experience_id, seen=1, actor=coordinator())


def test_readers_see_the_published_edition_until_its_correction_is_published():
    experience = published(citation := CitationFactory().edition)
    author = author_of(citation)

    draft = correct(experience.pk, actor=author)
    save(experience.pk, Task.TENDER, {"title": "Corrected"}, seen=seen_mark(draft, Task.TENDER), actor=author)
    before = Face.objects.get(experience=experience, audience=Audience.EVERYONE)
    submit(experience.pk, actor=author)
    publish(experience.pk, seen=2, actor=coordinator())
    after = Face.objects.get(experience=experience, audience=Audience.EVERYONE)

    assert (before.title, after.title) == ("Phones for the city", "Corrected")
    assert (draft.number, draft.citations.count()) == (2, 1)
    assert correct(experience.pk, actor=author).number == 3


def test_discarding_a_first_draft_leaves_nothing_and_a_correction_leaves_what_is_published():
    edition = EditionFactory()
    assert discard(edition.experience_id, actor=author_of(edition)) is None
    assert TenderExperience.objects.count() == 0

    experience = published()
    author = city_editor(experience.organisation)
    correct(experience.pk, actor=author)
    assert discard(experience.pk, actor=author) == experience
    assert [edition.number for edition in experience.editions.all()] == [1]


def test_discarding_what_was_sent_once_and_never_published_leaves_nothing():
    """A record without any edition would be a line that no list can show."""
    edition = EditionFactory()
    author = author_of(edition)
    submit(edition.experience_id, actor=author)
    take_back(edition.experience_id, actor=author)

    assert discard(edition.experience_id, actor=author) is None
    assert TenderExperience.objects.count() == 0


def test_correction_that_waits_goes_back_to_its_authors_when_the_record_is_retracted():
    """Whoever publishes it does not know of the retraction, and would undo it."""
    experience = published()
    author = city_editor(experience.organisation)
    correct(experience.pk, actor=author)
    sent = submit(experience.pk, actor=author)

    retract(experience.pk, reason="A person is named.", actor=author)

    with pytest.raises(StepNotPossible):
        publish(experience.pk, seen=sent.submission, actor=coordinator())
    experience.refresh_from_db()
    sent.refresh_from_db()
    assert (sent.state, experience.retraction_reason) == (State.DRAFT, "A person is named.")
    assert steps_of(experience)[-2:] == ["take_back", "retract"]

    anew = submit(experience.pk, actor=author)
    publish(experience.pk, seen=anew.submission, actor=coordinator())
    experience.refresh_from_db()
    assert (experience.current, experience.retracted_at, experience.retraction_reason) == (anew, None, "")


def test_publishing_again_what_was_retracted_meanwhile_is_refused():
    edition, reviewer = SubmittedFactory(), coordinator()
    publish(edition.experience_id, seen=1, actor=reviewer)
    retract(edition.experience_id, reason="Wrong tender.", actor=coordinator())

    with pytest.raises(StepNotPossible):
        publish(edition.experience_id, seen=1, actor=reviewer)


def test_retracted_experience_is_seen_by_nobody_and_keeps_its_reason():
    experience = published()

    retract(experience.pk, reason="Wrong tender.", actor=city_editor(experience.organisation))
    experience.refresh_from_db()

    assert (experience.retraction_reason, Face.objects.count()) == ("Wrong tender.", 0)
    assert experience.current is not None
