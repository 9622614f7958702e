"""Who uses which text: the newest tender of each member, from what the reader may see."""

import csv
import io
import json

import pytest

from portal.core.viewer import EVERYONE, VISITOR, Viewer
from portal.experiences.enums import Audience, Stage, Usage
from portal.experiences.matrix import Choice, Likeness, matrix_csv, matrix_json, matrix_of
from portal.members.viewers import MEMBERS
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import ReleaseFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db
MEMBER = Viewer((EVERYONE, MEMBERS))


@pytest.fixture
def malmo():
    return OrganisationFactory(name="Malmö", slug="malmo", country="SE")


@pytest.fixture
def battery():
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


@pytest.fixture
def release(battery):
    return ReleaseFactory(members=[battery])


def tender(member, version, *, year=2026, level=1, usage=Usage.KEPT, values=None, **facts):
    edition = EditionFactory(experience__organisation=member, year=year, **facts)
    change = "x" if usage == Usage.ADAPTED else ""
    CitationFactory(edition=edition, version=version, level=level, usage=usage, values=values or {}, change=change)
    return published(edition)


def cells(release, viewer=VISITOR, **choice):
    """Likeness, version, level and year of every cell, row by row."""
    matrix = matrix_of(release, viewer, Choice(**choice))
    return [[(str(cell.likeness), cell.version, cell.level, cell.year) for cell in row.cells] for row in matrix.rows]


NOT_USED = ("not_used", "", None, None)


def test_member_without_a_tender_has_not_used_a_criterion(release, malmo):
    assert cells(release) == [[NOT_USED]]


@pytest.mark.parametrize(
    ("facts", "likeness"),
    [
        ({}, "same"),
        ({"values": {"cycles": "900"}}, "other_values"),
        ({"usage": Usage.ADAPTED}, "adapted"),
        ({"usage": Usage.ADAPTED, "values": {"cycles": "900"}}, "adapted"),
        ({"stage": Stage.PLANNED}, "planned"),
        ({"stage": Stage.NO_BIDS}, "same"),
    ],
)
def test_each_likeness_is_told_with_its_version_and_level(release, malmo, battery, facts, likeness):
    tender(malmo, battery, level=2, **facts)

    assert cells(release) == [[(likeness, "1.2.0", 2, 2026)]]


def test_newest_tender_counts_and_a_planned_one_only_where_there_is_no_other(release, malmo, battery):
    tender(malmo, battery, year=2024)
    tender(malmo, battery, year=2026, usage=Usage.ADAPTED)
    tender(malmo, battery, year=2027, stage=Stage.PLANNED)

    assert cells(release) == [[("adapted", "1.2.0", 1, 2026)]]


def test_version_that_the_release_does_not_have_is_told_too(release, malmo, battery):
    tender(malmo, VersionFactory(criterion=battery.criterion, number="1.0.0", base_version=None))

    assert cells(release) == [[("same", "1.0.0", 1, 2026)]]


def test_members_stand_in_the_order_of_their_names_and_fictional_ones_only_if_asked_for(release, battery, malmo):
    fictional = OrganisationFactory(name="Exempelstad", is_fictional=True)
    tender(fictional, battery)

    assert cells(release) == [[NOT_USED]]
    assert cells(release, with_fictional=True) == [[("same", "1.2.0", 1, 2026), NOT_USED]]


def test_rows_are_narrowed_by_theme_and_kind_and_columns_by_country(malmo, battery):
    climate = VersionFactory(criterion__code="CLI-01", criterion__kind="award", body=battery_content(theme="climate"))
    release = ReleaseFactory(members=[battery, climate])
    OrganisationFactory(name="Oslo", country="NO")

    def shape(**choice):
        matrix = matrix_of(release, VISITOR, Choice(**choice))
        return [row.code for row in matrix.rows], [member.name for member in matrix.members]

    assert shape() == (["BAT-01", "CLI-01"], ["Malmö", "Oslo"])
    assert shape(theme="climate") == (["CLI-01"], ["Malmö", "Oslo"])
    assert shape(kind="award", country="NO") == (["CLI-01"], ["Oslo"])


def test_parameters_that_mean_nothing_choose_nothing():
    assert Choice.read({"theme": "x", "kind": "'", "country": "Sweden", "fictional": "yes"}) == Choice()
    assert Choice.read({"theme": "battery", "kind": "award", "country": "se", "fictional": "1"}) == Choice(
        theme="battery", kind="award", country="SE", with_fictional=True
    )


@pytest.mark.parametrize("hidden", [{"visibility": Audience.MEMBERS}, {"criteria_visibility": Audience.MEMBERS}])
def test_what_is_for_members_shows_to_members_only(release, malmo, battery, hidden):
    tender(malmo, battery, **hidden)

    assert (cells(release), cells(release, MEMBER)) == ([[NOT_USED]], [[("same", "1.2.0", 1, 2026)]])


def test_each_row_says_how_many_use_the_same_text(release, malmo, battery):
    tender(malmo, battery)
    OrganisationFactory(name="Oslo")

    matrix = matrix_of(release, VISITOR, Choice())

    assert matrix.rows[0].in_short == "1 of 2 members use the same text"
    assert dict(matrix.counts) == {
        Likeness.SAME: 1,
        Likeness.OTHER_VALUES: 0,
        Likeness.ADAPTED: 0,
        Likeness.PLANNED: 0,
        Likeness.NOT_USED: 1,
    }


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_takes_seven_queries_and_six_while_no_face_comes_or_goes(django_assert_num_queries, count):
    versions = VersionFactory.create_batch(count)
    release = ReleaseFactory(members=versions)
    for version in versions:
        tender(OrganisationFactory(), version)

    with django_assert_num_queries(7):
        matrix_of(release, VISITOR, Choice())
    with django_assert_num_queries(6):
        matrix_of(release, VISITOR, Choice())


def test_csv_has_a_line_for_each_criterion_and_member_and_no_formula(release, battery):
    tender(OrganisationFactory(name="=1+1", slug="one", country="SE"), battery)
    slug = matrix_of(release, VISITOR, Choice()).rows[0].cells[0].slug

    lines = list(csv.reader(io.StringIO(matrix_csv(matrix_of(release, VISITOR, Choice())).decode("utf-8-sig"))))

    assert lines[1:] == [
        [
            *("BAT-01", "Battery that lasts", "Battery", "'=1+1", "SE", "Same text", "1.2.0", "1", "2026"),
            *(f"http://127.0.0.1:8000/en/experiences/{slug}/", "", ""),
        ]
    ]


def test_json_names_members_by_slug_and_versions_by_citation(release, malmo, battery):
    tender(malmo, battery, level=2)

    content = json.loads(matrix_json(matrix_of(release, VISITOR, Choice())))

    assert content["members"] == [{"slug": "malmo", "name": "Malmö", "fictional": False}]
    (cell,) = content["cells"]
    assert (cell["criterion"], cell["member"], cell["likeness"], cell["version"], cell["level"]) == (
        *("BAT-01", "malmo", "same"),
        *("BAT-01@1.2.0", 2),
    )
    assert cell["experience"].startswith("http://127.0.0.1:8000/en/experiences/malmo-")


def test_page_shows_the_matrix_and_the_way_to_its_exports(client, release, malmo, battery):
    tender(malmo, battery)

    page = client.get("/en/experiences/matrix/?theme=battery").content.decode()

    assert "Harmonisation matrix" in page
    assert "1 of 1 member uses the same text" in page
    assert 'href="/en/experiences/matrix.csv?theme=battery"' in page


def test_page_helps_before_the_first_release_and_where_nothing_fits(client, malmo):
    assert "There is no release of criteria yet" in client.get("/en/experiences/matrix/").content.decode()

    ReleaseFactory()
    nobody = client.get("/en/experiences/matrix/?country=IS").content.decode()
    nothing = client.get("/en/experiences/matrix/?theme=climate").content.decode()

    assert "No member fits these filters" in nobody
    assert "No criterion fits these filters" in nothing


def test_exports_are_files_for_one_reader_only(client, release):
    for suffix, content_type in (("csv", "text/csv; charset=utf-8"), ("json", "application/json")):
        response = client.get(f"/en/experiences/matrix.{suffix}")
        assert (response["Content-Type"], response["Cache-Control"]) == (content_type, "private, no-cache")
        assert "Cookie" in response["Vary"]
    assert client.get("/en/experiences/matrix.pdf").status_code == 404
