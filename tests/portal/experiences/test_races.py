"""Two people at the same record at the same moment: one of them wins, the other is told."""

import pytest

from portal.experiences.enums import State
from portal.experiences.errors import ChangedMeanwhile, StepNotPossible
from portal.experiences.models import Edition, ExperienceStep, Face
from portal.experiences.services.moving import correct, publish, send_back, take_back
from portal.experiences.services.writing import save, seen_mark
from portal.experiences.tasks import Task
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
