"""The workbook: a row for each text, with its source, what is offered and what stands there; no cell is a formula."""

import io

import pytest
from django.utils import translation
from openpyxl import load_workbook

from portal.files.tables import HEAD
from registry.services.translating import begin, save
from registry.sheets.columns import BLOCK, CODE, COLUMNS, NAME, OFFER, SEEN, SOURCE, SOURCE_HASH, TEXT, VERSION
from registry.sheets.texts import sheet_texts, source_hash
from registry.sheets.writing import workbook
from tests.factories.drafts import secretary
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content
from tests.factories.translations import followed
from tests.registry.sheets.books import PLACES, Book, fresh

pytestmark = pytest.mark.django_db


def row(book, block, version=None):
    number = book.row(block, version)
    return {column.name: book.value(number, column.name) or "" for column in COLUMNS}


def test_row_has_the_text_with_its_source():
    version = VersionFactory()

    title = row(Book(version), "title")

    assert (title[CODE], title[VERSION], title[NAME]) == (version.criterion.code, "1.0.0", "Title")
    assert (title[SOURCE], title[SOURCE_HASH]) == ("Battery that lasts", source_hash("Battery that lasts"))
    assert (title[OFFER], title[TEXT]) == ("", "")


def test_every_block_of_every_version_has_a_row():
    book = Book(*VersionFactory.create_batch(3))

    assert book.sheet.max_row == HEAD + 3 * 12


def test_what_is_offered_and_what_stands_there_are_told_apart():
    _first, second = followed("A battery.", "A good battery.")
    draft = begin(second, "sv", actor=secretary())
    save(draft.pk, blocks={"title": "Batteri"}, seen=1, actor=secretary())

    book = Book(second)

    assert [row(book, "title")[name] for name in (OFFER, TEXT)] == ["Battery that lasts [sv]", "Batteri"]
    assert [row(book, "purpose")[name] for name in (OFFER, TEXT)] == ["A battery. [sv]", ""]


def test_sealed_words_stand_where_nobody_works_on_them():
    version = TranslationFactory(blocks={"title": "Batteri"}).version

    assert row(Book(version), "title")[TEXT] == "Batteri"


def test_marks_are_hidden_and_headings_are_in_the_reader_s_language():
    version = VersionFactory()
    with translation.override("en"):
        sheet = load_workbook(io.BytesIO(workbook(sheet_texts(fresh([version]), "sv"), "sv"))).worksheets[0]

    assert sheet.row_dimensions[1].hidden
    assert sheet.cell(1, 1).value == "translation-sv.code"
    assert [sheet.cell(HEAD, place).value for place in range(1, 9)] == [
        *("Code", "Version", "Block", "Text", "Source", "Hash of the source", "Suggested", "Translation"),
    ]
    letters = {column.name: sheet.cell(1, PLACES[column.name]).column_letter for column in COLUMNS}
    assert sheet.column_dimensions[letters[SEEN]].hidden
    assert not sheet.column_dimensions[letters[BLOCK]].hidden


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)", '=HYPERLINK("https://evil.example")'])
def test_no_text_becomes_a_formula(text):
    version = VersionFactory(body=battery_content(blocks={"title": text}))
    TranslationFactory(version=version, blocks={"title": text})

    book = Book(version)

    cells = [book.sheet.cell(book.row("title"), PLACES[name]) for name in (SOURCE, TEXT)]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [(text, "s", True)] * 2


@pytest.mark.parametrize("count", [1, 4])
def test_texts_take_the_same_queries_however_many_versions(django_assert_num_queries, count):
    versions = fresh(VersionFactory.create_batch(count))

    with django_assert_num_queries(3):  # the versions of the criteria, their translations, what is open
        assert len(list(sheet_texts(versions, "sv"))) == 12 * count
