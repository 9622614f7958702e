"""What every cell has in common: it is compared with what was exported, and faults are told where they are."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from portal.experiences.sheets.columns import COLUMNS, Part
from portal.experiences.sheets.faults import Fault, changed, noted
from portal.experiences.sheets.reading import Line
from portal.files.tables import Cell

COLUMN = {column.name: column for column in COLUMNS[Part.TENDERS]}


def line(**cells):
    return Line(3, "Tenders!A3", {name: Cell(text, f"Tenders!{name}") for name, text in cells.items()})


def told(line, name, exported=None):
    return changed(line, COLUMN[name], exported or {})


@pytest.mark.parametrize(
    ("text", "exported", "said"),
    [
        ("Phones", "", "Phones"),
        ("Phones", "Phones", None),
        ("Phones", " Phones\r\n", None),
        ("", "Phones", ""),
        ("", "", None),
        ("", None, None),
    ],
)
def test_text_is_compared_with_what_was_exported(text, exported, said):
    assert told(line(title=text), "title", {"title": exported}) == said


@pytest.mark.parametrize(("text", "said"), [("Awarded", None), ("awarded", None), ("Running", "running"), ("", "")])
def test_choice_is_compared_by_its_code(text, said):
    assert told(line(stage=text), "stage", {"stage": "awarded"}) == said


def test_number_is_compared_as_it_is_written():
    assert told(line(year="2026"), "year", {"year": 2026}) is None
    assert told(line(year="2027"), "year", {"year": 2026}) == "2027"


def test_column_that_is_missing_says_nothing():
    assert told(line(), "title", {"title": "Phones"}) is None


def test_formula_is_refused_even_where_it_gives_what_was_exported():
    formula = Line(3, "Tenders!A3", {"title": Cell("Phones", "Tenders!C3", is_formula=True)})

    with pytest.raises(ValidationError) as caught:
        told(formula, "title", {"title": "Phones"})

    assert caught.value.messages == [
        "There is a formula or an error in this cell. Write the text or the number instead."
    ]


def test_other_word_than_the_choices_is_told_with_them_in_the_language_of_the_reader():
    with pytest.raises(ValidationError) as caught, override("en"):
        told(line(again="perhaps" * 20), "again")

    (message,) = caught.value.messages
    assert message == f"“{('perhaps' * 20)[:60]}” is none of the choices: Yes; Yes, with changes; No."


def test_fault_is_noted_at_its_cell_and_the_next_cell_is_read():
    faults = []

    with noted(faults, line(title="x"), "title"):
        raise ValidationError(["One.", "Two."])
    with noted(faults, line(), "title"):
        raise ValidationError("Three.")

    assert faults == [Fault("Tenders!title", "One."), Fault("Tenders!title", "Two."), Fault("Tenders!A3", "Three.")]


def test_other_errors_are_no_faults():
    with pytest.raises(ZeroDivisionError), noted([], line(), "title"):
        _ = 1 / 0
