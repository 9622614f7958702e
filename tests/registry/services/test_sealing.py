"""Sealing: the first version, the next one with its computed number, translations and edges."""

from datetime import date, timedelta

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import Bump, LineageKind, StatusKind
from registry.errors import LineageCycle, NothingChanged, NotInForce, NumberTaken, TooEarly
from registry.models import CriterionVersion, LineageEdge, StatusEvent
from registry.sealed.canonical import canonical, sha256
from registry.sealed.content import ProofRoute
from registry.services.sealing import add_edges, head_of, seal_first, seal_next, seal_translation
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import CriterionFactory, VersionFactory, battery_content, translated

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)
STRICTER = battery_content(levels={1: {"cycles": "900", "share": "80"}, 2: {"cycles": "1000", "share": "80"}})
EDITORIAL = battery_content(blocks={"guidance": "Level 2 suits devices that are kept for long."})
REWORDED = battery_content(blocks={"requirement.1": "The battery must keep {share} % after {cycles} cycles."})
DECLARED = {"reason": "“Must” says what “shall” said.", "declared_by": "lead city", "confirmed_by": "secretariat"}


def events() -> list[str]:
    return [str(event) for event in StatusEvent.objects.all()]


def announced() -> list[tuple[str, str, int]]:
    return list(OutboxEvent.objects.order_by("pk").values_list("name", "label", "object_id"))


def sealed_next(base: CriterionVersion, content=STRICTER, *, on: date = MAY, **change):
    return seal_next(base, content, change=change, effective_on=on, origin="import")


def test_first_version_is_one_and_published():
    criterion = CriterionFactory(code="BAT-01")

    version = seal_first(criterion, battery_content(), effective_on=MAY, origin="import")

    assert (str(version), version.base_version, version.change) == ("BAT-01@1.0.0", None, "{}")
    assert version.content == canonical(battery_content().as_dict())
    assert version.content_hash == sha256(version.content)
    assert events() == ["BAT-01@1.0.0 published 2026-05-01"]
    assert version.events.get().parsed_details == {"origin": "import"}
    assert announced() == [("registry.published", "registry.criterionversion", version.pk)]


def test_second_first_version_is_refused():
    version = VersionFactory(criterion__code="BAT-01")

    with pytest.raises(NumberTaken, match=r"^BAT-01@1\.0\.0 exists already: somebody sealed it meanwhile"):
        seal_first(version.criterion, STRICTER, effective_on=MAY, origin="import")
    assert (CriterionVersion.objects.count(), announced()) == (1, [])


def test_next_version_supersedes_its_base():
    base = VersionFactory(criterion__code="BAT-01", published=MAY)

    version, difference = sealed_next(base, on=JUNE)

    assert (str(version), version.base_version) == ("BAT-01@2.0.0", base)
    assert difference.bump is Bump.MAJOR
    assert events() == [
        "BAT-01@1.0.0 published 2026-05-01",
        "BAT-01@2.0.0 published 2026-06-01",
        "BAT-01@1.0.0 superseded 2026-06-01",
    ]
    assert base.events.get(kind=StatusKind.SUPERSEDED).parsed_details == {"by": "BAT-01@2.0.0", "origin": "import"}
    assert announced() == [("registry.published", "registry.criterionversion", version.pk)]


def test_base_keeps_its_text_and_number():
    base = VersionFactory()
    before = CriterionVersion.objects.values().get()

    sealed_next(base)

    assert CriterionVersion.objects.values().get(pk=base.pk) == before


@pytest.mark.parametrize(
    ("content", "change", "number", "step", "minimum"),
    [
        (STRICTER, {}, "2.0.0", "major", "major"),
        (EDITORIAL, {}, "1.0.1", "patch", "patch"),
        (REWORDED, {}, "2.0.0", "major", "major"),
        (REWORDED, {"same_bids_comply": DECLARED}, "1.0.1", "patch", "patch"),
        (battery_content(applies_to=("new", "refurbished")), {}, "1.1.0", "minor", "minor"),
        (EDITORIAL, {"at_least": Bump.MINOR}, "1.1.0", "minor", "patch"),
        (EDITORIAL, {"at_least": Bump.MAJOR}, "2.0.0", "major", "patch"),
        (STRICTER, {"at_least": Bump.PATCH}, "2.0.0", "major", "major"),
        (STRICTER, {"same_bids_comply": DECLARED}, "2.0.0", "major", "major"),
    ],
    ids=[
        "stricter",
        "editorial",
        "reworded",
        "declared",
        "wider",
        "raised",
        "raised more",
        "not lowered",
        "not hidden",
    ],
)
def test_number_is_the_computed_step_or_a_larger_one(content, change, number, step, minimum):
    """A coordinator may raise the step, never lower it; a declaration covers wording alone."""
    version, _difference = sealed_next(VersionFactory(), content, **change)

    assert str(version.number) == number
    assert (version.parsed_change["step"], version.parsed_change["minimum"]) == (step, minimum)


def test_change_is_sealed_with_its_summary_and_declaration():
    summary = {"en": "Typing error corrected.", "sv": "Skrivfel rättat."}

    version, _difference = sealed_next(VersionFactory(), REWORDED, summary=summary, same_bids_comply=DECLARED)

    assert version.change == canonical(
        {"step": "patch", "minimum": "patch", "summary": summary, "same_bids_comply": DECLARED}
    )


def test_new_means_of_proof_is_a_minor_step():
    base = VersionFactory()
    route = ProofRoute(id="test", type="test_report", moment="with_tender")
    content = battery_content(
        proof=(*base.parsed.proof, route), blocks={"proof.test": "A test report from a laboratory."}
    )

    version, difference = sealed_next(base, content)

    assert (str(version.number), difference.bump) == ("1.1.0", Bump.MINOR)


def test_same_text_typed_otherwise_is_not_sealed_again():
    base = VersionFactory(criterion__code="BAT-01")
    same = battery_content(blocks={"purpose": "  A battery that lasts\r\nkeeps a phone in use.\n"})

    with pytest.raises(NothingChanged, match=r"^BAT-01 after 1\.0\.0 would be word for word the version it follows"):
        sealed_next(base, same)
    assert (CriterionVersion.objects.count(), StatusEvent.objects.count(), announced()) == (1, 1, [])


@pytest.mark.parametrize("content", [STRICTER, EDITORIAL])
def test_second_successor_of_one_base_is_refused(content):
    """Whether the second would get the same number or another: an old base has been followed."""
    base = VersionFactory(criterion__code="BAT-01")
    sealed_next(base, STRICTER)

    with pytest.raises(NumberTaken, match=r"^BAT-01@2\.0\.0 exists already: .* start again from the newest version"):
        sealed_next(base, content)
    assert [str(version.number) for version in base.criterion.versions.newest_first()] == ["2.0.0", "1.0.0"]


def test_candidate_does_not_stand_in_the_way_of_a_final():
    base = VersionFactory()
    VersionFactory(criterion=base.criterion, number="2.0.0-rc.1", base_version=base, published=None)

    version, _difference = sealed_next(base)

    assert str(version.number) == "2.0.0"


@pytest.mark.parametrize("day", [MAY, JUNE, JUNE + timedelta(days=1)])
def test_withdrawn_version_has_no_successor_even_before_its_last_day(day):
    base = withdrawn(VersionFactory(criterion__code="BAT-01"), JUNE)

    with pytest.raises(NotInForce, match=r"^BAT-01@1\.0\.0 is not in force \(withdrawn\)"):
        sealed_next(base, on=day)


def test_successor_does_not_take_effect_before_its_base():
    """Else both would be in force for ever: the base from its own later day on."""
    base = VersionFactory(criterion__code="BAT-01", published=JUNE)

    with pytest.raises(TooEarly, match=r"^BAT-01@1\.0\.0 takes effect on 1 June 2026, so nothing .* on 1 May 2026"):
        sealed_next(base, on=MAY)
    assert sealed_next(base, on=JUNE)[0].number.major == 2


def test_version_without_a_publication_has_no_successor():
    base = VersionFactory(criterion__code="BAT-01", published=None)

    with pytest.raises(NotInForce, match=r"^BAT-01@1\.0\.0 is not in force \(–\)"):
        sealed_next(base)


def test_refused_change_leaves_nothing_behind():
    """One transaction: no version without its event, no event without its version."""
    base = withdrawn(VersionFactory())
    before = events()

    with pytest.raises(NotInForce):
        sealed_next(base)

    assert (events(), CriterionVersion.objects.count(), announced()) == (before, 1, [])


def test_head_is_the_newest_final_whatever_its_status():
    base = VersionFactory()
    assert head_of(base.criterion) == base

    newer = withdrawn(followed_by(base, "1.10.0"))
    VersionFactory(criterion=base.criterion, number="2.0.0-rc.1", base_version=newer, published=None)
    assert head_of(base.criterion) == newer
    assert head_of(CriterionFactory()) is None


def test_translation_is_sealed_beside_the_version():
    version = VersionFactory(criterion__code="BAT-01")

    translation = seal_translation(version, "sv", translated(version, "sv"))

    assert translation is not None
    assert str(translation) == "BAT-01@1.0.0/sv.r1"
    assert translation.content_hash == sha256(canonical(translated(version, "sv")))
    assert translation.source_hash == version.content_hash
    assert announced() == [("registry.translated", "registry.versiontranslation", translation.pk)]


def test_changed_translation_is_a_new_revision_and_the_version_stays():
    version = VersionFactory(criterion__code="BAT-01")
    seal_translation(version, "sv", {"title": "Batteri"})
    before = CriterionVersion.objects.values().get()

    second = seal_translation(version, "sv", {"title": "Batteri som håller"})
    other_language = seal_translation(version, "fi", {"title": "Akku"})

    assert [str(second), str(other_language)] == ["BAT-01@1.0.0/sv.r2", "BAT-01@1.0.0/fi.r1"]
    assert CriterionVersion.objects.values().get() == before


def test_same_translation_is_not_sealed_again():
    version = VersionFactory()
    seal_translation(version, "sv", {"title": "Batteri"})

    assert seal_translation(version, "sv", {"title": " Batteri\n"}) is None
    assert (version.translations.count(), len(announced())) == (1, 1)


def test_translation_that_goes_back_to_an_older_revision_is_a_new_one():
    version = VersionFactory()
    for title in ("Batteri", "Batteri som håller", "Batteri"):
        seal_translation(version, "sv", {"title": title})

    assert version.translations.count() == 3


def criteria(*codes):
    return [CriterionFactory(code=code) for code in codes]


def test_edges_are_added_once():
    battery, other = criteria("BAT-01", "BAT-02")

    first = add_edges(battery, [(LineageKind.RELATED, other), (LineageKind.REQUIRES, other)])
    again = add_edges(battery, [(LineageKind.RELATED, other)])

    assert [str(edge) for edge in first] == ["BAT-01 related BAT-02", "BAT-01 requires BAT-02"]
    assert (again, LineageEdge.objects.count()) == ([], 2)


@pytest.mark.parametrize(
    ("there", "back"),
    [
        (LineageKind.REPLACES, LineageKind.REPLACES),
        (LineageKind.MOVED_TO, LineageKind.MOVED_TO),
        (LineageKind.SPLITS_INTO, LineageKind.MERGED_INTO),
    ],
)
def test_criterion_that_would_replace_itself_is_refused(there, back):
    first, second, third = criteria("BAT-01", "BAT-02", "BAT-03")
    add_edges(first, [(there, second)])
    add_edges(second, [(there, third)])

    with pytest.raises(LineageCycle, match=r"^BAT-03 would in the end replace itself through BAT-01\. Remove one"):
        add_edges(third, [(back, first)])
    assert LineageEdge.objects.count() == 2


def test_replaces_is_the_same_as_moved_to_the_other_way_round():
    old, new = criteria("BAT-01", "BAT-02")
    add_edges(new, [(LineageKind.REPLACES, old)])

    add_edges(old, [(LineageKind.MOVED_TO, new)])  # says the same again
    with pytest.raises(LineageCycle):
        add_edges(new, [(LineageKind.MOVED_TO, old)])
    with pytest.raises(LineageCycle):
        add_edges(old, [(LineageKind.REPLACES, new)])


def test_edges_that_replace_nothing_may_go_round():
    first, second = criteria("BAT-01", "BAT-02")

    for kind in (LineageKind.RELATED, LineageKind.CONFLICTS_WITH, LineageKind.REQUIRES, LineageKind.ESCALATES):
        add_edges(first, [(kind, second)])
        add_edges(second, [(kind, first)])

    assert LineageEdge.objects.count() == 8


def test_two_ways_to_one_successor_are_no_cycle():
    whole, left, right, end = criteria("BAT-01", "BAT-02", "BAT-03", "BAT-04")

    add_edges(whole, [(LineageKind.SPLITS_INTO, left), (LineageKind.SPLITS_INTO, right)])
    add_edges(left, [(LineageKind.MERGED_INTO, end)])
    add_edges(right, [(LineageKind.MERGED_INTO, end)])

    assert LineageEdge.objects.count() == 4
