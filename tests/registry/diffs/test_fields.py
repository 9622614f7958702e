"""Two versions field by field."""

from dataclasses import replace

import pytest
from hypothesis import given

from registry.diffs.fields import FieldDiff, anchor_of, fields_of, pair_texts
from registry.diffs.structure import ChangeKind, diff
from registry.models import Criterion, CriterionVersion
from registry.sealed.canonical import canonical
from registry.sealed.content import CriterionContent, ProofRoute
from tests.factories.registry import CriterionFactory, TranslationFactory, VersionFactory, battery_content
from tests.strategies import content_pairs, contents

OLD = battery_content()
ADDED = '<ins><span class="ds-sr-only">added: </span>'
REMOVED = '<del><span class="ds-sr-only">removed: </span>'


def _unsaved(content: CriterionContent) -> CriterionVersion:
    version = CriterionVersion(pk=1, criterion=Criterion(code="BAT-01"), content=canonical(content.as_dict()))
    version._prefetched_objects_cache = {"translations": []}  # type: ignore[attr-defined]
    return version


def _fields(new: CriterionContent, *, old: CriterionContent = OLD) -> dict[str, FieldDiff]:
    return {field.anchor: field for field in fields_of(_unsaved(old), _unsaved(new), "en")}


def _changed(new: CriterionContent, *, old: CriterionContent = OLD) -> dict[str, ChangeKind]:
    return {anchor: field.kind for anchor, field in _fields(new, old=old).items() if field.kind}


def test_fields_come_in_reading_order():
    assert list(_fields(OLD)) == [
        *["title", "subject_matter", "requirement.1", "requirement.2", "parameter.cycles", "parameter.share"],
        *["proof.eprel", "proof.label", "follow_up", "purpose", "guidance", "legal_floor.ecodesign"],
        *["applies_to", "cpv", "theme", "stages", "ambitions", "eforms", "authoritative"],
    ]


def test_value_is_seen_inside_the_wording():
    new = battery_content(levels={1: {"cycles": "1000", "share": "80"}, 2: OLD.levels[2]})

    field = _fields(new)["requirement.1"]

    assert _changed(new) == {"requirement.1": ChangeKind.CHANGED}
    assert field.text == (
        f"<p>The battery shall keep at least 80 % of its capacity after {REMOVED}800</del> {ADDED}1,000</ins>"
        " full charge cycles.</p>"
    )
    assert field.facts == ()


def test_value_that_the_wording_does_not_name_is_told_apart():
    texts = {"requirement.1": "The battery shall last."}
    old = battery_content(blocks=texts)
    new = battery_content(blocks=texts, levels={1: {"cycles": "1000", "share": "80"}, 2: OLD.levels[2]})

    field = _fields(new, old=old)["requirement.1"]

    assert field.facts == (
        ("Parameter “cycles”", f"{REMOVED}800 cycles</del> {ADDED}1,000 cycles</ins>"),
        ("Parameter “share”", "80 %"),
    )


def test_value_outside_the_requirement_is_shown_for_every_level():
    content = battery_content(blocks={"follow_up": "Count {cycles} cycles at {share} %."})

    assert _fields(content)["follow_up"].text.startswith(f"<p>{REMOVED}The buyer")
    assert f"{ADDED}Count 800 / 1,000 cycles at 80 %.</ins>" in _fields(content)["follow_up"].text


def test_level_that_is_new_is_added_as_a_whole():
    levels = {**OLD.levels, 3: {"cycles": "1200", "share": "80"}}
    new = battery_content(levels=levels, blocks={"requirement.3": "Keep {share} % after {cycles} cycles."})

    assert _changed(new) == {"requirement.3": ChangeKind.ADDED}
    assert _fields(new)["requirement.3"].text == f"<p>{ADDED}Keep 80 % after 1,200 cycles.</ins></p>"


def test_proof_shows_its_text_and_its_facts():
    eprel, label = OLD.proof
    new = battery_content(proof=(replace(eprel, moment="at_delivery", required=True), label))

    field = _fields(new)["proof.eprel"]

    assert field.name == "Means of proof: EPREL product information sheet"
    assert dict(field.facts) == {
        "Type": "EPREL product information sheet",
        "When it is shown": f"{REMOVED}with the tender</del> {ADDED}at delivery</ins>",
        "Mandatory": f"{REMOVED}no</del> {ADDED}yes</ins>",
        "Equivalents accepted": "no",
    }


def test_proof_that_went_is_shown_last_of_the_proofs():
    plan = ProofRoute(id="plan", type="tenderer_declaration", moment="with_tender")
    new = battery_content(proof=(OLD.proof[1], plan), blocks={"proof.plan": "A plan."})

    assert _changed(new) == {"proof.plan": ChangeKind.ADDED, "proof.eprel": ChangeKind.REMOVED}


def test_parameter_and_floor_show_what_changed_of_them():
    cycles = replace(OLD.parameters["cycles"], minimum="900")
    floor = replace(OLD.legal_floor[0], value="900")
    fields = _fields(battery_content(parameters={**OLD.parameters, "cycles": cycles}, legal_floor=(floor,)))

    bounds = dict(fields["parameter.cycles"].facts)["A buyer may set"]
    assert bounds == f"{REMOVED}800–2,000 cycles</del> {ADDED}900–2,000 cycles</ins>"
    demand = dict(fields["legal_floor.ecodesign"].facts)["The law demands"]
    assert demand == f"{REMOVED}800 cycles</del> {ADDED}900 cycles</ins>"


def test_lists_show_what_came_and_what_went():
    fields = _fields(battery_content(applies_to=("new", "refurbished"), suggested_weight=(5, 10), cpv=()))

    assert fields["applies_to"].text == f"<ul><li>New devices</li><li>{ADDED}Refurbished devices</ins></li></ul>"
    assert fields["suggested_weight"].kind is ChangeKind.ADDED
    assert fields["cpv"].text == f"<ul><li>{REMOVED}32250000-0 Mobile telephones</del></li></ul>"


def test_block_that_went_in_one_of_the_authoritative_languages_is_shown_there():
    texts = OLD.texts["en"]
    without = {block: text for block, text in texts.items() if block != "guidance"}

    assert _changed(replace(OLD, texts={"en": without, "sv": texts})) == {
        "guidance": ChangeKind.REMOVED,
        "authoritative": ChangeKind.CHANGED,
    }


@given(content_pairs())
def test_field_shows_every_change(pair: tuple[CriterionContent, CriterionContent]):
    old, new = pair

    whole = tuple(f"texts.{language}." for language in old.texts.keys() ^ new.texts.keys())  # one field tells of these
    changes = [change for change in diff(old, new) if not change.path.startswith(whole)]

    assert {anchor_of(change.path) for change in changes} - _changed(new, old=old).keys() == set()


@given(contents())
def test_fields_of_a_version_and_itself_differ_nowhere(content: CriterionContent):
    assert _changed(content, old=content) == {}


@pytest.mark.django_db
def test_text_is_in_the_readers_language_if_both_have_it():
    criterion = CriterionFactory()
    old, new = VersionFactory(criterion=criterion), VersionFactory(criterion=criterion, number="1.1.0")
    for version in (old, new):
        TranslationFactory(version=version, blocks={"title": f"Batteri {version.number}"})
    TranslationFactory(version=old, blocks={"title": "Batteri 1.0.0", "purpose": "Därför."}, revision=2)

    title, purpose = (pair_texts(old, new, block, "sv") for block in ("title", "purpose"))

    assert (title.old, title.new, title.lang) == ("Batteri 1.0.0", "Batteri 1.1.0", "sv")
    assert (purpose.old, purpose.new, purpose.lang) == (OLD.texts["en"]["purpose"], OLD.texts["en"]["purpose"], "en")


@pytest.mark.django_db
def test_text_on_one_side_only_is_in_the_readers_language_if_it_has_it():
    criterion = CriterionFactory()
    old = VersionFactory(criterion=criterion)
    body = battery_content(blocks={"requirement.3": "More."}, levels={**OLD.levels, 3: {}})
    new = VersionFactory(criterion=criterion, number="1.1.0", body=body)
    TranslationFactory(version=new, blocks={"requirement.3": "Mer."})

    pair = pair_texts(old, new, "requirement.3", "sv")

    assert (pair.old, pair.new, pair.lang) == (None, "Mer.", "sv")


@pytest.mark.django_db
def test_text_that_only_its_translators_changed_says_so():
    criterion = CriterionFactory()
    old, new = VersionFactory(criterion=criterion), VersionFactory(criterion=criterion, number="1.0.1")
    TranslationFactory(version=old, blocks={"purpose": "Därför."})
    TranslationFactory(version=new, blocks={"purpose": "Just därför."})

    field = next(field for field in fields_of(old, new, "sv") if field.anchor == "purpose")

    assert (field.kind, field.lang, field.is_only_translated_otherwise) == (ChangeKind.CHANGED, "sv", True)


@pytest.mark.django_db
def test_text_that_its_translators_left_alone_is_shown_in_the_authoritative_language():
    criterion = CriterionFactory()
    old = VersionFactory(criterion=criterion)
    new = VersionFactory(criterion=criterion, number="2.0.0", body=battery_content(blocks={"purpose": "Because."}))
    for version in (old, new):
        TranslationFactory(version=version, blocks={"purpose": "Därför."})

    field = next(field for field in fields_of(old, new, "sv") if field.anchor == "purpose")

    assert (field.kind, field.lang, field.is_only_translated_otherwise) == (ChangeKind.CHANGED, "en", False)


def test_texts_without_a_common_language_are_each_in_their_own():
    finnish = replace(OLD, texts={"fi": {"title": "Akku"}})

    pair = pair_texts(_unsaved(OLD), _unsaved(finnish), "title", "sv")

    assert (pair.old, pair.new, pair.lang) == ("Battery that lasts", "Akku", "fi")


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("levels.2.cycles", "requirement.2"),
        ("levels.2", "requirement.2"),
        ("parameters.cycles", "parameter.cycles"),
        ("proof.eprel", "proof.eprel"),
        ("texts.en.requirement.1", "requirement.1"),
        ("texts.sv", "authoritative"),
        ("eforms.BT-774", "eforms"),
        ("cpv", "cpv"),
    ],
)
def test_change_is_seen_in_a_field(path: str, anchor: str):
    assert anchor_of(path) == anchor
