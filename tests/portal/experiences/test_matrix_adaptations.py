"""Adaptations in the harmonisation matrix: what each city has sealed, beside what it tendered."""

import csv
import io
import json

import pytest
from django.utils.timezone import localdate

from portal.core.viewer import VISITOR
from portal.experiences.matrix import Choice, Likeness, matrix_csv, matrix_json, matrix_of
from portal.experiences.matrix_adaptations import marks_in
from registry.enums import Relation
from tests.factories.adaptations import (
    AdaptationDraftFactory,
    changes,
    cycles,
    followed_by,
    published_adaptation,
    smartphones,
    withdrawn_adaptation,
    without,
    words,
)
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return OrganisationFactory(name="Examplehaven", slug="examplehaven")


@pytest.fixture
def release():
    return smartphones("BAT-01", "LAB-01", "REP-01")


def sealed(city, release, *each, **facts):
    draft = AdaptationDraftFactory(organisation=city, release=release, changed=changes(*each))
    return published_adaptation(draft, **facts)


def relations(release, **choice):
    """What each cell says of an adaptation, row by row; empty where there is none."""
    matrix = matrix_of(release, VISITOR, Choice(**choice))
    return [[str(cell.mark.relation) if cell.mark else "" for cell in row.cells] for row in matrix.rows]


def test_marks_tell_how_each_criterion_stands_to_the_release(city, release):
    sealed(city, release, cycles("1200"), words(criterion="LAB-01"), without("REP-01"))

    assert relations(release) == [["stricter"], ["not_comparable"], ["left_out"]]


def test_city_that_uses_the_release_as_it_is_says_so(city, release):
    sealed(city, release)

    assert relations(release) == [["identical"], ["identical"], ["identical"]]


def test_city_without_adaptation_has_no_mark(city, release):
    sealed(OrganisationFactory(name="Zwolle"), release)

    assert relations(release) == [["", "identical"], ["", "identical"], ["", "identical"]]


def test_mark_stands_beside_what_was_tendered(city, release):
    version = release.members.get(version__criterion__code="BAT-01").version
    edition = EditionFactory(experience__organisation=city, year=2026)
    CitationFactory(edition=edition, version=version, level=1)
    published(edition)
    sealed(city, release, cycles("1200"))

    [cell] = matrix_of(release, VISITOR, Choice()).rows[0].cells

    assert (cell.likeness, cell.mark.relation) == (Likeness.SAME, Relation.STRICTER)


def test_only_the_adaptation_in_force_counts(city, release):
    first = sealed(city, release, cycles("1200"))
    followed_by(first, changes())

    assert relations(release)[0] == ["identical"]
    [mark] = {mark.number for mark in marks_in(release.criteria_set, on=localdate()).values()}
    assert mark == "1.1.0"


def test_withdrawn_adaptation_leaves_no_mark(city, release):
    adaptation = sealed(city, release, cycles("1200"))

    withdrawn_adaptation(adaptation)

    assert relations(release) == [[""], [""], [""]]


def test_marks_are_of_one_set(city, release):
    sealed(city, release, cycles("1200"))

    other = smartphones("END-01", criteria_set__slug="laptops")

    assert marks_in(other.criteria_set, on=localdate()) == {}


def test_sheet_names_the_adaptation_in_columns_of_its_own(city, release):
    sealed(city, release, cycles("1200"))

    matrix = matrix_of(release, VISITOR, Choice())
    lines = list(csv.reader(io.StringIO(matrix_csv(matrix).decode("utf-8-sig"))))

    assert [line[-2:] for line in lines[:2]] == [
        ["Adaptation", "Compared with the release"],
        ["examplehaven/smartphones@1.0.0", "stricter"],
    ]


def test_programs_get_citation_and_relation(city, release):
    sealed(city, release, cycles("1200"))

    cells = json.loads(matrix_json(matrix_of(release, VISITOR, Choice())))["cells"]

    assert cells[0]["adaptation"] == {"citation": "examplehaven/smartphones@1.0.0", "relation": "stricter"}


def test_page_leads_from_the_mark_to_the_adaptation(client, city, release):
    sealed(city, release, cycles("1200"))

    page = client.get("/en/experiences/matrix/").content.decode()

    assert 'href="/en/adaptation/examplehaven/smartphones/1.0.0/">Adaptation 1.0.0: stricter' in page


@pytest.mark.parametrize("count", [1, 3])
def test_marks_take_one_query_whatever_their_number(release, count, django_assert_num_queries):
    for _ in range(count):
        sealed(OrganisationFactory(), release)

    with django_assert_num_queries(1):
        marks_in(release.criteria_set, on=localdate())
