"""What a file says of an adaptation: its citation, its address, and which words are the city's own."""

import io
import json

import docx
import pytest
from openpyxl import load_workbook

from registry.takeaway.adapted import basket_items
from registry.takeaway.annex import make_annex
from registry.takeaway.basket import Basket
from registry.takeaway.exports.docx import annex_docx
from registry.takeaway.exports.json import adaptation_json, annex_json
from registry.takeaway.exports.xlsx import annex_xlsx
from tests.factories.adaptations import (
    ADAPTED_ON,
    AdaptationDraftFactory,
    changes,
    cycles,
    followed_by,
    published_adaptation,
    smartphones,
    words,
)
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db

ADDRESS = "http://127.0.0.1:8000/id/adaptation/examplehaven/smartphones/v1.0.0"
CITATION = "examplehaven/smartphones@1.0.0#BAT-01"


def adaptation_of(*each):
    city = OrganisationFactory(name="Examplehaven", slug="examplehaven")
    draft = AdaptationDraftFactory(organisation=city, release=smartphones("BAT-01"), changed=changes(*each))
    return published_adaptation(draft)


def annex_of(*each, level=1, language="en"):
    items = basket_items(adaptation_of(*each), level)
    return make_annex(Basket(items=items), language=language, on=ADAPTED_ON)


def paragraphs(data):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def cells(data):
    return [str(cell.value) for sheet in load_workbook(io.BytesIO(data)) for row in sheet for cell in row]


def test_document_cites_the_adaptation_under_the_text():
    texts = paragraphs(annex_docx(annex_of(words("Keep {cycles} cycles."), cycles("1200"))))

    assert "Keep 1,200 cycles." in texts
    [source] = [text for text in texts if CITATION in text]
    assert source == (
        f"BAT-01@1.0.0, level 1, en; {CITATION}\nAdaptation: {ADDRESS}. Own words in: Requirement, level 1 Baseline."
    )


def test_document_of_values_alone_names_no_words():
    [source] = [text for text in paragraphs(annex_docx(annex_of(cycles("1200")))) if CITATION in text]

    assert source.endswith(f"Adaptation: {ADDRESS}.")


def test_document_is_in_the_reader_s_language_and_still_cites():
    texts = paragraphs(annex_docx(annex_of(cycles("1200"), language="sv")))

    assert any(CITATION in text for text in texts)


def test_hostile_words_of_a_city_stay_text():
    texts = paragraphs(annex_docx(annex_of(words("<img src=x onerror=alert(1)> & <b>bold</b>"))))

    assert "<img src=x onerror=alert(1)> & <b>bold</b>" in texts


def test_sheet_cites_the_adaptation_in_the_cell_of_the_requirement():
    found = cells(annex_xlsx(annex_of(words("Keep {cycles} cycles."), cycles("1200"))))

    [requirement] = [text for text in found if CITATION in text]
    assert requirement.startswith("Keep 1,200 cycles.\n\nBAT-01@1.0.0, level 1, en;")
    assert requirement.endswith(f"{ADDRESS} Own words in: Requirement, level 1 Baseline.")


def test_words_of_a_city_that_begin_like_a_formula_stay_text():
    [cell] = [text for text in cells(annex_xlsx(annex_of(words("=1+1")))) if CITATION in text]

    assert cell.startswith("=1+1\n\n")


def test_json_without_adaptation_has_no_such_key():
    annex = annex_of(cycles("1200"))
    [item] = [entry.item for entry in annex.entries]
    plain = make_annex(
        Basket.from_dict({"items": [{"code": item.code, "number": item.number, "level": 1}]}),
        language="en",
        on=ADAPTED_ON,
    )

    [entry] = json.loads(annex_json(plain))["groups"][0]["criteria"]

    assert "adaptation" not in entry


def test_json_of_an_adaptation_is_its_sealed_content_with_where_it_stands():
    adaptation = adaptation_of(cycles("1200"))

    said = json.loads(adaptation_json(adaptation, "en"))

    content = said.pop("content")
    assert content == json.loads(adaptation.content)
    assert said == {
        "citation": "examplehaven/smartphones@1.0.0",
        "uri": ADDRESS,
        "content_hash": adaptation.content_hash,
        "organisation": "Examplehaven",
        "status": "published",
        "status_since": ADAPTED_ON.isoformat(),
        "previous": None,
        "base": "http://127.0.0.1:8000/id/set/smartphones/v1.0.0",
        "licence": "CC-BY-4.0",
    }


def test_json_of_the_next_adaptation_names_the_one_before():
    first = adaptation_of(cycles("1200"))
    second = followed_by(first, changes(cycles("1300")))

    said = [json.loads(adaptation_json(each, "en")) for each in (first, second)]

    assert [each["previous"] for each in said] == [None, "examplehaven/smartphones@1.0.0"]
    assert [each["status"] for each in said] == ["superseded", "published"]
