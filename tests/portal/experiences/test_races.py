"""Two people at the same record at the same moment: one of them wins, the other is told."""

import pytest

from portal.experiences.enums import State
from portal.experiences.errors import ChangedMeanwhile, CorrectedMeanwhile, SentAnew, StepNotPossible
from portal.experiences.models import Edition, ExperienceStep, Face, TenderExperience
from portal.experiences.services.moving import correct, publish, retract, send_back, submit, take_back
from portal.experiences.services.writing import save, seen_mark
from portal.experiences.tasks import Task
from portal.letters.models import Letter
from tests.factories.accounts import MembershipFactory, coordinator
from tests.factories.experiences import EditionFactory, SubmittedFactory, published
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def author_of(edition):
    return MembershipFactory.create(organisation=edition.experience.organisation).user


def losers(results):
    return [type(result) for result in results if isinstance(result, Exception)]


def test_two_tabs_that_save_at_once_keep_both_texts_one_of_them_with_its_writer():
    edition = EditionFactory(title="")
    author, seen = author_of(edition), seen_mark(edition, Task.TENDER)

    results = race(
        *(
            lambda title=title: save(edition.experience_id, Task.TENDER, {"title": title}, seen=seen, actor=author)
            for title in ("One", "Two")
        )
    )

    assert losers(results) == [ChangedMeanwhile]
    assert Edition.objects.get().title == ("Two" if isinstance(results[0], Exception) else "One")


def test_publishing_against_taking_back_ends_in_one_of_them():
    edition, reviewer = SubmittedFactory(), coordinator()
    author = author_of(edition)

    results = race(
        lambda: publish(edition.experience_id, seen=1, actor=reviewer),
        lambda: take_back(edition.experience_id, actor=author),
    )

    edition.refresh_from_db()
    assert losers(results) == [StepNotPossible]
    assert (edition.state, Face.objects.exists()) in [(State.PUBLISHED, True), (State.DRAFT, False)]


def test_two_coordinators_decide_once():
    edition, first, second = SubmittedFactory(), coordinator(), coordinator()

    results = race(
        lambda: publish(edition.experience_id, seen=1, actor=first),
        lambda: send_back(edition.experience_id, reason="No.", seen=1, actor=second),
    )

    assert losers(results) == [StepNotPossible]
    assert ExperienceStep.objects.count() == 1


def test_correcting_twice_at_once_begins_one_edition():
    experience = published()
    author = MembershipFactory.create(organisation=experience.organisation).user

    first, second = race(*[lambda: correct(experience.pk, actor=author)] * 2)

    assert first == second
    assert Edition.objects.count() == 2


def test_what_its_author_rewrites_while_it_is_published_is_never_published_unread():
    edition, reviewer = SubmittedFactory(title="Read"), coordinator()
    author = author_of(edition)

    def rewrite():
        taken = take_back(edition.experience_id, actor=author)
        seen = seen_mark(taken, Task.TENDER)
        save(edition.experience_id, Task.TENDER, {"title": "Rewritten"}, seen=seen, actor=author)
        return submit(edition.experience_id, actor=author)

    results = race(lambda: publish(edition.experience_id, seen=1, actor=reviewer), rewrite)

    edition.refresh_from_db()
    ends = {
        (State.PUBLISHED, "Read", (StepNotPossible,)),  # the author came too late
        (State.SUBMITTED, "Rewritten", (StepNotPossible,)),  # the coordinator came while it was being written
        (State.SUBMITTED, "Rewritten", (SentAnew,)),
    }
    assert (edition.state, edition.title, tuple(losers(results))) in ends
    assert {face.title for face in Face.objects.all()} <= {"Read"}


def test_two_coordinators_who_publish_the_same_publish_once_and_write_once():
    edition, first, second = SubmittedFactory(), coordinator(), coordinator()
    edition.submitted_by = author_of(edition)
    edition.save()

    results = race(
        *(lambda actor=actor: publish(edition.experience_id, seen=1, actor=actor) for actor in (first, second))
    )

    assert losers(results) == []
    assert list(ExperienceStep.objects.values_list("name", flat=True)) == ["publish"]
    assert list(Letter.objects.values_list("kind", flat=True)) == ["experiences.published"]


def test_retraction_against_a_correction_ends_in_one_of_them():
    experience = published()
    author = MembershipFactory.create(organisation=experience.organisation).user
    correct(experience.pk, actor=author)
    edition = submit(experience.pk, actor=author)
    first, second = coordinator(), coordinator()

    results = race(
        lambda: publish(experience.pk, seen=edition.submission, actor=first),
        lambda: retract(experience.pk, reason="A person is named.", seen=1, actor=second),
    )

    row = TenderExperience.objects.get()
    end = (losers(results), row.current == edition, row.retracted_at is None, Face.objects.exists())
    assert end in [([CorrectedMeanwhile], True, True, True), ([StepNotPossible], False, False, False)]


def test_sending_twice_at_once_tells_each_coordinator_once():
    edition, reader = EditionFactory(), coordinator()
    author = author_of(edition)

    first, second = race(*[lambda: submit(edition.experience_id, actor=author)] * 2)

    assert (first.submission, second.submission) == (1, 1)
    assert list(Letter.objects.values_list("recipient", flat=True)) == [reader.email]
