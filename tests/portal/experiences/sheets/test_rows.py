"""Criteria and lessons of a tender, line by line."""

import pytest
from django.utils.translation import override

from portal.experiences.enums import CitedAs, Usage
from portal.experiences.sheets.columns import Part
from portal.experiences.sheets.reading import read_book
from portal.experiences.sheets.records import records_named
from portal.experiences.sheets.rows import read_criteria, read_lessons, versions_in
from portal.experiences.tasks import Cited, Learned
from tests.factories.experiences import CitationFactory, EditionFactory, LessonFactory
from tests.factories.history import withdrawn
from tests.factories.registry import VersionFactory
from tests.portal.experiences.authors import author_of
from tests.portal.experiences.workbooks import FIRST, Filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


def record_of(edition):
    return next(iter(records_named([edition.experience.reference], author_of(edition)).values()))


def lines(part, rows):
    book = Filled()
    for number, cells in enumerate(rows, start=FIRST):
        book.write(part, number, key=1, **cells)
    return read_book(book.content).lines[part]


def criteria(*rows, record=None):
    found = lines(Part.CRITERIA, rows)
    return read_criteria(found, record, versions_in(found))


def criterion(record=None, **cells):
    """The one criterion of a line without a fault."""
    (row,), faults = criteria(cells, record=record)
    assert faults == []
    return row


def faults(**cells):
    return [f"{fault.address}: {fault.text}" for fault in criteria(cells)[1]]


def lessons(*rows, record=None):
    return read_lessons(lines(Part.LESSONS, rows), record)


@pytest.mark.parametrize(
    ("text", "level"),
    [("BAT-01@1.2.0/L2", 2), ("bat-01@1.2.0/l2", 2), (" BAT-01 @ 1.2.0 / L2 ", 2), ("BAT-01@1.2.0", 1)],
)
def test_citation_is_read_however_it_is_spaced(version, text, level):
    assert criterion(citation=text) == Cited(version.pk, level)


def test_line_is_read_into_a_citation(version):
    assert criterion(
        citation="BAT-01@1.2.0/L1",
        values="cycles=1200; Share: 85",
        usage="Adapted",
        change="Shorter",
        change_reason="Nobody has it",
        bidders_met="3",
        verification="By an audit on site",
        verification_text="Twice",
        relaxed="Nothing",
    ) == Cited(
        version.pk,
        1,
        {"cycles": "1200", "share": "85"},
        "adapted",
        "Shorter",
        "Nobody has it",
        3,
        "audit",
        "Twice",
        "Nothing",
    )


def test_lines_keep_their_order(version):
    other = VersionFactory(criterion__code="ALT-01")

    found, _faults = criteria({"citation": "BAT-01@1.2.0/L2"}, {"citation": "ALT-01@1.0.0/L1"})

    assert [row.version_id for row in found] == [version.pk, other.pk]


def test_value_of_the_level_itself_is_no_value_of_ones_own(version):
    assert criterion(citation="BAT-01@1.2.0/L1", values="cycles=800; share=85").values == {"share": "85"}


def test_value_that_the_version_does_not_allow_makes_it_adapted(version):
    row = criterion(citation="BAT-01@1.2.0/L1", values="cycles=5000")

    assert (row.values, row.usage) == ({"cycles": "5000"}, Usage.ADAPTED)


def test_words_of_a_change_make_it_adapted(version):
    assert criterion(citation="BAT-01@1.2.0/L1", usage="Used as it is", change="Shorter").usage == Usage.ADAPTED


def test_value_is_read_by_the_habits_of_the_reader(version):
    with override("sv"):
        assert criterion(citation="BAT-01@1.2.0/L1", values="share=85,5; cycles=1 200").values == {
            "share": "85.5",
            "cycles": "1200",
        }


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            {"citation": "battery"},
            "B3: “battery” is no citation. Write code, version and level, for example BAT-01@1.2.0/L2.",
        ),
        ({"relaxed": "All"}, "B3: “” is no citation. Write code, version and level, for example BAT-01@1.2.0/L2."),
        ({"citation": "BAT-01@9.0.0/L1"}, "B3: There is no version BAT-01@9.0.0. Look it up in the portal."),
        (
            {"citation": "BAT-01@1.2.0/L3"},
            "B3: BAT-01@1.2.0 cannot be cited: it has no level 3. Its levels: 1, 2.",
        ),
        (
            {"citation": "=1+1"},
            "B3: There is a formula or an error in this cell. Write the text or the number instead.",
        ),
        (
            {"citation": "BAT-01@1.2.0/L1", "values": "years=3"},
            "C3: “years=3” is none of the values of BAT-01@1.2.0. Write them like this: cycles=800; share=80.",
        ),
        (
            {"citation": "BAT-01@1.2.0/L1", "values": "1200"},
            "C3: “1200” is none of the values of BAT-01@1.2.0. Write them like this: cycles=800; share=80.",
        ),
        (
            {"citation": "BAT-01@1.2.0/L1", "values": f"cycles={'x' * 41}"},
            f"C3: “{'x' * 41}” is longer than 40 characters. Write it under what was changed.",
        ),
        (
            {"citation": "BAT-01@1.2.0/L1", "usage": "Bent"},
            "D3: “Bent” is none of the choices: Used as it is; Adapted.",
        ),
        (
            {"citation": "BAT-01@1.2.0/L1", "bidders_met": "most"},
            "G3: “most” is not a whole number. Write digits only, for example 6500.",
        ),
    ],
)
def test_fault_names_its_cell_and_the_way_out(version, cells, told):
    assert faults(**cells) == [f"Criteria used!{told}"]


def test_candidate_cannot_be_cited():
    VersionFactory(criterion__code="BAT-01", number="2.0.0-rc.1", published=None)

    assert faults(citation="BAT-01@2.0.0-rc.1/L1") == [
        "Criteria used!B3: BAT-01@2.0.0-rc.1 cannot be cited: it is a candidate. Cite the version that was published."
    ]


def test_withdrawn_version_was_used_in_its_time(version):
    withdrawn(version)

    assert criterion(citation="BAT-01@1.2.0/L1") == Cited(version.pk, 1)


def test_line_that_was_exported_is_what_is_stored_whatever_it_looks_like(version):
    """Somebody has stored values that no line could be read into."""
    odd = {"cycles": "800", "share": "a; b=c", "gone": "1"}
    stored = CitationFactory(version=version, level=2, values=odd, change=" Two\r\nlines ", cited_as=CitedAs.IN_FORCE)
    record = record_of(stored.edition)
    exported = record.criterion(Cited(version.pk, 2, odd, change=" Two\r\nlines "))

    row = criterion(record=record, **{**exported, "change": "Two\nlines"})

    assert row == Cited(version.pk, 2, odd, change=" Two\r\nlines ")


def test_one_cell_of_a_stored_line_changes_that_alone(version):
    stored = CitationFactory(version=version, level=2, values={"cycles": "1100"}, verification="sample")
    record = record_of(stored.edition)
    exported = record.criteria[0]

    row = criterion(record=record, **{**exported, "bidders_met": 3})

    assert row == Cited(version.pk, 2, {"cycles": "1100"}, bidders_met=3, verification="sample")


def test_stored_value_beside_a_new_one_is_not_read_anew(version):
    """1.234 is a number with three decimals here; typed on a Danish page it would be a thousand more."""
    stored = CitationFactory(version=version, level=2, values={"cycles": "1100", "share": "1.234"})
    record = record_of(stored.edition)

    with override("da"):
        row = criterion(record=record, citation="BAT-01@1.2.0/L2", usage="kept", values="cycles=1300; share=1.234")

    assert row.values == {"cycles": "1300", "share": "1.234"}


def test_cell_that_was_emptied_empties_what_was_said(version):
    stored = CitationFactory(version=version, level=2, values={"cycles": "1100"}, bidders_met=2, verification="audit")

    assert criterion(record=record_of(stored.edition), citation="BAT-01@1.2.0/L2") == Cited(version.pk, 2)


def test_versions_of_many_lines_are_looked_up_at_once(version, django_assert_num_queries):
    VersionFactory(criterion__code="ALT-01")
    one = lines(Part.CRITERIA, [{"citation": "BAT-01@1.2.0/L1"}])
    three = lines(
        Part.CRITERIA, [{"citation": f"{code}/L1"} for code in ("BAT-01@1.2.0", "ALT-01@1.0.0", "X-01@1.0.0")]
    )

    with django_assert_num_queries(1):
        assert list(versions_in(one)) == ["BAT-01@1.2.0"]
    with django_assert_num_queries(1):
        assert sorted(versions_in(three)) == ["ALT-01@1.0.0", "BAT-01@1.2.0"]
    with django_assert_num_queries(0):
        assert versions_in([]) == {}


def test_lessons_are_read_by_topic():
    assert lessons(
        {"topic": "Wording of the criteria", "text": "Ask  first.\r\nThen write."},
        {"topic": "price", "text": "No difference."},
        {"topic": "Something else"},
    ) == ([Learned("price", "No difference."), Learned("wording", "Ask  first.\nThen write.")], [])


def test_lesson_that_was_exported_is_what_is_stored():
    lesson = LessonFactory(topic="wording", text=" Ask\r\nfirst\x07 ")

    found, _faults = lessons({"topic": "wording", "text": "Ask\nfirst"}, record=record_of(lesson.edition))

    assert found == [Learned("wording", " Ask\r\nfirst\x07 ")]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"text": "Ask first."}], ["Lessons!B3: This lesson has no topic. Choose one."]),
        (
            [{"topic": "wording", "text": "One"}, {"topic": "wording", "text": "Two"}],
            ["Lessons!B4: There is another lesson of this topic. Write both in one cell."],
        ),
        (
            [{"topic": "wording", "text": "x" * 6001}],
            ["Lessons!C3: Ensure this value has at most 6000 characters (it has 6001)."],
        ),
        (
            [{"topic": "wording", "text": "=A1"}],
            ["Lessons!C3: There is a formula or an error in this cell. Write the text or the number instead."],
        ),
    ],
)
def test_fault_of_a_lesson_names_its_cell(rows, told):
    assert [f"{fault.address}: {fault.text}" for fault in lessons(*rows)[1]] == told


def test_topic_that_is_none_is_told_with_those_there_are():
    (fault,) = lessons({"topic": "weather", "text": "Rain"})[1]

    assert (fault.address, fault.text.startswith("“weather” is none of the choices: Dialogue with the market; ")) == (
        "Lessons!B3",
        True,
    )


def test_record_without_lines_has_lost_its_criteria_and_lessons(version):
    edition = EditionFactory()
    CitationFactory(edition=edition, version=version)

    assert read_criteria([], record_of(edition), {}) == ([], [])
    assert read_lessons([], record_of(edition)) == ([], [])
