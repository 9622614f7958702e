"""Files of a version and of an annex say what happened after publication, each in its own way."""

import csv
import io
import json
from datetime import date

import pytest
import time_machine
from docx import Document
from openpyxl import load_workbook

from registry.takeaway.annex import make_annex
from registry.takeaway.basket import Basket, BasketItem
from registry.takeaway.exports.csv import version_csv
from registry.takeaway.exports.docx import annex_docx, version_docx
from registry.takeaway.exports.json import annex_json, version_json
from registry.takeaway.exports.jsonld import version_jsonld
from registry.takeaway.exports.xlsx import annex_xlsx
from tests.factories.history import followed_by, withdrawn
from tests.factories.proposals import DAY, NOTE, deprecation, erratum, taken, withdrawal
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 1)
HEADED = "Erratum: Read 80 % for 8 %."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-15T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def document_of(version, language="en"):
    return json.loads(version_json(version, language))


def linked(version):
    return json.loads(version_jsonld(version, "en"))


def annex_of(*levels, language="en"):
    items = tuple(BasketItem(code="BAT-01", number="1.0.0", level=level) for level in levels)
    return make_annex(Basket(items=items), language=language, on=date(2026, 6, 15))


def paragraphs(data):
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_json_has_each_erratum_in_all_its_languages_with_what_mends_it(version):
    taken(version, erratum(later=followed_by(version, "1.0.1", SEPTEMBER)))
    taken(version, erratum(words={"en": "Read 800 for 80."}))

    assert document_of(version)["errata"] == [
        {"on": "2026-06-01", "note": NOTE, "mended_in": "BAT-01@1.0.1"},
        {"on": "2026-06-01", "note": {"en": "Read 800 for 80."}, "mended_in": None},
    ]


def test_json_leaves_out_what_is_dated_ahead(version):
    taken(version, erratum(effective_on=SEPTEMBER))
    taken(version, withdrawal(effective_on=SEPTEMBER))

    document = document_of(version)
    assert (document["status"], document["reason"], document["errata"]) == ("published", {}, [])


@pytest.mark.parametrize(
    ("step", "status", "reason"),
    [
        (deprecation, "deprecated", "A better test is coming."),
        (withdrawal, "withdrawn", "It shut out equal bids."),
    ],
)
def test_json_gives_status_day_and_reason(version, step, status, reason):
    taken(version, step())

    document = document_of(version, "sv")
    assert (document["status"], document["status_since"], document["reason"]) == (status, "2026-06-01", {"en": reason})


def test_json_keeps_the_sealed_content_and_its_hash(version):
    before = document_of(version)

    taken(version, erratum())

    after = document_of(version)
    assert (after["content"], after["content_hash"]) == (before["content"], before["content_hash"])


@pytest.mark.parametrize(("step", "status"), [(deprecation, "Deprecated"), (withdrawal, "Withdrawn")])
def test_linked_data_has_the_status_and_the_notes_by_language(version, step, status):
    assert "versionNotes" not in linked(version)
    taken(version, erratum())
    taken(version, step())

    document = linked(version)

    assert document["status"] == f"http://purl.org/adms/status/{status}"
    assert document["versionNotes"]["sv"] == [NOTE["sv"]]
    assert document["versionNotes"]["en"][0] == NOTE["en"]
    assert document["@context"]["versionNotes"] == {"@id": "adms:versionNotes", "@container": "@language"}


def test_linked_data_takes_the_reason_of_an_import_too(version):
    withdrawn(version)

    assert linked(version)["versionNotes"]["en"] == ["Nobody could prove it."]


def test_table_says_status_and_notes_in_every_row(version):
    taken(version, withdrawal())
    taken(version, erratum())

    rows = list(csv.DictReader(io.StringIO(version_csv(version, "en").decode("utf-8-sig"))))

    assert [row["status"] for row in rows] == ["withdrawn"] * 2
    assert [row["notes"].splitlines()[-1] for row in rows] == [HEADED] * 2


def test_no_note_becomes_a_formula(version):
    taken(version, erratum(words={"en": "=HYPERLINK(1)"}))
    taken(version, deprecation())

    [first, *_] = csv.DictReader(io.StringIO(version_csv(version, "en").decode("utf-8-sig")))
    sheet = load_workbook(io.BytesIO(annex_xlsx(annex_of(1)))).active

    assert not first["notes"].startswith("=")
    assert sheet["E2"].data_type == "s"


def test_word_file_of_a_version_begins_with_what_has_to_be_known(version):
    taken(version, deprecation())
    taken(version, erratum())

    said = paragraphs(version_docx(version, "en"))

    start = said.index("Deprecated since 1 June 2026: still in force, but a replacement is coming.")
    assert said[start : start + 3] == [said[start], "A better test is coming.", HEADED]
    assert said.index("Requirement") > start


def test_word_annex_says_it_at_each_requirement_above_its_source(version):
    taken(version, erratum())

    said = paragraphs(annex_docx(annex_of(1, 2)))

    places = [place for place, text in enumerate(said) if text == HEADED]
    assert [said[place + 1] for place in places] == ["BAT-01@1.0.0, level 1, en", "BAT-01@1.0.0, level 2, en"]


def test_sheet_has_the_note_between_requirement_and_source(version):
    taken(version, erratum())

    parts = load_workbook(io.BytesIO(annex_xlsx(annex_of(1)))).active["E2"].value.split("\n\n")

    assert (parts[1], parts[2].splitlines()[0]) == (HEADED, "BAT-01@1.0.0, level 1, en")


def test_annex_for_programs_lists_the_notes(version):
    taken(version, withdrawal())
    taken(version, erratum())

    [group] = json.loads(annex_json(annex_of(1, language="sv")))["groups"]

    [entry] = group["criteria"]
    assert (entry["status"], len(entry["notes"])) == ("withdrawn", 2)
    assert entry["notes"][1].endswith(NOTE["sv"])


def test_file_without_anything_to_say_says_nothing(version):
    assert "Erratum" not in " ".join(paragraphs(version_docx(version, "en")))
    assert json.loads(annex_json(annex_of(1)))["groups"][0]["criteria"][0]["notes"] == []
    assert date(2026, 6, 15) > DAY
