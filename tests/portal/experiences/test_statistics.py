"""What tenders tell of a criterion: counted rightly, from what the reader may see only, in five queries."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from portal.core.viewer import EVERYONE, VISITOR, Viewer
from portal.experiences.enums import Audience, Stage, Usage, Verification
from portal.experiences.models import Face, FaceCitation
from portal.experiences.statistics import figures_of, median
from portal.members.viewers import MEMBERS
from tests.database import analyze
from tests.factories.experiences import CitationFactory, EditionFactory, ExperienceFactory, SupplierFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import CriterionFactory, VersionFactory

MEMBER = Viewer((EVERYONE, MEMBERS))


@pytest.fixture
def version(db):
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


def tender(version, *, organisation=None, **facts):
    """A published tender that used a version; ``citation`` holds facts of the citation."""
    citation = facts.pop("citation", {})
    owner = {"experience__organisation": organisation} if organisation else {}
    edition = EditionFactory(**owner, **facts)
    CitationFactory(edition=edition, version=version, **citation)
    return published(edition)


def told(version, viewer=VISITOR):
    figures = figures_of(version.criterion, viewer)
    total = figures.total
    return (total.tenders, total.cities, total.median_bids, total.with_bids, total.adapted, total.verified)


def test_nothing_is_told_of_what_nobody_used(version):
    figures = figures_of(version.criterion, VISITOR)

    assert (figures.total.is_empty, figures.versions, figures.adaptations) == (True, (), ())


def test_tenders_cities_bids_adaptations_and_verifications_are_counted(version):
    city = OrganisationFactory()
    tender(version, organisation=city, bids=3)
    tender(version, organisation=city, bids=4, citation={"usage": Usage.ADAPTED, "change": "700 cycles"})
    tender(version, bids=7, citation={"verification": Verification.SAMPLE})
    tender(version, citation={"verification": Verification.NOT_CHECKED})

    assert told(version) == (4, 3, 4.0, 3, 1, 1)


def test_each_version_has_its_own_figures_newest_first(version):
    later = VersionFactory(criterion=version.criterion, number="1.10.0", base_version=None)
    tender(version, bids=5)
    tender(later, bids=9)
    tender(later, bids=3)

    figures = figures_of(version.criterion, VISITOR)

    assert [(str(number), row.tenders, row.median_bids) for number, row in figures.versions] == [
        ("1.10.0", 2, 6.0),
        ("1.2.0", 1, 5.0),
    ]
    assert (figures.total.tenders, figures.total.median_bids) == (3, 5.0)


def test_tender_with_two_versions_or_levels_is_one_tender(version):
    later = VersionFactory(criterion=version.criterion, number="1.10.0", base_version=None)
    edition = EditionFactory(bids=4)
    for cited, level in ((version, 1), (version, 2), (later, 1)):
        CitationFactory(edition=edition, version=cited, level=level)
    published(edition)

    assert told(version) == (1, 1, 4.0, 1, 0, 0)


def test_planned_tender_is_counted_apart(version):
    tender(version, stage=Stage.PLANNED, bids=9)

    figures = figures_of(version.criterion, VISITOR).total

    assert (figures.tenders, figures.planned, figures.median_bids) == (0, 1, None)


def test_buyers_of_public_sources_count_by_their_names(version):
    for buyer in ("A province", "A province", "Another province"):
        experience = ExperienceFactory(organisation=None, buyer=buyer)
        CitationFactory(edition=(edition := EditionFactory(experience=experience)), version=version)
        published(edition)

    assert told(version)[:2] == (3, 2)


def test_fictional_members_are_counted_only_where_nobody_else_has_told_anything(version):
    tender(version, organisation=OrganisationFactory(is_fictional=True), bids=5)

    fictional = figures_of(version.criterion, VISITOR)
    tender(version, bids=9)
    real = figures_of(version.criterion, VISITOR)

    assert (fictional.is_fictional, fictional.total.tenders, fictional.total.median_bids) == (True, 1, 5.0)
    assert (real.is_fictional, real.total.tenders, real.total.median_bids) == (False, 1, 9.0)


def test_other_criteria_are_not_counted(version):
    tender(VersionFactory(criterion=CriterionFactory()), bids=5)

    assert told(version)[0] == 0


def test_adaptations_are_told_in_the_words_of_the_face(version):
    edition = EditionFactory(bids=5)
    SupplierFactory(edition=edition, name="Example Phones AB")
    change = "Example Phones could do 700 cycles only."
    CitationFactory(edition=edition, version=version, usage=Usage.ADAPTED, change=change)
    published(edition)

    (adaptation,) = figures_of(version.criterion, VISITOR).adaptations

    assert adaptation.citation.change == "Supplier A could do 700 cycles only."


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": Audience.MEMBERS},
        {"criteria_visibility": Audience.MEMBERS},
        {"criteria_visibility": Audience.OWN},
    ],
)
def test_tender_whose_criteria_are_not_for_everyone_changes_no_public_figure(version, hidden):
    tender(version, bids=3)
    before = figures_of(version.criterion, VISITOR)

    tender(version, bids=40, citation={"usage": Usage.ADAPTED, "change": "x"}, **hidden)

    assert figures_of(version.criterion, VISITOR) == before


@pytest.mark.parametrize("facts", [{"bids": 2}, {"bids": 1}, {"bids": 9, "outcome_visibility": Audience.MEMBERS}])
def test_bids_that_the_public_may_not_see_are_in_no_public_median(version, facts):
    tender(version, bids=3)
    tender(version, **facts)

    public, members = figures_of(version.criterion, VISITOR).total, figures_of(version.criterion, MEMBER).total

    assert (public.median_bids, public.with_bids, public.tenders) == (3.0, 1, 2)
    assert (members.with_bids, members.median_bids) == (2, (3 + facts["bids"]) / 2)


def test_retracted_tender_is_counted_no_more(version):
    experience = tender(version)
    experience.faces.all().delete()

    assert told(version)[0] == 0


def citations_of(version, count):
    """So many published tenders, written at once."""
    experiences = ExperienceFactory.create_batch(1)
    owner = experiences[0]
    rows = type(owner).objects.bulk_create(
        type(owner)(reference=f"TE-X{n}", organisation=owner.organisation) for n in range(count)
    )
    proto = Face.objects.get(experience=tender(version), audience=Audience.EVERYONE)
    facts = {
        field.attname: getattr(proto, field.attname)
        for field in Face._meta.concrete_fields
        if field.name not in ("id", "experience")
    }
    faces = Face.objects.bulk_create(Face(experience=row, **{**facts, "bids": 3 + n % 5}) for n, row in enumerate(rows))
    FaceCitation.objects.bulk_create(
        FaceCitation(
            face=face, criterion=version.criterion, version=version, level=1, theme="battery", usage=Usage.KEPT
        )
        for face in faces
    )
    analyze(connection)


@pytest.mark.parametrize("count", [1, 10_000])
def test_figures_take_five_queries_for_one_citation_and_for_ten_thousand(version, django_assert_num_queries, count):
    citations_of(version, count)

    with django_assert_num_queries(5):
        figures = figures_of(version.criterion, VISITOR)

    assert figures.total.tenders == count + 1


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_median_is_the_middle_of_all_in_order(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    expected = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2

    assert median({value: values.count(value) for value in values}) == expected


def test_median_of_nothing_is_none():
    assert median({}) is None
