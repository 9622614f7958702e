"""What a buyer is told to look at in a basket: each finding once, with its words."""

from datetime import date

import pytest

from registry.enums import CriterionKind, LineageKind, StatusKind
from registry.models import CriterionVersion
from registry.sealed.content import ProofRoute
from registry.takeaway.basket import BasketItem
from registry.takeaway.findings import findings_of, weight_of
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.registry import LineageEdgeFactory, VersionFactory, battery_content

TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


def chosen(version, level=1, weight="", **values):
    """What ``findings_of`` reads of one item: the item and its version with its status of today."""
    item = BasketItem(
        code=version.criterion.code, number=str(version.number), level=level, values=values, weight=weight
    )
    return item, CriterionVersion.objects.with_status(on=TODAY).select_related("criterion").get(pk=version.pk)


def found(*pairs, in_force=()):
    """The findings about all items in their order, as (code, text), and those about the basket."""
    known = {version.criterion.code: version for version in in_force}
    of_items, of_basket = findings_of(pairs, known_codes=known)
    said = [(finding.code, finding.text) for item, _ in pairs for finding in of_items[item.key]]
    return said, [(finding.code, finding.text) for finding in of_basket]


def award(code="AWA-01", weight_range=(5, 15)):
    body = battery_content(suggested_weight=weight_range)
    return VersionFactory(criterion__code=code, criterion__kind=CriterionKind.AWARD, body=body)


def test_sound_item_has_no_finding():
    assert found(chosen(VersionFactory(), level=2)) == ([], [])


def test_empty_basket_has_no_finding():
    assert found() == ([], [])


def test_level_one_with_level_two_of_a_criterion_names_the_other():
    version = VersionFactory(criterion__code="BAT-01")

    said, _ = found(chosen(version, 1), chosen(version, 2))

    assert said == [
        ("twice", "The basket also holds BAT-01@1.0.0/L2: one level replaces the other, keep one."),
        ("twice", "The basket also holds BAT-01@1.0.0/L1: one level replaces the other, keep one."),
    ]


def test_two_versions_of_a_criterion_are_found_as_well():
    old = VersionFactory(criterion__code="BAT-01")
    new = followed_by(old, "2.0.0")

    said, _ = found(chosen(old), chosen(new), in_force=[new])

    assert [code for code, _ in said] == ["superseded", "twice", "twice"]


def test_superseded_version_names_the_one_in_force():
    old = VersionFactory()
    new = followed_by(old, "2.0.0")

    assert found(chosen(old), in_force=[new])[0] == [("superseded", "A newer version is in force: 2.0.0.")]


def test_withdrawn_version_is_to_be_taken_out():
    said, _ = found(chosen(withdrawn(VersionFactory())))

    assert said == [("withdrawn", "This version is withdrawn: take it out, or read what to use instead.")]


def test_deprecated_version_is_found():
    version = VersionFactory()
    happened(version, StatusKind.DEPRECATED)

    said, _ = found(chosen(version), in_force=[version])

    assert said == [("deprecated", "This version is deprecated: see what replaces it.")]


def test_superseded_version_of_a_criterion_that_is_now_withdrawn_says_so():
    old = VersionFactory()
    withdrawn(followed_by(old, "2.0.0"), date(2026, 6, 1))

    assert found(chosen(old))[0] == [
        (
            "superseded",
            "This version is superseded and no later one is in force: take it out, or read what to use instead.",
        )
    ]


def test_label_without_or_equivalent_is_found():
    routes = (ProofRoute(id="label", type="label", moment="with_tender", or_equivalent=False),)

    said, _ = found(chosen(VersionFactory(body=battery_content(proof=routes))))

    assert said == [("or_equivalent", "A label is named without “or equivalent”: accept equivalent proof.")]


def test_value_below_the_legal_floor_is_found_and_one_at_it_is_not():
    parameters = battery_content().parameters
    lower = battery_content(parameters={**parameters, "cycles": with_minimum(parameters["cycles"], "500")})
    version = VersionFactory(body=lower)

    assert found(chosen(version, cycles="799"))[0] == [
        ("below_floor", "A value lies below what the law already demands.")
    ]
    assert found(chosen(version, cycles="800")) == ([], [])


def with_minimum(parameter, minimum):
    return type(parameter)(**{**vars(parameter), "minimum": minimum})


def test_value_out_of_its_bounds_names_them_and_hides_what_cannot_be_told():
    said, _ = found(chosen(VersionFactory(), cycles="2500"))

    assert said == [("value", "2,500 is outside the bounds. Enter a value from 800 to 2,000.")]


@pytest.mark.parametrize("typed", ["", "many", "NaN", "Infinity", "1e3", "1e999999999", "1_000", "９００"])
def test_value_that_is_not_written_in_digits_is_a_fault(typed):
    said, _ = found(chosen(VersionFactory(), cycles=typed))

    assert said == [("value", f"“{typed}” is not a number. Write it in digits.")]


def test_conflicting_criterion_in_the_basket_is_named():
    edge = LineageEdgeFactory(kind=LineageKind.CONFLICTS_WITH, source__code="REF-01", target__code="DUR-01")
    left, right = VersionFactory(criterion=edge.source), VersionFactory(criterion=edge.target)

    said, _ = found(chosen(left), chosen(right))

    assert said == [
        ("conflict", "It conflicts with DUR-01, which is in the basket too: keep one of them."),
        ("conflict", "It conflicts with REF-01, which is in the basket too: keep one of them."),
    ]
    assert found(chosen(left)) == found(chosen(right)) == ([], [])


def test_required_criterion_that_is_not_in_the_basket_is_named():
    edge = LineageEdgeFactory(kind=LineageKind.REQUIRES, source__code="TAK-02", target__code="TAK-01")
    above, below = VersionFactory(criterion=edge.source), VersionFactory(criterion=edge.target)

    assert found(chosen(above))[0] == [
        ("requires", "It builds on TAK-01, which is not in the basket: add it, or check that you can do without.")
    ]
    assert found(chosen(below)) == found(chosen(above), chosen(below)) == ([], [])


@pytest.mark.parametrize("kind", [LineageKind.RELATED, LineageKind.REPLACES, LineageKind.ESCALATES])
def test_other_relations_are_no_finding(kind):
    edge = LineageEdgeFactory(kind=kind)

    assert found(chosen(VersionFactory(criterion=edge.source))) == ([], [])


@pytest.mark.parametrize("weight", ["", "ten", "-1", "101", "NaN"])
def test_award_criterion_without_a_weight_is_asked_for_one(weight):
    said, of_basket = found(chosen(award(), weight=weight))

    assert said == [("weight_missing", "Give this award criterion a weight; 5 to 15 % is suggested.")]
    assert of_basket == []


@pytest.mark.parametrize("weight", ["5", "12.5", "15"])
def test_suggested_weight_is_no_finding(weight):
    assert found(chosen(award(), weight=weight)) == ([], [])


@pytest.mark.parametrize("weight", ["4.99", "15.1", "0"])
def test_weight_outside_the_suggestion_is_unusual(weight):
    said, _ = found(chosen(award(), weight=weight))

    assert said == [("weight_unusual", "The weight is outside the suggested 5 to 15 %: be ready to say why.")]


def test_award_criterion_without_a_suggestion_takes_any_weight():
    assert found(chosen(award(weight_range=None), weight="60")) == ([], [])


def test_weights_of_all_award_criteria_stay_within_a_hundred():
    first, second = award("AWA-01", (0, 100)), award("AWA-02", (0, 100))

    assert found(chosen(first, weight="60"), chosen(second, weight="40")) == ([], [])
    assert found(chosen(first, weight="60"), chosen(second, weight="40.5"))[1] == [
        (
            "weights",
            "The weights of the award criteria add up to 100.5 %: lower them to at most 100 %, price included.",
        )
    ]


def test_weight_of_another_kind_of_criterion_does_not_count():
    assert found(chosen(VersionFactory(), weight="90"), chosen(award(weight_range=None), weight="90")) == ([], [])


@pytest.mark.parametrize(
    ("written", "read"), [("0", 0), ("100", 100), ("12.50", 12.5), ("", None), ("100.1", None), ("1e1", None)]
)
def test_weight_is_read_as_percent(written, read):
    assert weight_of(BasketItem(code="AWA-01", number="1.0.0", level=1, weight=written)) == read


@pytest.mark.parametrize("count", [1, 3])
def test_findings_take_one_query_however_many_items(django_assert_num_queries, count):
    for _ in range(count):
        LineageEdgeFactory(kind=LineageKind.REQUIRES)
    pairs = [chosen(VersionFactory()) for _ in range(count)]

    with django_assert_num_queries(1):  # the edges
        findings_of(pairs, known_codes={})
