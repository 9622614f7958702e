"""What a workbook would do: nothing where nothing was written, otherwise each text, or what is wrong in which cell."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.files.tables import NotReadable
from registry.models import TranslationDraft
from registry.sealed.canonical import normal_text
from registry.services.translating import begin, save
from registry.sheets.columns import BLOCK, CODE, SEEN, SOURCE, SOURCE_HASH, VERSION
from registry.sheets.planning import plan_of
from registry.sheets.reading import read_lines
from tests.factories.drafts import secretary
from tests.factories.files import docx, xlsx
from tests.factories.registry import TranslationFactory, VersionFactory, translated
from tests.factories.translations import followed, handed_in
from tests.registry.sheets.books import Book, told

pytestmark = pytest.mark.django_db
GONE = "The file holds no translations into Swedish, or its hidden first row is gone. Export it again."
# What somebody may have typed, as it is stored; a bare surrogate is in no table, and a NUL in no database.
TYPED = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WORDS = st.text(TYPED, max_size=60).map(normal_text).filter(bool)
SOME = st.dictionaries(st.sampled_from(["title", "purpose", "guidance", "requirement.1"]), WORDS, max_size=4)


@pytest.fixture
def version():
    return VersionFactory()


def faults(plan):
    """Without the name of the sheet."""
    return [f"{fault.address.rpartition('!')[2]}: {fault.text}" for each in plan.results for fault in each.faults]


# ---- the round trip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sealed=SOME, written=st.none() | SOME)
def test_what_comes_back_as_it_went_out_plans_nothing(version, sealed, written):
    TranslationDraft.objects.filter(version=version).delete()
    if sealed:
        TranslationFactory(version=version, blocks=sealed, revision=version.translations.count() + 1)
    if written is not None:
        TranslationDraft.objects.create(version=version, language="sv", blocks=written)

    plan = Book(version).plan()

    assert (told(plan), plan.unchanged, plan.is_possible) == ([], 12, True)


def test_offered_words_alone_are_no_change():
    assert told(Book(followed("A battery.", "A good battery.")[1]).plan()) == []


def test_written_text_is_planned_in_normal_form(version):
    plan = Book(version).write("title", " Ett\r\nbatteri ").write("requirement.1", "{share} % {cycles}").plan()

    assert told(plan) == [(str(version), {"title": "Ett batteri", "requirement.1": "{share} % {cycles}"}, [])]
    assert plan.unchanged == 10


def test_number_is_a_text_too(version):
    assert told(Book(version).write("title", 2026).plan()) == [(str(version), {"title": "2026"}, [])]


def test_versions_are_planned_each_for_itself():
    one, other = VersionFactory.create_batch(2)
    draft = begin(other, "sv", actor=secretary())

    plan = Book(one, other).write("title", "Batteri").plan()

    assert [(result.cited, result.draft) for result in plan.results] == [(str(one), None)]
    assert draft.version == other


def test_mark_is_the_same_for_the_same_plan_and_another_for_another(version):
    book = Book(version).write("title", "Batteri")
    mark = book.plan().mark

    assert book.plan().mark == mark
    begin(version, "sv", actor=secretary())
    assert book.plan().mark != mark
    assert Book(version).write("title", "Ack").plan().mark != mark


# ---- faults


def test_lost_value_is_named_with_its_cell(version):
    plan = Book(version).write("requirement.1", "Minst {share} %.").plan()

    assert faults(plan) == ["H6: {cycles} is missing, where the value stands: copy it from the source."]
    assert not plan.is_possible


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (BLOCK, "requirement.9", "{version} has no block “requirement.9”: export the workbook again."),
        (BLOCK, None, "{version} has no block “”: export the workbook again."),
        (SOURCE_HASH, "0" * 16, "The source is not the one of {version}: export the workbook again."),
        (SOURCE_HASH, None, "The source is not the one of {version}: export the workbook again."),
        (VERSION, "9.9.9", "There is no version {code}@9.9.9 to be translated: export the workbook again."),
        (CODE, "NONE-01", "There is no version NONE-01@1.0.0 to be translated: export the workbook again."),
    ],
)
def test_row_that_does_not_fit_is_named(version, column, value, text):
    plan = Book(version).write("title", value, name=column).plan()

    assert faults(plan) == [f"H3: {text.format(version=version, code=version.criterion.code)}"]


def test_source_that_somebody_typed_over_decides_nothing(version):
    assert told(Book(version).write("title", "Other", name=SOURCE).plan()) == []


def test_emptied_translation_is_a_fault_and_an_empty_one_is_not(version):
    TranslationFactory(version=version, blocks={"title": "Batteri"})

    plan = Book(version).write("title", None).plan()

    assert faults(plan) == [
        "H3: This cell is empty, but there is a translation: write one, or put the old one back.",
    ]


def test_formula_is_a_fault(version):
    plan = Book(version).write("title", "=1+1").plan()

    assert faults(plan) == [
        "H3: There is a formula or an error in this cell. Write the text or the number instead.",
    ]


def test_row_that_stands_there_twice_is_a_fault(version):
    plan = Book(version).write("title", "Batteri").again("title").plan()

    assert faults(plan) == ["H15: This text stands in the workbook twice: remove one of the rows."]


def test_text_that_is_too_long_is_a_fault(version):
    plan = Book(version).write("title", "å" * 20_001).plan()

    assert faults(plan) == ["H3: This text is too long: 20000 characters are the most."]


def test_words_that_changed_since_are_not_overwritten(version):
    book = Book(version).write("title", "Hans")
    draft = begin(version, "sv", actor=secretary())
    save(draft.pk, blocks={"title": "Hennes"}, seen=1, actor=secretary())

    assert faults(book.plan()) == [
        "H3: Somebody has changed this translation since the workbook was made: export it again.",
    ]


def test_words_that_are_there_already_need_no_fault(version):
    book = Book(version).write("title", "Samma")
    draft = begin(version, "sv", actor=secretary())
    save(draft.pk, blocks={"title": "Samma"}, seen=1, actor=secretary())

    assert told(book.plan()) == []


def test_words_that_nobody_touched_in_the_workbook_leave_what_changed_in_the_portal(version):
    TranslationFactory(version=version, blocks={"title": "Batteri"})
    book = Book(version).write("guidance", "Råd")
    draft = begin(version, "sv", actor=secretary())
    save(draft.pk, blocks={"title": "Ack", "purpose": "Syfte"}, seen=1, actor=secretary())

    assert told(book.plan()) == [(str(version), {"guidance": "Råd"}, [])]


@pytest.mark.parametrize("value", [None, "0" * 16])
def test_mark_that_somebody_took_away_protects_what_is_there(version, value):
    TranslationFactory(version=version, blocks={"title": "Batteri"})

    plan = Book(version).write("title", "Ack").write("title", value, name=SEEN).plan()

    assert [fault.partition(": ")[2][:8] for fault in faults(plan)] == ["Somebody"]


def test_translation_that_waits_takes_no_words(version):
    draft = handed_in(version)

    plan = Book(version).write("title", "Ack").plan()

    assert told(plan)[0][2] == [f"{version}: {draft} waits for confirmation: send it back first, then import."]


def test_candidate_is_no_version_to_be_translated(version):
    VersionFactory(criterion=version.criterion, number="1.1.0-rc.1", published=None)

    plan = Book(version).write("title", "1.1.0-rc.1", name=VERSION).plan()

    assert faults(plan)[0].startswith("H3: There is no version")


# ---- reading


def test_other_table_is_refused_with_the_way_out():
    with pytest.raises(NotReadable) as caught:
        read_lines(xlsx(), "sv")

    assert str(caught.value) == GONE


def test_workbook_of_another_language_is_refused(version):
    with pytest.raises(NotReadable) as caught:
        read_lines(Book(version, language="fi").content, "sv")

    assert str(caught.value) == GONE


def test_what_is_no_workbook_is_refused():
    with pytest.raises(NotReadable, match="This is no workbook that can be read"):
        read_lines(docx(), "sv")


def test_empty_rows_are_left_out(version):
    book = Book(version)
    book.sheet.append([])
    book.sheet.append([None, "  "])

    assert len(read_lines(book.content, "sv")) == 12


def test_columns_may_be_moved(version):
    book = Book(version).write("title", "Batteri")
    book.sheet.move_range(f"A1:I{book.sheet.max_row}", cols=2)

    assert told(book.plan()) == [(str(version), {"title": "Batteri"}, [])]


@pytest.mark.parametrize("count", [1, 4])
def test_plan_takes_the_same_queries_however_many_versions(django_assert_num_queries, count):
    versions = VersionFactory.create_batch(count)
    lines = read_lines(Book(*versions).write("title", "Batteri").content, "sv")

    with django_assert_num_queries(3):  # the versions, their translations, what is open
        plan_of(lines, "sv")


def test_whole_translation_can_be_written_in_a_workbook(version):
    book = Book(version)
    for block, text in translated(version, "sv").items():
        book.write(block, text)

    assert told(book.plan()) == [(str(version), translated(version, "sv"), [])]
