"""A redline in Word: what is left when all changes are accepted or rejected, and what the head says."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from registry.diffs.tracked import Tracking
from registry.diffs.words import diff_text
from registry.sealed.wording import ItemList, parse
from registry.takeaway.exports import docx
from registry.takeaway.exports.docx import ExportFailed
from registry.takeaway.exports.redline import redline_docx
from registry.takeaway.redline import Redline, TrackedCriterion, TrackedField
from tests.factories.history import happened
from tests.factories.registry import TranslationFactory, VersionFactory
from tests.registry.takeaway.redlines import OLD, redline_of, two_versions
from tests.services.libreoffice import converted
from tests.strategies import texts
from tests.tracked import W, accepted, body_of, changes_of, rejected

pytestmark = pytest.mark.django_db
HEAD = 4 * 3 + 3  # paragraphs: the title, the label, the heading of the criterion, the cells of its table
STAMP = "2026-09-01T00:00:00Z"


def opened(data):
    return Document(io.BytesIO(data))


def from_first_field(paragraphs):
    return paragraphs[paragraphs.index("Subject matter") :]


def bare(text):
    """One text alone, as a field that nothing else stands around."""
    return TrackedField(heading=SafeString("Field"), text=text, lang="en", facts=())


def words_of(text):
    groups = (group.items if isinstance(group, ItemList) else (group.text,) for group in parse(text))
    return [" ".join(line.split()) for group in groups for line in group]


def squeezed(lines):
    return [re.sub(r"\s", "", line) for line in lines]


def by_field(paragraphs):
    """The paragraphs under each heading."""
    fields = []
    for text in paragraphs:
        if text == "Field":
            fields.append([])
        elif fields:
            fields[-1].append(text)
    return fields


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(texts(), texts()), min_size=12, max_size=12))
def test_accepting_all_gives_the_newer_texts_and_rejecting_all_the_older_ones(pairs):
    tracking = Tracking("Joint Demand", date(2026, 9, 1))
    fields = tuple(bare(tracking.lines(diff_text(old, new, "en"))) for old, new in pairs)
    title = SafeString("Title")
    criterion = TrackedCriterion(
        code="BAT-01", sides=(), title=title, title_lang="en", fields=fields, is_in_other_language=False
    )

    document = redline_docx(Redline(title="Laws", language="en", criteria=(criterion,)))

    newer, older = by_field(accepted(document)), by_field(rejected(document))
    assert [[" ".join(line.split()) for line in field] for field in newer] == [words_of(new) for _old, new in pairs]
    assert list(map(squeezed, older)) == [squeezed(words_of(old)) for old, _new in pairs]


def test_accepting_all_gives_the_newer_version_as_if_it_had_been_compared_with_itself():
    old, new = two_versions()

    document = redline_docx(redline_of((old, new)))

    assert from_first_field(accepted(document)) == from_first_field(accepted(redline_docx(redline_of((new, new)))))


def test_rejecting_all_gives_the_older_version():
    old, new = two_versions()

    document = redline_docx(redline_of((old, new)))

    assert from_first_field(rejected(document)) == from_first_field(rejected(redline_docx(redline_of((old, old)))))


def test_way_back_is_the_way_there_with_both_answers_swapped():
    old, new = two_versions()
    there, back = redline_docx(redline_of((old, new))), redline_docx(redline_of((new, old)))

    assert sorted(accepted(there)[HEAD:]) == sorted(rejected(back)[HEAD:])
    assert sorted(rejected(there)[HEAD:]) == sorted(accepted(back)[HEAD:])


def test_every_change_has_the_portal_for_its_author_and_the_day_of_the_newer_version():
    changes = changes_of(redline_docx(redline_of(two_versions())))

    assert {change[1:3] for change in changes} == {("Joint Demand", STAMP)}
    assert ("del", "Joint Demand", STAMP, " 800") in changes
    assert ("ins", "Joint Demand", STAMP, " 1,000") in changes
    assert ("ins", "Joint Demand", STAMP, "be easy to take out;") in changes
    assert ("ins", "Joint Demand", STAMP, " <good>") in changes
    assert ("del", "Joint Demand", STAMP, "Means of proof: Label or equivalent") in changes


def test_changes_are_numbered_each_with_its_own_number():
    document = body_of(redline_docx(redline_of(two_versions("BAT-01"), two_versions("CLI-01"))))

    numbers = [each.get(f"{W}id") for each in document.iter(f"{W}ins", f"{W}del", f"{W}bookmarkStart")]
    assert len(numbers) == len(set(numbers)) > 20


def test_version_compared_with_itself_has_nothing_to_accept():
    version = VersionFactory(criterion__code="BAT-01")

    assert changes_of(redline_docx(redline_of((version, version)))) == []


def test_head_cites_both_versions_under_the_label_of_the_starter_set():
    old, new = two_versions()
    document = opened(redline_docx(redline_of((old, new))))
    [table] = document.tables

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Version", "Published", "Hash of the text", "Address"],
        ["BAT-01@1.0.0", "2 February 2026", old.content_hash[:12], "http://127.0.0.1:8000/id/criterion/bat-01/v1.0.0"],
        ["BAT-01@2.0.0", "1 September 2026", new.content_hash[:12], "http://127.0.0.1:8000/id/criterion/bat-01/v2.0.0"],
    ]
    assert document.paragraphs[1].text.startswith("Starter draft, not legal advice.")
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None


def test_headings_are_styles_without_numbers_that_would_change():
    document = opened(redline_docx(redline_of(two_versions())))
    styles = [each for each in document.paragraphs if each.style.name.startswith("Heading")]

    assert [each.text for each in styles if each.style.name == "Heading 1"] == ["BAT-01 Battery that lasts"]
    assert {each._p.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") for each in styles} == {"0"}
    assert document.core_properties.title == "BAT-01: What changed from 1.0.0 to 2.0.0"


def test_document_and_its_fragments_have_their_language():
    old, new = two_versions()

    document = opened(redline_docx(redline_of((old, new), language="sv")))

    assert document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val") == ["sv-SE"]
    [purpose] = [each for each in document.paragraphs if each.text.startswith("A battery that lasts")]
    assert set(purpose._p.xpath(".//w:lang/@w:val")) == {"en"}


def test_document_says_that_a_text_is_not_translated_yet():
    note = "Where one of the two is not yet translated into your language"
    old, new = two_versions()
    with override("en"):
        plain = accepted(redline_docx(redline_of((old, new))))
        marked = accepted(redline_docx(replace(redline_of((old, new), language="da"), language="en")))

    assert [text for text in plain if text.startswith(note)] == []
    assert len([text for text in marked if text.startswith(note)]) == 1


def test_translated_texts_are_tracked_in_their_language():
    old, new = two_versions()
    for version in (old, new):
        TranslationFactory(version=version, language="sv")

    document = redline_docx(redline_of((old, new), language="sv"))

    assert "A battery that lasts keeps a <good> phone in use. [sv]" in accepted(document)


def test_erratum_stands_under_the_head():
    old, new = two_versions()
    happened(new, "erratum", note={"en": "Read 80 % for 8 %."})

    assert "BAT-01@2.0.0: Erratum: Read 80 % for 8 %." in accepted(redline_docx(redline_of((old, new))))


def test_several_criteria_stand_one_under_the_other():
    pairs = [two_versions(code) for code in ("BAT-01", "CLI-01", "TAK-01")]

    document = opened(redline_docx(redline_of(*pairs, title="Annex 3: <telephones>")))

    assert [each.text for each in document.paragraphs if each.style.name == "Heading 1"] == [
        f"{code} Battery that lasts" for code in ("BAT-01", "CLI-01", "TAK-01")
    ]
    assert [each.text for each in document.paragraphs if each.style.name == "Title"] == ["Annex 3: <telephones>"]
    assert len(document.tables) == 3


def test_same_redline_has_the_same_bytes():
    redline = redline_of(two_versions())

    assert redline_docx(redline) == redline_docx(redline)


def test_pandoc_that_is_not_there_is_an_export_that_failed(monkeypatch, tmp_path):
    monkeypatch.setattr(docx.pypandoc, "get_pandoc_path", lambda: str(tmp_path / "pandoc"))

    with pytest.raises(ExportFailed):
        redline_docx(redline_of(two_versions()))


def test_libreoffice_knows_every_change_and_shows_the_newer_text(libreoffice, tmp_path):
    """In its own format what was deleted is kept apart, so that its body is what stays once all is accepted."""
    old, new = two_versions()
    document = tmp_path / "changes.docx"
    document.write_bytes(redline_docx(redline_of((old, new))))

    with zipfile.ZipFile(converted(libreoffice, document, to="odt")) as package:
        content = etree.fromstring(package.read("content.xml"))
    [tracked] = content.iter("{*}tracked-changes")
    regions = [each.tag.rpartition("}")[2] for region in tracked for each in region]
    authors = {each.text for each in tracked.iter("{*}creator")}
    tracked.getparent().remove(tracked)
    lines = ["".join(each.itertext()) for each in content.iter("{*}p", "{*}h")]

    assert set(regions) == {"insertion", "deletion"}
    assert authors == {"Joint Demand"}
    assert [line for line in from_first_field(lines) if line] == from_first_field(
        accepted(redline_docx(redline_of((new, new))))
    )
    assert OLD.texts["en"]["guidance"] not in lines
