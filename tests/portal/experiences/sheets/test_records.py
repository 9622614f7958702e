"""Records as workbooks hold them: whose they are, which edition, and in how many queries."""

import pytest

from portal.experiences.services.moving import correct
from portal.experiences.services.writing import seen_mark
from portal.experiences.sheets.columns import SEEN
from portal.experiences.sheets.records import COMPARED, records_named, records_of
from portal.experiences.tasks import said
from tests.factories.accounts import MembershipFactory, UserFactory, coordinator
from tests.factories.experiences import CitationFactory, EditionFactory, LessonFactory, SupplierFactory, published
from tests.factories.members import OrganisationFactory
from tests.portal.experiences.authors import author_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory()


def titles(records):
    return [record.tender["title"] for record in records]


def full(organisation, **facts):
    edition = EditionFactory(experience__organisation=organisation, **facts)
    for level in (2, 1):
        CitationFactory(edition=edition, level=level, position=2 - level)
    LessonFactory(edition=edition, topic="wording")
    LessonFactory(edition=edition, topic="price")
    SupplierFactory(edition=edition, name="Second AB")
    SupplierFactory(edition=edition, name="First AB", is_winner=True)
    return edition


def test_record_says_what_its_edition_says(organisation):
    edition = full(organisation)

    (record,) = records_of(author_of(edition))

    assert record.said == {task: said(edition, task) for task in COMPARED}
    assert record.marks == {task: seen_mark(edition, task) for task in COMPARED}


def test_record_as_a_line(organisation):
    edition = full(organisation, cpv=["32250000-0", "30213200-7"], estimated_value=5, suppliers_anonymous=False)

    (record,) = records_of(author_of(edition))

    line = record.tender
    assert line["reference"] == edition.experience.reference
    assert (line["cpv"], line["estimated_value"], line["suppliers_anonymous"]) == ("32250000-0, 30213200-7", 5, "no")
    assert (line["winners"], line["bidders"]) == ("First AB", "Second AB")
    assert [piece.partition(":")[0] for piece in line[SEEN].split()] == [task.value for task in COMPARED]
    assert [row["citation"][-3:] for row in record.criteria] == ["/L2", "/L1"]
    assert [row["topic"] for row in record.lessons] == ["price", "wording"]


def test_records_are_those_of_ones_own_organisations_the_newest_first(organisation):
    first = EditionFactory(experience__organisation=organisation, title="First")
    author = author_of(first)
    EditionFactory(experience__organisation=MembershipFactory(user=author).organisation, title="Second")
    EditionFactory(title="A stranger's")

    assert titles(records_of(author)) == ["Second", "First"]


def test_others_have_none():
    published()

    assert records_of(UserFactory()) == []
    assert records_of(coordinator()) == []


def test_record_that_is_corrected_says_what_is_being_written():
    experience = published(title="As published")
    author = author_of(experience)
    edition = correct(experience.pk, actor=author)
    edition.title = "As corrected"
    edition.save()

    assert titles(records_of(author)) == ["As corrected"]


def test_record_without_work_says_what_is_published():
    assert titles(records_of(author_of(published(title="As published")))) == ["As published"]


def test_records_are_found_by_reference_among_ones_own(organisation):
    mine, theirs = EditionFactory(experience__organisation=organisation), EditionFactory()
    wanted = [mine.experience.reference, theirs.experience.reference, "TE-NONE"]

    assert list(records_named(wanted, author_of(mine))) == [mine.experience.reference]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow_with_the_records(organisation, django_assert_num_queries, count):
    for _number in range(count):
        edition = full(organisation)
    author = author_of(edition)

    with django_assert_num_queries(8):  # the newest, the records, what is current, editions, and four kinds of rows
        found = records_of(author)

    assert len(found) == count
    with django_assert_num_queries(0):
        assert all(record.tender and record.criteria and record.lessons and record.marks for record in found)
