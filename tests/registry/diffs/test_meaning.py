"""What a change means for bids: the table of rules, and the promise of a step checked against bids."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.comparison import compare
from registry.diffs.meaning import EffectKind
from registry.enums import Bump
from registry.sealed.content import CriterionContent, Parameter, ProofRoute
from tests.factories.registry import battery_content
from tests.strategies import content_pairs, contents

OLD = battery_content()
EPREL, LABEL = OLD.proof
CYCLES, SHARE = OLD.parameters.values()
GRADE = Parameter(code="grade", type="choice", stricter="down", options=("A", "B", "C"))
PLAN = ProofRoute(id="plan", type="tenderer_declaration", moment="at_contract_start")


def _levels(**values: str) -> dict[int, dict[str, str]]:
    return {1: {**OLD.levels[1], **values}, 2: OLD.levels[2]}


THOUSAND = battery_content(levels=_levels(cycles="1000"))
REPAIR = "Life-cycle stages: Use → Repair and upgrade"


def _parameters(*parameters: Parameter) -> dict[str, Parameter]:
    return {**OLD.parameters, **{parameter.code: parameter for parameter in parameters}}


def _without_level_2() -> CriterionContent:
    texts = {block: text for block, text in OLD.texts["en"].items() if block != "requirement.2"}
    return replace(OLD, levels={1: OLD.levels[1]}, texts={"en": texts})


def _with_grade(options: tuple[str, ...], value: str) -> CriterionContent:
    grade = replace(GRADE, options=options)
    return battery_content(parameters=_parameters(grade), levels=_levels(grade=value))


def _effects(old: CriterionContent, new: CriterionContent, **options: bool) -> list[tuple[str, str, str]]:
    return [(e.kind.value, e.bump.name.lower(), str(e.sentence)) for e in compare(old, new, **options).effects]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            OLD,
            battery_content(levels=_levels(cycles="1000")),
            ("stricter", "major", "Level 1, stricter: 800 → 1,000 cycles"),
        ),
        (
            battery_content(levels=_levels(cycles="1000")),
            OLD,
            ("relaxed", "minor", "Level 1, looser: 1,000 → 800 cycles"),
        ),
        (
            battery_content(parameters=_parameters(replace(CYCLES, stricter="down"))),
            battery_content(parameters=_parameters(replace(CYCLES, stricter="down")), levels=_levels(cycles="700")),
            ("stricter", "major", "Level 1, stricter: 800 → 700 cycles"),
        ),
        (_with_grade(("A", "B"), "B"), _with_grade(("A", "B"), "A"), ("stricter", "major", "Level 1, stricter: B → A")),
        (
            OLD,
            battery_content(levels=_levels(share="80.0")),
            ("editorial", "patch", "Level 1, the same value written otherwise: 80 → 80 %"),
        ),
        (_without_level_2(), OLD, ("added", "minor", "New level: 2 Advanced")),
        (OLD, _without_level_2(), ("removed", "major", "Level 2 Advanced removed")),
        (
            OLD,
            battery_content(parameters=_parameters(replace(SHARE, type="integer"))),
            ("changed", "major", "Parameter “share”: measured otherwise (type, unit or direction)"),
        ),
        (
            OLD,
            battery_content(parameters=_parameters(replace(CYCLES, stricter="down"))),
            ("changed", "major", "Parameter “cycles”: measured otherwise (type, unit or direction)"),
        ),
        (
            OLD,
            battery_content(parameters=_parameters(replace(CYCLES, minimum="900"))),
            ("stricter", "major", "Parameter “cycles”: buyers may set less, 800–2,000 cycles → 900–2,000 cycles"),
        ),
        (
            OLD,
            battery_content(parameters=_parameters(replace(CYCLES, maximum="3000"))),
            ("relaxed", "minor", "Parameter “cycles”: buyers may set more, 800–2,000 cycles → 800–3,000 cycles"),
        ),
        (
            _with_grade(("A", "B"), "B"),
            _with_grade(("A", "B", "C"), "B"),
            ("relaxed", "minor", "Parameter “grade”: more options, A, B → A, B, C"),
        ),
        (
            _with_grade(("A", "B", "C"), "B"),
            _with_grade(("A", "B"), "B"),
            ("changed", "major", "Parameter “grade”: other options, A, B, C → A, B"),
        ),
        (
            OLD,
            battery_content(proof=(EPREL, LABEL, PLAN)),
            ("added", "minor", "New means of proof accepted: Tenderer's declaration (at the start of the contract)"),
        ),
        (
            OLD,
            battery_content(proof=(EPREL, LABEL, replace(PLAN, required=True))),
            ("stricter", "major", "New mandatory proof: Tenderer's declaration (at the start of the contract)"),
        ),
        (
            battery_content(proof=(replace(PLAN, required=True),)),
            battery_content(proof=(replace(PLAN, required=True), EPREL)),
            ("stricter", "major", "Proof now asked for: EPREL product information sheet (with the tender)"),
        ),
        (
            OLD,
            battery_content(proof=(EPREL,)),
            ("removed", "major", "Means of proof no longer accepted: Label or equivalent (with the tender)"),
        ),
        (
            battery_content(proof=(EPREL, LABEL, replace(PLAN, required=True))),
            OLD,
            ("relaxed", "minor", "Proof no longer asked for: Tenderer's declaration (at the start of the contract)"),
        ),
        (
            OLD,
            battery_content(proof=(replace(EPREL, required=True), LABEL)),
            ("stricter", "major", "Now mandatory: EPREL product information sheet"),
        ),
        (
            battery_content(proof=(replace(EPREL, required=True), LABEL)),
            OLD,
            ("relaxed", "minor", "No longer mandatory: EPREL product information sheet"),
        ),
        (
            OLD,
            battery_content(proof=(replace(EPREL, or_equivalent=True), LABEL)),
            ("relaxed", "minor", "Equivalents now accepted: EPREL product information sheet"),
        ),
        (
            OLD,
            battery_content(proof=(EPREL, replace(LABEL, or_equivalent=False))),
            ("stricter", "major", "Equivalents no longer accepted: Label or equivalent"),
        ),
        (
            OLD,
            battery_content(proof=(replace(EPREL, moment="at_delivery"), LABEL)),
            ("changed", "major", "EPREL product information sheet, when it is shown: with the tender → at delivery"),
        ),
        (
            OLD,
            battery_content(proof=(replace(EPREL, type="test_report"), LABEL)),
            ("changed", "major", "Type of proof: EPREL product information sheet → Test report"),
        ),
        (
            OLD,
            battery_content(applies_to=("new", "refurbished")),
            ("added", "minor", "Now applies to: Refurbished devices"),
        ),
        (
            battery_content(applies_to=("new", "refurbished")),
            OLD,
            ("removed", "major", "No longer applies to: Refurbished devices"),
        ),
        (OLD, battery_content(cpv=("30213200-7", "32250000-0")), ("added", "minor", "CPV codes added: 30213200-7")),
        (OLD, battery_content(cpv=()), ("removed", "major", "CPV codes removed: 32250000-0")),
        (
            battery_content(suggested_weight=(5, 10)),
            battery_content(suggested_weight=(5, 15)),
            ("changed", "major", "Suggested weight: 5–10 % → 5–15 %"),
        ),
        (OLD, battery_content(theme="climate"), ("editorial", "patch", "Theme: Battery → Climate")),
        (
            OLD,
            battery_content(stages=("repair",)),
            ("editorial", "patch", "Life-cycle stages: Use → Repair and upgrade"),
        ),
        (OLD, battery_content(ambitions=()), ("editorial", "patch", "Ambitions: A4 → none")),
        (
            OLD,
            battery_content(eforms={**OLD.eforms, "BT-775": ("work-cond",)}),
            ("editorial", "patch", "BT-775: none → work-cond"),
        ),
        (
            OLD,
            battery_content(legal_floor=(replace(OLD.legal_floor[0], value="900"),)),
            ("editorial", "patch", "Legal floor stated anew: Regulation (EU) 2023/1670, Annex II, part B"),
        ),
        (
            OLD,
            battery_content(blocks={"purpose": "Because."}),
            ("editorial", "patch", "Explained otherwise: Purpose (English)"),
        ),
        (
            OLD,
            battery_content(blocks={"requirement.1": "Be good: {share} {cycles}."}),
            ("changed", "major", "Wording changed: Requirement, level 1 Baseline (English)"),
        ),
        (
            OLD,
            battery_content(blocks={"proof.eprel": "The sheet."}),
            ("changed", "major", "Wording changed: Means of proof: EPREL product information sheet (English)"),
        ),
        (
            OLD,
            replace(OLD, texts={**OLD.texts, "sv": OLD.texts["en"]}),
            ("added", "minor", "Swedish is now authoritative too"),
        ),
        (
            replace(OLD, texts={**OLD.texts, "sv": OLD.texts["en"]}),
            OLD,
            ("removed", "major", "Swedish is no longer authoritative"),
        ),
    ],
)
def test_change_means(old: CriterionContent, new: CriterionContent, expected: tuple[str, str, str]):
    assert _effects(old, new) == [expected]


def test_looser_value_of_an_award_criterion_changes_scores():
    old, new = (battery_content(levels=_levels(cycles=value), suggested_weight=(5, 10)) for value in ("1000", "800"))

    assert _effects(old, new) == [("relaxed", "major", "Level 1, looser: 1,000 → 800 cycles")]


def test_value_in_another_unit_is_not_compared():
    years = replace(CYCLES, unit="year", minimum="1", maximum="10")
    new = battery_content(parameters=_parameters(years), levels=_levels(cycles="5"))

    assert ("changed", "major", "Level 1, changed: 800 cycles → 5 years") in _effects(OLD, new)


def test_option_that_is_gone_is_not_ranked():
    effects = _effects(_with_grade(("A", "B", "C"), "C"), _with_grade(("A", "B"), "B"))

    assert [bump for _kind, bump, _sentence in effects] == ["major", "major"]


def test_scope_both_widened_and_narrowed_has_two_effects():
    effects = _effects(OLD, battery_content(applies_to=("refurbished",)))

    assert effects == [
        ("removed", "major", "No longer applies to: New devices"),
        ("added", "minor", "Now applies to: Refurbished devices"),
    ]


def test_new_parameter_acts_through_the_wording_only():
    new = battery_content(parameters=_parameters(GRADE), levels=_levels(grade="B"), blocks={"parameter.grade": "grade"})

    assert [(kind, bump) for kind, bump, _sentence in _effects(OLD, new)] == [("editorial", "patch")] * 2


def test_declared_wording_is_a_patch():
    new = battery_content(blocks={"requirement.1": "Keep {share} % after {cycles} cycles."})

    assert _effects(OLD, new, same_bids_comply=True) == [
        ("editorial", "patch", "Reworded, the same bids comply: Requirement, level 1 Baseline (English)")
    ]


def test_declaration_covers_no_value():
    new = battery_content(levels=_levels(cycles="1000"), blocks={"requirement.1": "{share} {cycles}"})

    assert compare(OLD, new, same_bids_comply=True).bump is Bump.MAJOR


def test_effects_come_gravest_first_and_in_groups():
    new = battery_content(levels=_levels(cycles="1000", share="75"), theme="climate", applies_to=("new", "refurbished"))
    difference = compare(OLD, new)

    assert [effect.bump for effect in difference.effects] == [Bump.MAJOR, Bump.MINOR, Bump.MINOR, Bump.PATCH]
    assert [(kind, len(effects)) for kind, effects in difference.groups()] == [
        (EffectKind.STRICTER, 1),
        (EffectKind.RELAXED, 1),
        (EffectKind.ADDED, 1),
        (EffectKind.EDITORIAL, 1),
    ]


@pytest.mark.parametrize(
    ("language", "number"), [("en", "1,000"), ("sv", "1\u00a0000"), ("fi", "1\u00a0000"), ("da", "1.000")]
)
def test_sentence_is_written_in_the_language_of_the_moment(language: str, number: str):
    (effect,) = compare(OLD, THOUSAND).effects

    with override(language):
        assert number in str(effect.sentence)


@given(contents())
def test_content_and_itself_need_no_step(content: CriterionContent):
    difference = compare(content, content)

    assert (difference.is_empty, difference.bump) == (True, None)


@given(content_pairs(), st.booleans())
def test_change_always_has_an_effect(pair: tuple[CriterionContent, CriterionContent], declared: bool):
    difference = compare(*pair, same_bids_comply=declared)

    assert bool(difference.changes) == bool(difference.effects)


@given(content_pairs())
def test_sentence_is_there_in_every_language(pair: tuple[CriterionContent, CriterionContent]):
    effects = compare(*pair).effects

    for language, _name in settings.LANGUAGES:
        with override(language):
            assert all(str(effect.sentence) and "%(" not in str(effect.sentence) for effect in effects)


@given(content_pairs())
def test_declaration_never_raises_the_step(pair: tuple[CriterionContent, CriterionContent]):
    assert (compare(*pair, same_bids_comply=True).bump or 0) <= (compare(*pair).bump or 0)
