"""A version made ready to be read: levels as fields, what is wrong with a value, what the law says already."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override
from lxml.html import fragment_fromstring

from registry.sealed.content import LegalFloor, Parameter
from registry.sealed.texts import texts_in
from registry.takeaway.reading import read_proof, read_version
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def fields(level):
    """The fields inside a level's requirement: name, value, accessible name."""
    root = fragment_fromstring(str(level.requirement), create_parent="div")
    return [(f.get("name"), f.get("value"), f.get("aria-label")) for f in root.xpath(".//input")]


def test_level_shows_each_value_once_as_a_field_with_its_bounds(version):
    first, second = read_version(version, "en").levels

    assert fields(first) == [
        ("1.share", "80", "remaining capacity, in percent, %, 70 to 95"),
        ("1.cycles", "800", "full charge cycles, cycles, 800 to 2,000"),
    ]
    assert [(name, value) for name, value, _ in fields(second)] == [("2.share", "80"), ("2.cycles", "1,000")]


def test_second_place_of_a_value_follows_the_field():
    wording = "At least {cycles} cycles; after {cycles} cycles the battery is replaced."
    version = VersionFactory(body=battery_content(blocks={"requirement.1": wording}))

    first = read_version(version, "en").levels[0]

    assert len(fields(first)) == 1
    assert '<span class="value" data-value-of="cycles">800</span>' in first.requirement


def test_level_without_fields_reads_as_plain_and_as_markup(version):
    second = read_version(version, "en").levels[1]

    assert second.static == (
        "<p>The battery shall</p>\n"
        "<ol><li>keep at least 80 % of its capacity after 1,000 full charge cycles;</li>"
        "<li>tell its user how many cycles it has been through.</li></ol>"
    )
    assert second.plain == (
        "The battery shall\n\n"
        "1. keep at least 80 % of its capacity after 1,000 full charge cycles;\n"
        "2. tell its user how many cycles it has been through."
    )
    assert second.source_line == "BAT-01@1.0.0, level 2, en"


def test_given_value_takes_the_place_of_the_levels_own(version):
    first, second = read_version(version, "en", {"2.cycles": "1,200"}).levels

    assert "after 1,200 full charge cycles" in second.plain
    assert "after 800 full charge cycles" in first.plain
    assert (second.own_values, second.has_faults) == ({"cycles": "1200", "share": "80"}, False)


@pytest.mark.parametrize(
    ("typed", "shown", "fault"),
    [
        ("2001", "2001", "2,001 is outside the bounds. Enter a value from 800 to 2,000."),
        ("799", "799", "799 is outside the bounds. Enter a value from 800 to 2,000."),
        ("900.5", "900.5", "900.5 is not a whole number."),
        ("many", "many", "“many” is not a number. Write it in digits."),
        ("", "", "“” is not a number. Write it in digits."),
    ],
)
def test_fault_names_the_bounds_and_keeps_what_was_typed(version, typed, shown, fault):
    first = read_version(version, "en", {"1.cycles": typed}).levels[0]
    cycles = next(each for each in first.parameters if each.parameter.code == "cycles")

    assert (cycles.fault, cycles.shown, first.has_faults) == (fault, shown, True)
    assert ("1.cycles", shown) in [(name, value) for name, value, _ in fields(first)]
    assert "after 800 full charge cycles" in first.plain  # what can be copied stays sound


def test_faulty_field_is_marked_and_tied_to_what_is_wrong(version):
    first = read_version(version, "en", {"1.cycles": "1"}).levels[0]
    root = fragment_fromstring(str(first.requirement), create_parent="div")

    [field] = root.xpath(".//input[@aria-invalid='true']")
    assert (field.get("name"), field.get("aria-describedby")) == ("1.cycles", "fault-1.cycles")


def test_hostile_value_and_wording_are_escaped():
    wording = "<b>Bold</b> & {cycles} cycles."
    version = VersionFactory(body=battery_content(blocks={"requirement.1": wording}))

    first = read_version(version, "en", {"1.cycles": '"><script>alert(1)</script>'}).levels[0]
    root = fragment_fromstring(str(first.requirement), create_parent="div")

    assert root.xpath(".//script | .//b") == []
    assert root.xpath(".//input/@value") == ['"><script>alert(1)</script>']
    assert root.text_content().startswith("<b>Bold</b> & ")


def test_choice_is_a_select_with_its_options():
    grade = Parameter(code="grade", type="choice", stricter="down", options=("A", "B", "C"))
    body = battery_content(
        blocks={"requirement.1": "Class {grade} or better.", "parameter.grade": "repair class"},
        parameters={"grade": grade},
        levels={1: {"grade": "B"}},
        legal_floor=(),
    )
    version = VersionFactory(body=body)

    first = read_version(version, "en", {"1.grade": "A"}).levels[0]
    root = fragment_fromstring(str(first.requirement), create_parent="div")

    assert root.xpath(".//select/@name") == ["1.grade"]
    assert root.xpath(".//option/@value") == ["A", "B", "C"]
    assert root.xpath(".//option[@selected]/@value") == ["A"]
    assert (first.plain, first.parameters[0].bounds) == ("Class A or better.", "")


def test_unknown_option_is_a_fault_that_lists_the_options():
    grade = Parameter(code="grade", type="choice", stricter="down", options=("A", "B"))
    blocks = {"requirement.1": "Class {grade}.", "parameter.grade": "repair class"}
    body = battery_content(blocks=blocks, parameters={"grade": grade}, levels={1: {"grade": "B"}}, legal_floor=())

    first = read_version(VersionFactory(body=body), "en", {"1.grade": "D"}).levels[0]

    assert first.parameters[0].fault == "D is none of the options: A, B."


def test_law_stands_beside_what_each_level_asks_for(version):
    [floor] = read_version(version, "en").floors

    assert floor.sentence == (
        "Law: 800 cycles since 20 June 2025. This asks for level 1: 800 cycles, level 2: 1,000 cycles."
    )
    assert floor.condition == "Applies to smartphones placed on the market from that day."


def test_law_without_a_value_says_since_when():
    floor = LegalFloor(
        id="user", since=date(2027, 2, 18), source="Regulation (EU) 2023/1542", url="https://example.org"
    )
    blocks = {"legal_floor.user": "Batteries can be removed by the user."}
    version = VersionFactory(body=battery_content(blocks=blocks, legal_floor=(floor,)))

    assert read_version(version, "en").floors[0].sentence == "Law since 18 February 2027."


def test_value_below_the_law_is_told_at_its_level_only():
    body = battery_content()
    lower = replace(body.parameters["cycles"], minimum="500")
    version = VersionFactory(body=replace(body, parameters={**body.parameters, "cycles": lower}))

    first, second = read_version(version, "en", {"1.cycles": "600"}).levels

    assert (first.below_floor, second.below_floor) == (("Law: 800 cycles since 20 June 2025.",), ())


@pytest.mark.parametrize(
    ("language", "thousand"),
    [("en", "1,000"), ("sv", "1\u00a0000"), ("nb", "1\u00a0000"), ("fi", "1\u00a0000"), ("da", "1.000")],
)
def test_each_language_writes_numbers_its_own_way(language, thousand):
    version = VersionFactory()
    for code in ("sv", "nb", "fi", "da"):
        TranslationFactory(version=version, language=code)

    with override(language):
        second = read_version(version, language).levels[1]

    assert f"after {thousand} full charge cycles" in second.plain
    assert (second.lang, second.source_line) == (language, f"{version}, level 2, {language}")


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "1,200"), ("sv", "1 200"), ("fi", "1\u00a0200"), ("da", "1.200"), ("nb", "1200")]
)
def test_value_is_read_the_way_the_language_writes_it(version, language, typed):
    TranslationFactory(version=version, language=language)

    second = read_version(version, language, {"2.cycles": typed}).levels[1]

    assert second.own_values["cycles"] == "1200"


def test_text_that_is_not_translated_stays_in_the_language_it_has(version):
    TranslationFactory(version=version, language="fi", blocks={"title": "Kestävä akku"})

    reading = read_version(version, "fi")

    assert (reading.texts.title, reading.texts.title.lang) == ("Kestävä akku", "fi")
    assert (reading.levels[0].lang, reading.levels[0].source_line) == ("en", "BAT-01@1.0.0, level 1, en")
    assert "at least 80 % of its capacity after 800 full" in reading.levels[0].plain


def test_facts_are_in_words(version):
    reading = read_version(version, "en")

    assert (reading.theme, reading.stages, reading.applies_to) == ("Battery", ["Use"], ["New devices"])
    assert reading.ambitions == [("A4", "Longer lifespan")]
    assert [code for code, label in reading.cpv if label] == ["32250000-0"]
    assert [(term, [code for code, label in codes if label]) for term, name, codes in reading.eforms if name] == [
        ("BT-06", ["env-imp"]),
        ("BT-774", ["circ-econ"]),
    ]


def test_proof_shows_the_values_of_all_levels_or_of_the_one_that_is_asked_for():
    blocks = {"proof.eprel": "A report on {cycles} cycles and {share} %."}
    version = VersionFactory(body=battery_content(blocks=blocks))
    texts = texts_in(version, "en")

    assert read_proof(version, texts)[0].html == "<p>A report on 800 / 1,000 cycles and 80 %.</p>"
    assert read_proof(version, texts, {"cycles": "1200", "share": "80"})[0].html == (
        "<p>A report on 1,200 cycles and 80 %.</p>"
    )
    assert [(each.type_label, each.moment_label) for each in read_proof(version, texts)] == [
        ("EPREL product information sheet", "with the tender"),
        ("Label or equivalent", "with the tender"),
    ]


def test_version_without_guidance_reads_without_it():
    body = battery_content()
    del body.texts["en"]["guidance"]

    assert read_version(VersionFactory(body=body), "en").guidance is None
