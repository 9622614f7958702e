"""Everything that an edition says, in words: nothing of it is left out."""

from decimal import Decimal

import pytest

from portal.experiences.enums import Section
from portal.experiences.models import Citation, Edition
from portal.experiences.statements import FIELDS, OF_A_CITATION, SHARING, WRITTEN, parts_of, written_in
from portal.experiences.tasks import FIELDS as FIELDS_OF_TASKS
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    LessonFactory,
    SupplierFactory,
)
from tests.factories.registry import VersionFactory
from tests.portal.experiences.marked import marked, traces_in, traces_of

pytestmark = pytest.mark.django_db


def said(edition, part):
    """What one part says and is not empty, by heading and label."""
    return {
        (entry.heading, statement.label): statement.text
        for each in parts_of(edition)
        if each.label == part
        for entry in each.entries
        for statement in entry.statements
        if statement.text
    }


def test_parts_come_in_the_order_of_the_page():
    assert [part.label for part in parts_of(EditionFactory())] == [
        "The tender",
        "Values",
        "Criteria that were used",
        "What happened",
        "Lessons",
        "Contact",
        "Documents",
        "Who may see it",
    ]


def test_every_field_that_authors_fill_in_is_said_once():
    told = [*(name for names in FIELDS.values() for name in names), *SHARING]

    assert sorted(told) == sorted(name for names in FIELDS_OF_TASKS.values() for name in names)


def test_texts_are_those_that_stand_in_no_list():
    """Every free text of the models counts as written by the authors."""
    free = {
        field.name
        for model, names in (
            (Edition, [*(name for each in FIELDS.values() for name in each)]),
            (Citation, OF_A_CITATION),
        )
        for field in model._meta.fields
        if field.name in names and field.get_internal_type() in ("CharField", "TextField") and not field.choices
    }

    assert free - {"nuts", "notice", "source_url"} == WRITTEN


def test_nothing_of_a_full_record_is_left_out():
    edition = marked()

    texts = [each.text for part in parts_of(edition) for entry in part.entries for each in entry.statements]
    texts += [entry.heading for part in parts_of(edition) for entry in part.entries]

    assert traces_in("; ".join(texts), *Section) == sorted(
        traces_of(*Section) - {"+100"}  # worked out for readers, said by nobody
    )


def test_choices_numbers_and_amounts_are_in_the_readers_words():
    edition = EditionFactory(
        currency="EUR", estimated_value=Decimal("1200000.00"), cpv=["32250000-0", "30213100-6"], lots=2, language="sv"
    )

    tender = said(edition, "The tender")
    assert {label: tender["", label] for label in ("Country", "Procedure", "CPV codes", "Lots", "Year")} == {
        "Country": "Sweden",
        "Procedure": "Open procedure",
        "CPV codes": "32250000-0, 30213100-6",
        "Lots": "2",
        "Year": "2026",
    }
    assert tender["", "Language of the text"] == "Swedish"
    assert said(edition, "Values")["", "Estimated value"] == "EUR\u00a01,200,000"


def test_zero_bids_are_said():
    assert said(EditionFactory(bids=0), "What happened") == {("", "Number of bids"): "0"}


def test_amount_without_a_currency_stands_alone():
    assert said(EditionFactory(awarded_value=Decimal("12.50")), "Values") == {("", "Awarded value"): "12.50"}


def test_citation_is_said_with_its_own_values():
    edition = EditionFactory()
    CitationFactory(
        edition=edition, version=VersionFactory(criterion__code="BAT-01"), values={"cycles": "1200", "gone": "x"}
    )

    told = said(edition, "Criteria that were used")

    assert told == {
        ("BAT-01@1.0.0/L1", "Level"): "1 Baseline",
        ("BAT-01@1.0.0/L1", "Parameter “cycles”"): "1,200 cycles",
        ("BAT-01@1.0.0/L1", "Parameter “gone”"): "x",
        ("BAT-01@1.0.0/L1", "Status when it was cited"): "in force",
        ("BAT-01@1.0.0/L1", "Used as it is or adapted"): "Used as it is",
    }


def test_rows_are_told_apart_by_what_stays():
    edition = EditionFactory()
    LessonFactory(edition=edition)
    supplier = SupplierFactory(edition=edition, is_winner=True)
    document = ExperienceDocumentFactory(edition=edition, language="sv")

    keys = {part.label: [entry.key for entry in part.entries] for part in parts_of(edition)}

    assert keys["Lessons"] == ["wording"]
    assert keys["What happened"] == ["", supplier.name]
    assert keys["Documents"] == [document.sha256]
    assert said(edition, "Documents")["annex.pdf", "Language"] == "Swedish"


def test_written_texts_come_with_the_place_they_stand_in():
    edition = EditionFactory(summary="We bought phones.")
    LessonFactory(edition=edition)

    assert [(where, each.label, each.text) for where, each in written_in(edition)] == [
        ("The tender", "Title", "Phones for the city"),
        ("The tender", "Summary", "We bought phones."),
        ("Lessons: Wording of the criteria", "Lesson", "Ask the market first."),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_edition_with_its_rows_takes_seven_queries(django_assert_num_queries, count):
    edition = EditionFactory()
    for number in range(count):
        CitationFactory(edition=edition)
        SupplierFactory(edition=edition)
        LessonFactory(edition=edition, topic=["wording", "price", "proof"][number])
        ExperienceDocumentFactory(edition=edition)

    with django_assert_num_queries(7):
        parts_of(Edition.objects.with_rows().get())
