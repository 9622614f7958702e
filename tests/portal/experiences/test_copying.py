"""A correction begins as what is published says, word for word."""

import pytest
from django.db import IntegrityError, transaction

from portal.experiences.enums import Audience, State
from portal.experiences.models import Edition
from portal.experiences.services.copying import copy_edition
from portal.experiences.services.moving import correct, discard
from portal.experiences.showing import shown_to
from portal.experiences.tasks import Task, said
from tests.factories.accounts import MembershipFactory
from tests.factories.experiences import EditionFactory, ExperienceDocumentFactory, published
from tests.portal.experiences.marked import marked

pytestmark = pytest.mark.django_db
OWN = {
    *("id", "number", "state", "submission", "submitted_by_id", "submitted_at"),
    *("published_at", "created_at", "changed_at"),
}


def facts(row, *, but):
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in but
    }


def test_copy_says_in_every_task_what_its_source_says():
    source = marked(state=State.PUBLISHED)

    copy = copy_edition(source)

    assert {task: said(copy, task) for task in Task} == {task: said(source, task) for task in Task}


def test_copy_has_every_fact_but_those_of_its_own_course():
    source = published(marked()).current

    copy = copy_edition(source)

    assert facts(copy, but=OWN) == facts(source, but=OWN)
    assert (copy.number, copy.state, copy.submission) == (2, State.DRAFT, 0)
    assert (copy.submitted_by, copy.submitted_at, copy.published_at) == (None, None, None)


@pytest.mark.parametrize("part", ["lessons", "suppliers", "citations", "documents"])
def test_rows_of_a_copy_are_rows_of_its_own(part):
    source = marked(state=State.PUBLISHED)

    copy = copy_edition(source)

    old, new = (list(getattr(edition, part).all()) for edition in (source, copy))
    assert [facts(row, but={"id", "edition_id"}) for row in new] == [
        facts(row, but={"id", "edition_id"}) for row in old
    ]
    assert {row.pk for row in old} & {row.pk for row in new} == set()


def test_copy_is_seen_by_each_audience_as_its_source_was():
    source = marked(state=State.PUBLISHED, outcome_visibility=Audience.MEMBERS)

    copy = copy_edition(source)

    for audience in Audience:
        before, after = (shown_to(edition, audience).as_dict() for edition in (source, copy))
        documents = [[{**row, "pk": 0} for row in face.pop("documents")] for face in (before, after)]
        assert (after, documents[1]) == (before, documents[0])


def test_copy_is_numbered_after_the_newest_edition():
    first = EditionFactory(state=State.PUBLISHED)
    EditionFactory(experience=first.experience, number=2, state=State.PUBLISHED)

    assert copy_edition(first).number == 3


def test_second_edition_in_work_is_refused_by_the_database():
    source = EditionFactory(state=State.PUBLISHED)
    copy_edition(source)

    with pytest.raises(IntegrityError), transaction.atomic():
        copy_edition(source)

    assert Edition.objects.in_work().count() == 1


def test_file_of_a_document_stays_while_an_edition_names_it(django_capture_on_commit_callbacks):
    edition = EditionFactory()
    document = ExperienceDocumentFactory(edition=edition)
    experience = published(edition)
    author = MembershipFactory.create(organisation=experience.organisation).user

    correct(experience.pk, actor=author)
    with django_capture_on_commit_callbacks(execute=True):
        discard(experience.pk, actor=author)

    assert document.file.storage.exists(document.file.name)


def test_file_of_a_document_goes_with_the_last_edition_that_names_it(django_capture_on_commit_callbacks):
    edition = EditionFactory()
    document = ExperienceDocumentFactory(edition=edition)
    author = MembershipFactory.create(organisation=edition.experience.organisation).user

    with django_capture_on_commit_callbacks(execute=True):
        discard(edition.experience_id, actor=author)

    assert not document.file.storage.exists(document.file.name)
