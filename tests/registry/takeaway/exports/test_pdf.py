"""PDF: the same words as in Word, tagged for who listens, and nothing fetched while it is made."""

import io
import re
import socket
import subprocess
import sys
import threading

import pytest
from docx import Document
from docx.oxml.ns import qn

from registry.takeaway.exports import pdf
from registry.takeaway.exports.docx import ExportFailed, annex_docx
from registry.takeaway.exports.pdf import annex_pdf, html_pdf, version_pdf
from tests.factories.history import happened
from tests.factories.registry import TranslationFactory, VersionFactory
from tests.printed import blocks_of, facts_of, objects_of, structure_of, text_of
from tests.registry.takeaway.exports.annexes import sample_annex

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pango")]
PAGE = '<!doctype html><html lang="en"><head><title>Page</title>{head}</head><body><p>{body}</p></body></html>'


def page(*, body="Text.", head=""):
    return PAGE.format(body=body, head=head)


@pytest.fixture
def program(monkeypatch, tmp_path):
    """Puts a script in the place of the program that prints."""

    def put(script):
        path = tmp_path / "printing.py"
        path.write_text(script)
        monkeypatch.setattr(pdf, "PROGRAM", [sys.executable, str(path)])

    return put


@pytest.fixture
def listener():
    """A server that counts who knocks; yields its address and the count."""
    knocks = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def accept():
            while not done.is_set():
                try:
                    knocks.append(server.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", knocks
        done.set()
        thread.join()


def without_space(text):
    return re.sub(r"\s", "", text)


def in_word(document):
    """The paragraphs of a Word file, those in tables too."""
    paragraphs = Document(io.BytesIO(document)).element.body.iter(qn("w:p"))
    return ["".join(each.text or "" for each in paragraph.iter(qn("w:t"))) for paragraph in paragraphs]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_annex_reads_like_its_word_file_to_the_letter(language):
    annex = sample_annex(language, title="Bilaga 3: <telefoner> & annat")

    blocks = blocks_of(annex_pdf(annex))

    texts = [re.sub(r"^[\d.]+\s", "", text) if tag in ("H1", "H2") else text for tag, text in blocks]
    assert list(map(without_space, texts)) == list(map(without_space, in_word(annex_docx(annex))))


def test_headings_are_numbered_as_word_numbers_them():
    blocks = blocks_of(annex_pdf(sample_annex()))

    assert [" ".join(text.split()) for tag, text in blocks if tag in ("H1", "H2")] == [
        "1 Technical specification",
        "1.1 BAT-01 Battery that lasts",
        "1.2 BAT-02 Battery that lasts",
        "2 Award criterion",
        "2.1 CLI-01 Battery that lasts",
        "3 Contract clause",
        "3.1 TAK-01 Battery that lasts",
        "4 Codes and versions",
    ]


def test_document_says_that_it_is_tagged_and_for_which_standard():
    document = annex_pdf(sample_annex())
    objects = objects_of(document)

    assert facts_of(document)["Tagged"] == "yes"
    assert "/MarkInfo <</Marked true>>" in objects
    assert "/DisplayDocTitle true" in objects
    assert len(re.findall(r'pdfuaid:part(?:="|>)1', objects)) == 1


@pytest.mark.parametrize("language", ["en", "sv", "fi"])
def test_document_has_its_language(language):
    assert f"/Lang ({language})" in objects_of(annex_pdf(sample_annex(language)))


def test_title_is_the_document_title_and_is_read_first():
    document = annex_pdf(sample_annex(title="Annex 2: <telephones> & more"))

    assert facts_of(document)["Title"] == "Annex 2: <telephones> & more"
    assert text_of(document)[0] == "Annex 2: <telephones> & more"


def test_headings_are_tags_and_bookmarks():
    document = annex_pdf(sample_annex())
    tags = [tag for _depth, tag in structure_of(document)]

    assert [tag for tag in tags if tag in ("H1", "H2")] == ["H1", "H2", "H2", "H1", "H2", "H1", "H2", "H1"]
    assert "/Outlines" in objects_of(document)
    assert objects_of(document).count("/Dest") == 8


def test_lists_and_the_table_with_its_headers_are_tags():
    tags = [tag for _depth, tag in structure_of(annex_pdf(sample_annex()))]

    assert tags.count("Table") == tags.count("THead") == tags.count("TBody") == 1
    assert (tags.count("TH"), tags.count("TD")) == (5, 4 * 5)
    assert tags.count("L") == 4 + 2  # the proofs of each, and two requirements with points
    assert tags.count("LI") == tags.count("Lbl") == tags.count("LBody") == 4 * 2 + 2 * 2


def test_cell_names_its_header():
    objects = objects_of(annex_pdf(sample_annex()))

    assert objects.count("/Headers") >= 4 * 5


def test_fonts_come_inside_the_document_and_are_ours():
    said = subprocess.run(["pdffonts", "-"], input=annex_pdf(sample_annex()), capture_output=True, check=True)
    fonts = [line.split() for line in said.stdout.decode().splitlines()[2:]]

    assert {font[0].partition("+")[2].partition("-")[0] for font in fonts} == {"Inter"}
    assert {font[-5] for font in fonts} == {"yes"}


def test_same_annex_has_the_same_bytes():
    annex = sample_annex()

    assert annex_pdf(annex) == annex_pdf(annex)


def test_version_document_has_every_level_and_the_label_of_the_starter_set():
    version = VersionFactory(criterion__code="BAT-01")
    happened(version, "erratum", note={"en": "Read 80 % for 8 %."})

    document = version_pdf(version, "en")

    lines = text_of(document)
    assert facts_of(document)["Title"] == "BAT-01 Battery that lasts"
    assert lines[0] == "BAT-01 Battery that lasts"
    assert lines[1].startswith(
        "Starter draft, not legal advice. BAT-01@1.0.0, http://127.0.0.1:8000/id/criterion/bat-01"
    )
    assert "Erratum: Read 80 % for 8 %." in lines
    assert [line for line in lines if line.startswith("BAT-01@")] == [
        "BAT-01@1.0.0, level 1, en",
        "BAT-01@1.0.0, level 2, en",
    ]


def test_version_document_speaks_the_language_that_is_asked_for():
    version = VersionFactory(criterion__code="BAT-01")
    TranslationFactory(version=version, language="da")

    document = version_pdf(version, "da")

    assert facts_of(document)["Title"] == "BAT-01 Battery that lasts [da]"
    assert "/Lang (da)" in objects_of(document)


def test_signs_of_markup_in_a_text_stay_signs():
    annex = sample_annex(title='<img src="http://evil.example/x.png">', headings={"award": "<b>&amp;</b>"})

    lines = text_of(annex_pdf(annex))

    assert lines[0] == '<img src="http://evil.example/x.png">'
    assert "2 <b>&amp;</b>" in lines


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", '<img src="{address}/x.png" alt="x">'),
        ('<link rel="stylesheet" href="{address}/x.css">', ""),
        ("<style>@import url({address}/x.css);</style>", ""),
        ("<style>body {{ background: url({address}/x.png) }}</style>", ""),
        ("", '<object data="{address}/x.svg" type="image/svg+xml"></object>'),
    ],
)
def test_page_that_asks_for_something_from_elsewhere_is_refused_and_nobody_is_asked(listener, head, body):
    address, knocks = listener

    with pytest.raises(ExportFailed, match="is not fetched"):
        html_pdf(page(head=head.format(address=address), body=body.format(address=address)))

    assert knocks == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "data:image/png;base64,AAAA", "ftp://127.0.0.1/x.png"])
def test_no_other_way_leads_out_either(address):
    with pytest.raises(ExportFailed, match="is not fetched"):
        html_pdf(page(body=f'<img src="{address}" alt="x">'))


def test_program_that_fails_is_an_export_that_failed_with_its_complaint(program):
    program("import sys\nsys.exit('out of paper')\n")

    with pytest.raises(ExportFailed, match="out of paper"):
        annex_pdf(sample_annex())


def test_program_that_is_not_there_is_an_export_that_failed(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "PROGRAM", [str(tmp_path / "python")])

    with pytest.raises(ExportFailed, match="cannot be started"):
        annex_pdf(sample_annex())


def test_program_that_takes_too_long_is_an_export_that_failed(monkeypatch, program):
    program("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(pdf, "LONGEST_RUN", 0.2)

    with pytest.raises(ExportFailed, match="longer than"):
        annex_pdf(sample_annex())


def test_program_is_told_no_secret(program, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    program("import os, sys\nsys.stdout.write(' '.join(sorted(os.environ)))\n")

    told = html_pdf(page()).decode().split()

    assert {"SOURCE_DATE_EPOCH", "LANG"} <= set(told)
    assert "SECRET_KEY" not in told
