"""CSV: one row a level, safe to open in a spreadsheet."""

import csv
import io
import re

import pytest

from registry.takeaway.exports.csv import version_csv
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content
from tests.registry.takeaway.exports.annexes import HOSTILE

pytestmark = pytest.mark.django_db


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_table_has_one_row_a_level_with_its_own_values():
    blocks = {"proof.eprel": "A test of {cycles} cycles.", "follow_up": "Again after {cycles} cycles."}
    version = VersionFactory(criterion__code="BAT-01", body=battery_content(blocks=blocks))

    first, second = rows(version_csv(version, "en"))

    assert first == {
        "code": "BAT-01",
        "version": "1.0.0",
        "kind": "technical_specification",
        "level": "1",
        "language": "en",
        "title": "Battery that lasts",
        "requirement": "The battery shall keep at least 80 % of its capacity after 800 full charge cycles.",
        "proof": "A test of 800 cycles.\nA label of type I that covers the requirement, or equivalent.",
        "follow_up": "Again after 800 cycles.",
        "uri": "http://127.0.0.1:8000/id/criterion/bat-01/v1.0.0",
        "status": "published",
        "notes": "",
    }
    assert (second["level"], second["follow_up"]) == ("2", "Again after 1,000 cycles.")


def test_table_begins_with_the_mark_that_spreadsheets_look_for():
    assert version_csv(VersionFactory(), "en").startswith(b"\xef\xbb\xbfcode,version,")


def test_table_is_in_the_language_that_is_asked_for():
    version = VersionFactory()
    TranslationFactory(version=version, language="fi")

    assert [(row["language"], row["title"]) for row in rows(version_csv(version, "fi"))] == [
        ("fi", "Battery that lasts [fi]")
    ] * 2


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_begins_like_a_formula(text):
    blocks = {"title": text, "requirement.1": text, "proof.eprel": text, "follow_up": text}
    version = VersionFactory(body=battery_content(blocks=blocks))

    cells = [cell for row in rows(version_csv(version, "en")) for cell in row.values()]

    assert [cell for cell in cells if re.match(r"[=+@|%\t\r-]", cell) and not re.fullmatch(r"-\d+", cell)] == []


def test_quotes_commas_and_line_ends_come_back_as_they_were():
    text = 'A "quoted" word, a comma;\n\n1. one\n2. two'
    version = VersionFactory(body=battery_content(blocks={"requirement.1": text}))

    assert rows(version_csv(version, "en"))[0]["requirement"] == text
