"""DOCX: a document that Word numbers and reads aloud by itself, judged by python-docx and by LibreOffice."""

import io
import re
import subprocess

import pytest
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn

from registry.takeaway.exports import docx
from registry.takeaway.exports.docx import ExportFailed, annex_docx, version_docx
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content
from tests.registry.takeaway.exports.annexes import annex_of, item, sample_annex
from tests.services.libreoffice import converted

pytestmark = pytest.mark.django_db
CITATIONS = [
    "BAT-01@1.0.0, level 2, en",
    "BAT-02@1.0.0, level 1, en",
    "CLI-01@1.0.0, level 1, en",
    "TAK-01@1.0.0, level 2, en",
]


def opened(data):
    return Document(io.BytesIO(data))


def paragraphs(document, style=None):
    return [each.text for each in document.paragraphs if style in (None, each.style.name)]


def numbering_of(document, paragraph):
    """The list that a paragraph or its style is counted in: (number format, level), None outside of lists."""
    found = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    found = found if found is not None else paragraph.style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if found is None:
        return None
    root = document.part.numbering_part.element
    level = found.find(qn("w:ilvl"))
    level = level.get(qn("w:val")) if level is not None else "0"
    [number] = root.xpath(f"./w:num[@w:numId='{found.find(qn('w:numId')).get(qn('w:val'))}']")
    abstract = number.find(qn("w:abstractNumId")).get(qn("w:val"))
    [shape] = root.xpath(f"./w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='{level}']/w:numFmt/@w:val")
    return shape, int(level)


def language_of(document):
    [language] = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val")
    return language


def test_headings_are_styles_that_word_numbers():
    document = opened(annex_docx(sample_annex()))

    assert paragraphs(document, "Heading 1") == [
        "Technical specification",
        "Award criterion",
        "Contract clause",
        "Codes and versions",
    ]
    assert paragraphs(document, "Heading 2") == [
        f"{code} Battery that lasts" for code in ("BAT-01", "BAT-02", "CLI-01", "TAK-01")
    ]
    numbered = {
        each.style.name: numbering_of(document, each)
        for each in document.paragraphs
        if each.style.name.startswith("Head")
    }
    assert numbered == {"Heading 1": ("decimal", 0), "Heading 2": ("decimal", 1)}


def test_title_is_the_document_title_and_its_own_paragraph():
    document = opened(annex_docx(sample_annex(title="Annex 2: telephones & more")))

    assert paragraphs(document, "Title") == ["Annex 2: telephones & more"]
    assert document.core_properties.title == "Annex 2: telephones & more"


@pytest.mark.parametrize(
    "title", ["true", "a: b = c", "*stars* and _lines_", "<b>bold</b>", "--metadata=x:y", "1. one", "[1]"]
)
def test_title_is_taken_as_it_is_written(title):
    annex = annex_of(item(VersionFactory(criterion__code="BAT-01").criterion.code), title=title)

    assert paragraphs(opened(annex_docx(annex)), "Title") == [title]


def test_annex_without_a_title_gets_one():
    assert paragraphs(opened(annex_docx(sample_annex())), "Title") == [
        "Tender annex: criteria for fair and circular ICT"
    ]


def test_own_heading_takes_its_place():
    document = opened(annex_docx(sample_annex(headings={"award": "Quality of <offer>"})))

    assert paragraphs(document, "Heading 1")[1] == "Quality of <offer>"


def test_lists_of_a_requirement_are_lists_of_word():
    document = opened(annex_docx(sample_annex()))
    lists = {each.text: numbering_of(document, each) for each in document.paragraphs}

    assert lists["keep at least 80 % of its capacity after 1,200 full charge cycles;"] == ("decimal", 0)
    assert lists["tell its user how many cycles it has been through."] == ("decimal", 0)
    assert lists["A label of type I that covers the requirement, or equivalent. (with the tender)"] == ("bullet", 0)
    assert lists["The battery shall"] is None


def test_each_list_starts_from_one():
    document = opened(annex_docx(sample_annex()))
    first_items = [each for each in document.paragraphs if each.text.startswith("keep at least")]

    ids = [each._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}").get(qn("w:val")) for each in first_items]
    assert len(ids) == len(set(ids)) == 2


def test_values_stand_in_requirement_proof_and_follow_up():
    text = "\n".join(paragraphs(opened(annex_docx(sample_annex()))))

    assert "after 1,200 full charge cycles" in text
    assert "A test report on 1,200 cycles. (with the tender)" in text
    assert "a sample after 1,000 cycles" in text
    assert re.findall(r"\{[a-z]+\}", text) == []


def test_follow_up_stands_under_contract_clauses_and_the_weight_under_award_criteria():
    texts = paragraphs(opened(annex_docx(sample_annex())))

    assert [each for each in texts if each.startswith(("Weight", "Follow-up"))] == ["Weight: 12.5 %", "Follow-up:"]


def test_award_criterion_without_a_weight_says_that_it_is_to_be_set():
    annex = sample_annex()
    texts = paragraphs(opened(annex_docx(annex_of(item("CLI-01")))))

    assert "Weight: to be set" in texts
    assert annex.entries


def test_every_citation_stands_under_its_text_and_in_the_closing_table():
    document = opened(annex_docx(sample_annex()))
    [table] = document.tables

    assert [each for each in paragraphs(document) if ", level " in each] == CITATIONS
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Criterion", "Version", "Level", "Title", "Address"],
        *(
            [code, "1.0.0", level, "Battery that lasts", f"http://127.0.0.1:8000/id/criterion/{code.lower()}/v1.0.0"]
            for code, level in [("BAT-01", "2"), ("BAT-02", "1"), ("CLI-01", "1"), ("TAK-01", "2")]
        ),
    ]


@pytest.mark.parametrize(
    ("language", "tag"), [("en", "en-GB"), ("sv", "sv-SE"), ("nb", "nb-NO"), ("fi", "fi-FI"), ("da", "da-DK")]
)
def test_language_of_the_document_is_set_and_its_words_are_in_it(language, tag):
    annex = sample_annex(language)

    with override("en"):  # the export follows the annex, not the request
        document = opened(annex_docx(annex))

    assert language_of(document) == tag
    assert f"BAT-01@1.0.0, level 2, {language}" in paragraphs(document)


def test_text_in_another_language_is_marked_as_such():
    VersionFactory(criterion__code="BAT-01")
    document = opened(annex_docx(annex_of(item("BAT-01"), language="fi")))

    marked = {run.text: run._r.xpath("./w:rPr/w:lang/@w:val") for each in document.paragraphs for run in each.runs}
    assert language_of(document) == "fi-FI"
    assert [language for text, language in marked.items() if text.startswith("The battery shall")] == [["en"]]


def test_hostile_wording_stays_text():
    wording = "<script>alert(1)</script> & <h1>Not</h1> \\newpage `{=openxml}` {cycles} | --- | *stars*"
    VersionFactory(criterion__code="BAT-01", body=battery_content(blocks={"requirement.1": wording}))

    document = opened(annex_docx(annex_of(item("BAT-01"))))

    assert wording.replace("{cycles}", "800") in paragraphs(document)
    assert paragraphs(document, "Heading 1") == ["Technical specification", "Codes and versions"]


def test_same_annex_makes_the_same_text_twice():
    annex = sample_annex()

    assert paragraphs(opened(annex_docx(annex))) == paragraphs(opened(annex_docx(annex)))


def test_version_document_has_all_levels_with_their_values():
    version = VersionFactory(criterion__code="BAT-01")

    document = opened(version_docx(version, "en"))
    texts = paragraphs(document)

    assert paragraphs(document, "Title") == ["BAT-01 Battery that lasts"]
    assert paragraphs(document, "Heading 2") == ["Level 1, Baseline", "Level 2, Advanced"]
    assert "The battery shall keep at least 80 % of its capacity after 800 full charge cycles." in texts
    assert "keep at least 80 % of its capacity after 1,000 full charge cycles;" in texts
    assert [each for each in texts if each.startswith("BAT-01@")] == [
        "BAT-01@1.0.0, level 1, en",
        "BAT-01@1.0.0, level 2, en",
    ]


def test_version_document_speaks_the_language_that_is_asked_for():
    version = VersionFactory(criterion__code="BAT-01")
    TranslationFactory(version=version, language="da")

    document = opened(version_docx(version, "da"))

    assert language_of(document) == "da-DK"
    assert paragraphs(document, "Title") == ["BAT-01 Battery that lasts [da]"]


def test_pandoc_that_fails_is_an_export_that_failed_with_its_complaint(monkeypatch, tmp_path):
    broken = tmp_path / "pandoc"
    broken.write_text("#!/bin/sh\necho out of paper >&2\nexit 83\n")
    broken.chmod(0o755)
    monkeypatch.setattr(docx.pypandoc, "get_pandoc_path", lambda: str(broken))

    with pytest.raises(ExportFailed, match="out of paper"):
        annex_docx(sample_annex())


def test_pandoc_that_is_not_there_is_an_export_that_failed(monkeypatch, tmp_path):
    monkeypatch.setattr(docx.pypandoc, "get_pandoc_path", lambda: str(tmp_path / "pandoc"))

    with pytest.raises(ExportFailed):
        annex_docx(sample_annex())


def test_pandoc_that_takes_too_long_is_an_export_that_failed(monkeypatch, tmp_path):
    slow = tmp_path / "pandoc"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(docx.pypandoc, "get_pandoc_path", lambda: str(slow))
    monkeypatch.setattr(docx, "LONGEST_RUN", 0.2)

    with pytest.raises(ExportFailed, match="longer than"):
        annex_docx(sample_annex())


def test_libreoffice_reads_the_annex_with_its_numbers(libreoffice, tmp_path):
    document = tmp_path / "annex.docx"
    document.write_bytes(annex_docx(sample_annex(title="Telephones")))

    text = converted(libreoffice, document, to="txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]

    assert lines[0] == "Telephones"
    assert [line for line in lines if re.match(r"\d+(\.\d+)? ", line)] == [
        "1 Technical specification",
        "1.1 BAT-01 Battery that lasts",
        "1.2 BAT-02 Battery that lasts",
        "2 Award criterion",
        "2.1 CLI-01 Battery that lasts",
        "3 Contract clause",
        "3.1 TAK-01 Battery that lasts",
        "4 Codes and versions",
    ]
    assert [line for line in lines if re.match(r"\d\. ", line)] == [
        "1. keep at least 80 % of its capacity after 1,200 full charge cycles;",
        "2. tell its user how many cycles it has been through.",
        "1. keep at least 80 % of its capacity after 1,000 full charge cycles;",
        "2. tell its user how many cycles it has been through.",
    ]
    assert [line for line in lines if ", level " in line] == CITATIONS


def test_libreoffice_prints_the_annex(libreoffice, tmp_path):
    document = tmp_path / "annex.docx"
    document.write_bytes(annex_docx(sample_annex("sv", title="Telefoner")))

    printed = converted(libreoffice, document, to="pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, check=True
    ).stdout

    assert "Telefoner" in text
    assert "TAK-01@1.0.0, level 2, sv" in text
