"""Experiences to take away: the same that the reader sees, and no cell that becomes a formula."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.core.viewer import VISITOR, Viewer
from portal.experiences import exports
from portal.experiences.enums import Audience, Section, Usage
from portal.experiences.exports import as_json, experience_json, experiences_csv, experiences_json, safe_lines
from portal.experiences.models import Face
from portal.experiences.services.faces import write_faces
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.registry import VersionFactory
from tests.portal.experiences.marked import closed, marked, traces_in, traces_of

pytestmark = pytest.mark.django_db
MEMBER = Viewer(("everyone", "members"))


def ids(viewer=VISITOR):
    return list(Face.objects.visible_to(viewer).order_by("title").values_list("pk", flat=True))


def table(viewer=VISITOR):
    """The CSV as rows of dictionaries, as a spreadsheet would read it."""
    body = b"".join(experiences_csv(ids(viewer), viewer))
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def document(viewer=VISITOR):
    return json.loads(b"".join(experiences_json(ids(viewer), viewer)))


def files_for(viewer):
    """All records as a table and as a document, and the one there is."""
    [face] = Face.objects.visible_to(viewer).select_related("experience__organisation")
    files = [b"".join(experiences_csv([face.pk], viewer)), b"".join(experiences_json([face.pk], viewer))]
    return [file.decode() for file in (*files, experience_json(face))]


def told(**facts):
    """A published record with one criterion kept and one adapted."""
    edition = EditionFactory(**facts)
    CitationFactory(edition=edition, version=VersionFactory(criterion__code="BAT-01"), level=2)
    adapted = VersionFactory(criterion__code="CLI-01")
    CitationFactory(edition=edition, version=adapted, usage=Usage.ADAPTED, change="Less.", position=1)
    return published(edition)


def test_table_has_the_words_and_plain_numbers_of_each_record():
    experience = told(
        title="Phones",
        experience__organisation__name="City of Lund",
        cpv=["32250000-0", "50330000-7"],
        notice="554113-2026",
        lots=2,
        duration=48,
        currency="SEK",
        estimated_value=Decimal(12_500_000),
        awarded_value=Decimal("11900000.50"),
        bids=5,
        price_outcome="lower",
        challenge="none",
        again="yes",
        summary="Two lots.\nOne year.",
    )

    [row] = table()

    assert row == {
        "Reference": experience.reference,
        "Title": "Phones",
        "Language": "en",
        "Buyer": "City of Lund",
        "Fictional": "no",
        "Summarised from public sources": "no",
        "Country code": "SE",
        "Country": "Sweden",
        "NUTS code": "",
        "Year": "2026",
        "Stage": "Awarded",
        "Procedure": "Open procedure",
        "Type of contract": "Framework agreement",
        "CPV": "32250000-0; 50330000-7",
        "Notice in TED": "554113-2026",
        "Lots": "2",
        "Duration in months": "48",
        "Value band": "EUR 1 to 5 million",
        "Currency": "SEK",
        "Estimated value": "12500000.00",
        "Awarded value": "11900000.50",
        "Number of bids": "5",
        "Price against the estimate": "Lower than estimated",
        "Difference in percent": "-5",
        "Questions or challenges": "No questions about the criteria",
        "Would they do it again?": "Yes",
        "Criteria used as they are": "BAT-01@1.0.0/L2",
        "Criteria adapted": "CLI-01@1.0.0/L1",
        "Summary": "Two lots.\nOne year.",
        "Public source": "",
        "Seen by": "Everyone",
        "Address": f"http://127.0.0.1:8000/en/experiences/{experience.slug}/",
    }


def test_table_of_hidden_sections_has_empty_cells():
    told(bids=5, outcome_visibility=Audience.MEMBERS, criteria_visibility=Audience.MEMBERS, again="yes")

    [seen], [row] = table(MEMBER), table()

    hidden = ("Number of bids", "Would they do it again?", "Criteria used as they are", "Criteria adapted")
    assert [seen[name] for name in hidden] == ["5", "Yes", "BAT-01@1.0.0/L2", "CLI-01@1.0.0/L1"]
    assert [row[name] for name in hidden] == [""] * 4


def test_fictional_records_and_public_cases_say_so():
    published(title="1", experience__organisation__is_fictional=True)
    published(title="2", experience__organisation=None, experience__buyer="Ministry")

    kinds = [(row["Fictional"], row["Summarised from public sources"]) for row in table()]

    assert kinds == [("yes", "no"), ("no", "yes")]
    assert [(row["is_fictional"], row["is_from_public_sources"]) for row in document()["experiences"]] == [
        (True, False),
        (False, True),
    ]


def test_words_are_the_readers():
    told(bids=4)

    with override("sv"):
        [row] = table()

    assert (row["Land"], row["År"], row["Påhittad"]) == ("Sverige", "2026", "nej")


@pytest.mark.parametrize("title", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "|cmd", "%x", "  =1+1", "\t=1+1", "\r\n=1+1"])
def test_no_cell_becomes_a_formula(title):
    published(title=title, summary=title)

    [row] = table()

    expected = "'" + title.strip().replace("|", "\\|")
    assert (row["Title"], row["Summary"]) == (expected, expected)


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
def test_no_text_at_all_begins_as_a_formula(text):
    """Only what is a number may begin with a minus."""
    [[cell, _mark]] = csv.reader(io.StringIO(safe_lines([[text, "."]]), newline=""))

    assert cell[:1] not in tuple("=+-@|%\t\r") or set(cell) <= set("-0123456789,.")


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.MEMBERS])
@pytest.mark.parametrize("section", [each for each in Section if each is not Section.TENDER])
def test_closed_section_leaves_no_trace_in_any_file(audience, section):
    published(marked(**closed(section, to=audience)))

    assert [traces_in(file, section) for file in files_for(VISITOR if audience is Audience.EVERYONE else MEMBER)] == [
        [],
        [],
        [],
    ]


def test_open_record_leaves_its_traces():
    """What the test above looks for can be found."""
    published(marked())

    _csv, *documents = files_for(VISITOR)

    assert [set(traces_in(file, *Section)) for file in documents] == [traces_of(*Section)] * 2


def test_document_names_addresses_and_no_internal_numbers():
    experience = published(marked())
    [face] = Face.objects.visible_to(VISITOR).select_related("experience__organisation")

    found = as_json(face)

    assert found["url"] == f"http://127.0.0.1:8000/en/experiences/{experience.slug}/"
    [citation] = found["criteria"]
    assert (citation["uri"], citation["citation"]) == (
        "http://127.0.0.1:8000/id/criterion/trc-01/v1.0.0",
        "TRC-01@1.0.0",
    )
    assert "version_id" not in citation
    assert [sorted(each) for each in found["documents"]] == [
        ["content_type", "language", "section", "size", "title", "url"]
    ] * len(found["documents"])
    assert json.loads(experience_json(face)) == json.loads(json.dumps(found))


def test_document_of_nothing_is_still_a_document():
    assert document() == {"experiences": []}
    assert table() == []


def test_files_keep_the_order_over_many_batches(monkeypatch):
    monkeypatch.setattr(exports, "BATCH_SIZE", 2)
    for number in range(5):
        published(title=f"Tender {number}")
    backwards = ids()[::-1]

    texts = b"".join(experiences_json(backwards, VISITOR))

    assert [row["title"] for row in json.loads(texts)["experiences"]] == [f"Tender {n}" for n in (4, 3, 2, 1, 0)]


def test_what_is_taken_back_while_a_file_is_sent_is_not_in_it(monkeypatch):
    monkeypatch.setattr(exports, "BATCH_SIZE", 1)
    experiences = [published(title=f"Tender {number}") for number in range(2)]
    lines = experiences_csv(ids(), VISITOR)
    head = [next(lines), next(lines)]

    experiences[1].retracted_at, experiences[1].retraction_reason = experiences[1].published_at, "Wrong."
    experiences[1].save()
    write_faces(experiences[1])

    assert [b"Tender 0" in head[1], b"".join(lines)] == [True, b""]


@pytest.mark.parametrize("count", [1, 3])
def test_file_takes_a_query_a_batch(django_assert_num_queries, count):
    for _each in range(count):
        told_edition = EditionFactory()
        CitationFactory(edition=told_edition)
        published(told_edition)
    faces = ids()

    with django_assert_num_queries(1):
        list(experiences_csv(faces, VISITOR))
