"""The columns hold every field that can be written, and their choices are read in whatever language they stand."""

import pytest
from django.conf import settings
from django.utils.translation import override

from portal.experiences.sheets.columns import COLUMNS, TASKS, TITLES, Part, choices_of, code_of
from portal.experiences.tasks import FIELDS, Cited

LANGUAGES = [code for code, _name in settings.LANGUAGES]
WITH_CHOICES = [column for columns in COLUMNS.values() for column in columns if choices_of(column)]


def column(name, part=Part.TENDERS):
    return next(column for column in COLUMNS[part] if column.name == name)


def test_every_field_of_a_task_has_a_column():
    names = {column.name for column in COLUMNS[Part.TENDERS]}

    assert {name for task in TASKS for name in FIELDS[task]} - names == set()
    assert {name for fields in FIELDS.values() for name in fields} - names == set()


def test_every_part_of_a_citation_has_a_column():
    names = {column.name for column in COLUMNS[Part.CRITERIA]}

    assert set(Cited._fields) - names == {"version_id", "level"}  # these two are the citation


def test_no_name_of_a_column_is_there_twice():
    for columns in COLUMNS.values():
        names = [column.name for column in columns]
        assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_and_sheets_differ_from_each_other(language):
    with override(language):
        for columns in COLUMNS.values():
            headings = [column.heading for column in columns]
            assert sorted(set(headings)) == sorted(headings)
        titles = [str(title) for title in TITLES.values()]
        assert len({title[:31] for title in titles}) == len(titles)
        assert not any(char in title for title in titles for char in "[]:*?/\\")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_means_its_code_in_every_language(language):
    with override(language):
        wanted = {(each.name, code): label for each in WITH_CHOICES for code, label in choices_of(each).items()}
    with override("fi"):
        columns = {each.name: each for each in WITH_CHOICES}
        meant = {key: code_of(columns[key[0]], label) for key, label in wanted.items()}

    assert meant == {(name, code): code for name, code in wanted}


def test_code_itself_is_read_however_it_is_written():
    assert code_of(column("country"), " se ") == "SE"
    assert code_of(column("procedure"), "NEG-W-CALL") == "neg-w-call"
    assert code_of(column("suppliers_anonymous"), "Yes") == "yes"


def test_other_words_mean_nothing():
    assert code_of(column("stage"), "won") is None
    assert code_of(column("title"), "won") is None


def test_record_for_its_own_organisation_alone_is_not_offered():
    assert list(choices_of(column("visibility"))) == ["members", "everyone"]
    assert list(choices_of(column("values_visibility"))) == ["own", "members", "everyone"]
    assert code_of(column("visibility"), "own") is None
