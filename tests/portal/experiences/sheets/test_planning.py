"""What a workbook would do: a result for each row, and nothing done yet."""

import pytest

from portal.experiences.enums import State
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.importing import import_rows
from portal.experiences.sheets.columns import Part
from portal.experiences.sheets.planning import Outcome, plan_of
from portal.experiences.sheets.reading import read_book
from portal.experiences.sheets.records import records_of
from portal.experiences.sheets.writing import workbook
from portal.experiences.tasks import Cited, Learned, Task
from tests.factories.accounts import MembershipFactory
from tests.factories.experiences import CitationFactory, EditionFactory, LessonFactory, SupplierFactory
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.portal.experiences.authors import say
from tests.portal.experiences.workbooks import FIRST, Filled, told

pytestmark = pytest.mark.django_db
CHANGED_MEANWHILE = (
    "This record was changed in the portal since the file was exported. Export the records anew, and write your "
    "changes there."
)


@pytest.fixture
def organisation():
    return OrganisationFactory(country="SE", nuts="SE224")


@pytest.fixture
def author(organisation):
    return MembershipFactory(organisation=organisation).user


@pytest.fixture
def edition(organisation):
    return EditionFactory(experience__organisation=organisation, title="Phones", year=2025)


def exported(author):
    return Filled(workbook(records_of(author)))


def results(book, organisation, author):
    return told(book.plan(organisation, author))


def new(row=FIRST, **cells):
    return Filled().tender(row, **{"title": "Phones", "language": "English", **cells})


def test_new_tender_with_its_criteria_and_lessons(organisation, author):
    version = VersionFactory(criterion__code="BAT-01")
    book = new(year=2026).criterion(key=1, citation="BAT-01@1.0.0/L2").lesson(key="1", topic="price", text="Lower.")

    plan = book.plan(organisation, author)

    assert (told(plan), plan.orphans, plan.is_possible) == ([("new", [], [])], [], True)
    (row,) = plan.rows
    assert row.is_new
    assert row.values == {
        Task.TENDER: {"title": "Phones", "language": "en", "year": 2026},
        Task.CRITERIA: {"criteria": [Cited(version.pk, 2)]},
        Task.LESSONS: {"lessons": [Learned("price", "Lower.")]},
    }
    assert not TenderExperience.objects.exists()


def test_new_tender_in_another_country_takes_no_region_of_its_organisation(organisation, author):
    (row,) = new(country="Finland").plan(organisation, author).rows

    assert row.values[Task.TENDER] == {"title": "Phones", "language": "en", "country": "FI", "nuts": ""}


def test_new_tender_needs_a_title_and_its_language(organisation, author):
    book = Filled().tender(year=2026)

    assert results(book, organisation, author) == [
        (
            "fault",
            [],
            [
                "Tenders!C3: Write what the tender is called.",
                "Tenders!D3: Choose the language in which you write about this tender.",
            ],
        )
    ]


def test_workbook_without_a_tender_does_nothing(organisation, author):
    plan = Filled().plan(organisation, author)

    assert (plan.results, plan.rows, plan.is_possible) == ([], [], True)


def test_row_that_was_imported_before_does_nothing(organisation, author):
    book = new()
    import_rows(book.plan(organisation, author).rows, organisation, is_trial=False, actor=author)

    plan = book.plan(organisation, author)

    reference = TenderExperience.objects.get().reference
    assert (told(plan), plan.rows) == ([("unchanged", [], [])], [])
    assert plan.results[0].notes == [f"It was imported before, as {reference}."]


def test_same_row_of_another_organisation_is_another_tender(organisation, author):
    other = MembershipFactory(user=author).organisation
    book = new()

    references = {book.plan(each, author).rows[0].reference for each in (organisation, other)}

    assert len(references) == 2


def test_record_of_the_same_title_is_pointed_at(organisation, author, edition):
    EditionFactory(title="Phones")  # of a stranger

    plan = new().plan(organisation, author)

    assert plan.results[0].notes == [
        f"There is a record of this title already: {edition.experience.reference}. Check that this is another tender."
    ]
    assert plan.results[0].outcome == Outcome.NEW


def test_export_that_comes_back_changes_nothing(organisation, author, edition):
    CitationFactory(edition=edition)
    LessonFactory(edition=edition)
    SupplierFactory(edition=edition)

    assert results(exported(author), organisation, author) == [("unchanged", [], [])]


def test_one_cell_changes_one_field(organisation, author, edition):
    book = exported(author).tender(year="2026")

    plan = book.plan(organisation, author)

    assert told(plan) == [("changed", ["Year"], [])]
    assert plan.rows[0].values == {Task.TENDER: {"year": 2026}}


def test_change_in_each_part_is_named(organisation, author, edition):
    VersionFactory(criterion__code="BAT-01")
    book = exported(author).tender(bids=3, winners="A AB", contact_role="Buyer")
    book.criterion(key=1, citation="BAT-01@1.0.0/L1").lesson(key=1, topic="price", text="Lower.")

    assert results(book, organisation, author) == [
        (
            "changed",
            [
                *("How many bids did you get?", "Suppliers", "Whom may others ask?", "Criteria used", "Lessons"),
            ],
            [],
        )
    ]


def test_rows_that_were_removed_are_removed(organisation, author, edition):
    CitationFactory(edition=edition)
    LessonFactory(edition=edition)
    book = exported(author)
    book.sheet(Part.CRITERIA).delete_rows(FIRST)
    book.sheet(Part.LESSONS).delete_rows(FIRST)

    (row,) = book.plan(organisation, author).rows

    assert row.values == {Task.CRITERIA: {"criteria": []}, Task.LESSONS: {"lessons": []}}


def test_sheets_that_were_removed_leave_everything_as_it_is(organisation, author, edition):
    CitationFactory(edition=edition)
    LessonFactory(edition=edition)
    book = exported(author)
    for part in (Part.CRITERIA, Part.LESSONS):
        book.book.remove(book.sheet(part))

    assert results(book, organisation, author) == [("unchanged", [], [])]


def test_record_that_was_changed_meanwhile_is_refused(organisation, author, edition):
    book = exported(author).tender(year=2026)
    say(edition, Task.TENDER, author, title="Smartphones")

    assert results(book, organisation, author) == [("fault", [], [f"Tenders!A3: {CHANGED_MEANWHILE}"])]


def test_other_part_than_the_one_that_was_changed_meanwhile_is_taken(organisation, author, edition):
    book = exported(author).lesson(key=1, topic="price", text="Lower.")
    say(edition, Task.TENDER, author, title="Smartphones")

    plan = book.plan(organisation, author)

    assert told(plan) == [("changed", ["Lessons"], [])]
    assert list(plan.rows[0].values) == [Task.LESSONS]


def test_record_that_was_never_exported_is_not_overwritten(organisation, author, edition):
    book = Filled().tender(reference=edition.experience.reference.lower(), title="Another")

    assert results(book, organisation, author) == [("fault", [], [f"Tenders!A3: {CHANGED_MEANWHILE}"])]


@pytest.mark.parametrize("whose", ["nobody", "stranger"])
def test_reference_of_no_record_of_ones_own_is_refused_alike(organisation, author, whose):
    reference = "TE-22222222" if whose == "nobody" else EditionFactory().experience.reference
    book = new(reference=reference)

    assert results(book, organisation, author) == [
        (
            "fault",
            [],
            [
                (
                    f"Tenders!B3: There is no record {reference} that you can change. Correct the reference, or empty "
                    "the cell to begin a new record."
                )
            ],
        )
    ]


def test_two_rows_of_one_number_are_told_apart_first(organisation, author):
    book = new().tender(4, key=1, title="Laptops", language="en")

    assert results(book, organisation, author)[1] == (
        "fault",
        [],
        ["Tenders!A4: Row 3 has the same number. Give each tender a number of its own."],
    )


def test_two_rows_about_one_record_are_refused(organisation, author, edition):
    book = exported(author)
    book.tender(4, reference=edition.experience.reference, title="Phones")

    assert results(book, organisation, author)[1][2][-1] == (
        "Tenders!A4: Row 3 is about the same tender. Remove one of them."
    )


def test_two_rows_that_say_the_same_are_refused(organisation, author):
    book = new().tender(4, title="Phones", language="en")

    assert results(book, organisation, author) == [
        ("new", [], []),
        ("fault", [], ["Tenders!A4: Row 3 is about the same tender. Remove one of them."]),
    ]


def test_rows_without_a_number_are_tenders_too(organisation, author):
    book = new(key=None).tender(4, key=None, title="Laptops", language="en")

    assert results(book, organisation, author) == [("new", [], []), ("new", [], [])]


def test_row_of_another_sheet_without_its_tender_is_told(organisation, author):
    book = new().criterion(key=7, citation="BAT-01@1.0.0/L1").lesson(topic="price", text="Lower.")

    plan = book.plan(organisation, author)

    assert [f"{fault.address}: {fault.text}" for fault in plan.orphans] == [
        "Criteria used!A3: No tender in this file has the number “7”. Correct it, or remove the row.",
        (
            "Lessons!A3: This row does not say which tender it is about. Write the number of the tender in its first "
            "column."
        ),
    ]
    assert not plan.is_possible


def test_fault_of_another_sheet_belongs_to_its_tender(organisation, author):
    book = new().criterion(key=1, citation="battery").tender(4, title="Laptops", language="en")

    assert [outcome for outcome, _changes, _faults in results(book, organisation, author)] == ["fault", "new"]


def test_keys_are_compared_as_people_read_them(organisation, author):
    book = new(key=" Phones 1 ").lesson(key="phones  1", topic="price", text="Lower.")

    plan = book.plan(organisation, author)

    assert (plan.orphans, list(plan.rows[0].values)) == ([], [Task.TENDER, Task.LESSONS])


def test_what_the_service_refuses_stands_at_its_cell(organisation, author):
    book = new(nuts="SE2!")
    plan = book.plan(organisation, author)

    plan.refuse(import_rows(plan.rows, organisation, is_trial=True, actor=author))

    assert told(plan) == [
        ("fault", [], ["Tenders!G3: A NUTS code is two letters and up to three digits or letters: SE224."])
    ]


def test_refusal_that_names_no_cell_stands_at_its_row(organisation, author, edition):
    book = exported(author).tender(year=2026)
    plan = book.plan(organisation, author)
    Edition.objects.filter(pk=edition.pk).update(state=State.SUBMITTED)

    plan.refuse(import_rows(plan.rows, organisation, is_trial=True, actor=author))

    ((_outcome, _changes, (fault,)),) = told(plan)
    assert fault.startswith(f"Tenders!A3: {edition.experience.reference} is “With the coordinators”")


def test_supplier_that_is_there_twice_stands_at_the_cell_of_winners(organisation, author):
    plan = new(winners="A AB", bidders="A AB").plan(organisation, author)

    plan.refuse(import_rows(plan.rows, organisation, is_trial=True, actor=author))

    assert told(plan) == [("fault", [], ["Tenders!W3: A AB is there twice. Remove one of them."])]


def test_mark_is_that_of_what_would_be_done(organisation, author, edition):
    book = exported(author).tender(year=2026)
    first = book.plan(organisation, author).mark

    assert book.plan(organisation, author).mark == first
    assert book.tender(year=2027).plan(organisation, author).mark != first


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow_with_the_rows(organisation, author, django_assert_num_queries, count):
    book = Filled()
    for number in range(count):
        EditionFactory(experience__organisation=organisation, title=f"Old {number}")
    rows = len(records_of(author))
    book = exported(author)
    for number in range(count):
        book.tender(FIRST + number, year=2026)
        book.tender(FIRST + rows + number, title=f"New {number}", language="en")
        book.criterion(FIRST + number, key=number + 1, citation="BAT-01@1.0.0/L1")
    read = read_book(book.content)

    with django_assert_num_queries(9):  # the versions, the records in six, what is there of references and titles
        plan_of(read, organisation, actor=author)
