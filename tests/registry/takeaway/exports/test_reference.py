"""The template of Word documents is pandoc's own, with headings that Word numbers."""

import io
import re
import zipfile

from registry.takeaway.exports.reference import TARGET, make_reference


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_template_is_made_the_same_each_time():
    assert make_reference() == make_reference()


def test_template_in_use_is_the_one_that_is_made():
    assert parts(TARGET.read_bytes()) == parts(make_reference())


def test_headings_of_two_levels_are_numbered_by_word():
    styles = parts(make_reference())["word/styles.xml"].decode()

    for level in (0, 1):
        style = styles.split(f'w:styleId="Heading{level + 1}"')[1].split("</w:style>")[0]
        assert f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="800"/></w:numPr>' in style


def test_numbering_counts_parts_within_chapters():
    numbering = parts(make_reference())["word/numbering.xml"].decode()

    assert numbering.count('<w:num w:numId="800">') == 1
    assert '<w:lvlText w:val="%1.%2"/>' in numbering


def test_cells_of_tables_have_lines_around_them():
    styles = parts(make_reference())["word/styles.xml"].decode()

    table = styles[styles.index('w:styleId="Table"') :]
    borders = table[table.index("<w:tblBorders>") : table.index("</w:tblBorders>")]
    assert re.findall(r"<w:(\w+) w:val=\"single\"", borders) == ["top", "left", "bottom", "right", "insideH", "insideV"]
