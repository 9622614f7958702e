"""The forms of a draft: what goes in comes out, what is typed over is read, what is wrong is said at its field."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from registry.enums import Bump, CriterionKind
from registry.sealed.content import LegalFloor, Parameter
from registry.sources.folder import read_folder
from registry.writing.forms.editor import Editor, with_row
from tests.factories.drafts import DraftFactory
from tests.factories.registry import RegisterFactory, battery_content
from tests.registry.checks.test_content import STARTER
from tests.registry.writing.sent import row, sent_as, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return DraftFactory()


def edited(draft, **changes):
    """The editor with the draft's own words in it, some of them typed over."""
    more = changes.pop("more", {})
    return Editor(draft, draft.parsed, sent_as({**typed(draft, **changes), **more}))


def mistakes(editor):
    assert not editor.is_valid()
    return [(mistake.field_id, mistake.message) for mistake in editor.mistakes]


@pytest.mark.parametrize("language", ["en", "sv", "da"])
def test_every_starter_criterion_comes_out_as_it_went_in(draft, language):
    criteria = read_folder(STARTER / "2026-09").criteria
    with translation.override(language):
        for source in criteria:
            draft.kind = source.kind
            editor = Editor(draft, source.content, sent_as(typed(draft, source.content)))

            assert editor.is_valid(), (source.code, editor.mistakes)
            assert editor.content().as_dict() == source.content.as_dict()


def test_values_are_read_and_shown_by_the_habits_of_a_language(draft):
    with translation.override("sv"):
        fields = typed(draft)
        editor = edited(draft, parameters__0__value_1="1 200", parameters__1__value_1="82,5")

        assert fields["parameters-0-value_2"] == "1\xa0000"
        assert editor.is_valid()
        assert editor.content().levels[1] == {"cycles": "1200", "share": "82.5"}


def test_text_is_kept_in_its_one_form(draft):
    editor = edited(draft, texts__purpose_en="Less\r\nwaste. \r\n\r\n\r\nMore  use.")

    assert editor.is_valid()
    assert editor.content().texts["en"]["purpose"] == "Less waste.\n\nMore use."


def test_emptied_text_is_not_there(draft):
    editor = edited(draft, texts__guidance_en="")

    assert editor.is_valid()
    assert "guidance" not in editor.content().texts["en"]


def test_level_without_text_and_values_is_not_offered(draft):
    editor = edited(draft, requirements__level_2_en="", parameters__0__value_2="", parameters__1__value_2="")

    assert editor.is_valid()
    assert list(editor.content().levels) == [1]


def test_level_is_offered_once_it_has_a_text(draft):
    editor = edited(draft, requirements__level_3_en="The battery shall last.")

    assert editor.is_valid()
    assert editor.content().levels[3] == {}
    assert editor.content().texts["en"]["requirement.3"] == "The battery shall last."


def test_marked_or_emptied_row_is_taken_out(draft):
    marked = edited(draft, proof__1__DELETE="on")
    emptied = edited(draft, proof__1__id="", proof__1__text_en="", proof__1__or_equivalent="")

    for editor in (marked, emptied):
        assert editor.is_valid()
        assert [route.id for route in editor.content().proof] == ["eprel"]
        assert "proof.label" not in editor.content().texts["en"]


def test_what_is_wrong_in_a_row_that_is_taken_out_does_not_matter(draft):
    taken_out = {"proof__1__DELETE": "on", "proof__1__id": "Not a name!"}

    assert edited(draft, **taken_out).is_valid()
    assert mistakes(edited(draft, **taken_out, proof__0__id="Nor this!")) == [
        (
            "id_proof-0-id",
            "Use small letters, digits and _, and begin with a letter: for instance charge_cycles.",
        )
    ]


def test_row_that_was_added_and_left_empty_is_none(draft):
    sent = with_row(sent_as(typed(draft)), "parameters")
    sent.update(row("parameters", 2, type="integer", stricter="up", unit=""))
    editor = Editor(draft, draft.parsed, sent)

    assert editor.is_valid()
    assert editor.content() == draft.parsed


def test_added_parameter_has_its_values_at_the_levels(draft):
    sent = with_row(sent_as(typed(draft)), "parameters")
    sent.update(row("parameters", 2, code="months", type="integer", unit="month", stricter="down", minimum="6"))
    sent.update(row("parameters", 2, maximum="48", label_en="highest age", value_1="24"))
    editor = Editor(draft, draft.parsed, sent)

    assert editor.is_valid()
    content = editor.content()
    assert content.parameters["months"] == Parameter(
        code="months", type="integer", unit="month", stricter="down", minimum="6", maximum="48"
    )
    assert ("months" in content.levels[1], "months" in content.levels[2]) == (True, False)
    assert content.texts["en"]["parameter.months"] == "highest age"


def test_choice_has_options_and_no_bounds(draft):
    sent = with_row(sent_as(typed(draft)), "parameters")
    sent.update(row("parameters", 2, code="grade", type="choice", unit="month", stricter="up", minimum="1"))
    sent.update(row("parameters", 2, options="low\r\n high \r\n", value_2="high"))
    editor = Editor(draft, draft.parsed, sent)

    assert editor.is_valid()
    assert editor.content().parameters["grade"] == Parameter(
        code="grade", type="choice", stricter="up", options=("low", "high")
    )
    assert editor.content().levels[2]["grade"] == "high"


def test_legal_floor_is_read_whole(draft):
    editor = edited(draft, floors__0__value="1,000", floors__0__as_of="2026-01-31")

    assert editor.is_valid()
    assert editor.content().legal_floor == (
        LegalFloor(
            id="ecodesign",
            parameter="cycles",
            value="1000",
            since=date(2025, 6, 20),
            as_of=date(2026, 1, 31),
            source="Regulation (EU) 2023/1670, Annex II, part B",
            url="https://eur-lex.europa.eu/eli/reg/2023/1670",
        ),
    )


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"parameters__0__value_1": "many"}, "parameters-0-value_1", "“many” is not a number. Write it in digits."),
        (
            {"parameters__0__value_1": "700"},
            "parameters-0-value_1",
            "700 is outside the bounds. Enter a value from 800 to 2,000.",
        ),
        ({"parameters__0__minimum": "much"}, "parameters-0-minimum", "“much” is not a number. Write it in digits."),
        (
            {"parameters__0__minimum": ""},
            "parameters-0-minimum",
            "Write the bounds within which a buyer may set the number.",
        ),
        (
            {"parameters__0__minimum": "3000"},
            "parameters-0-maximum",
            "The second number is smaller than the first. Swap them.",
        ),
        (
            {"parameters__0__code": "Cycles!"},
            "parameters-0-code",
            "Use small letters, digits and _, and begin with a letter: for instance charge_cycles.",
        ),
        ({"parameters__1__code": "cycles"}, "parameters-1-code", "Another row has this name. Give each its own."),
        ({"proof__1__id": "eprel"}, "proof-1-id", "Another row has this name. Give each its own."),
        ({"floors__0__parameter": "weight"}, "floors-0-parameter", "There is no parameter “weight” above."),
        ({"floors__0__parameter": ""}, "floors-0-parameter", "Fill in both, or neither."),
        ({"floors__0__value": ""}, "floors-0-value", "Fill in both, or neither."),
        ({"floors__0__value": "much"}, "floors-0-value", "“much” is not a number. Write it in digits."),
        ({"floors__0__since": ""}, "floors-0-since", "This field is required."),
    ],
)
def test_mistake_is_said_at_its_field(draft, changes, field, message):
    assert mistakes(edited(draft, **changes)) == [(f"id_{field}", message)]


def test_title_has_room_for_120_characters(draft):
    assert edited(draft, texts__title_en="x" * 120).is_valid()
    assert [field for field, _message in mistakes(edited(draft, texts__title_en="x" * 121))] == ["id_texts-title_en"]


def test_only_award_criteria_suggest_a_weight(draft):
    assert "facts-weight_from" not in typed(draft, battery_content(suggested_weight=(5, 10)))
    draft.kind = CriterionKind.AWARD
    weighed = {"facts__weight_from": "5", "facts__weight_to": "10"}

    editor = edited(draft, **weighed)
    assert editor.is_valid()
    assert editor.content().suggested_weight == (5, 10)
    assert mistakes(edited(draft, **{**weighed, "facts__weight_to": "1"})) == [
        ("id_facts-weight_to", "The second number is smaller than the first. Swap them.")
    ]
    assert mistakes(edited(draft, facts__weight_from="5")) == [("id_facts-weight_to", "Fill in both, or neither.")]


def test_every_authoritative_language_has_fields_of_its_own(draft):
    RegisterFactory()
    draft.register.authoritative_languages = ["en", "sv"]
    editor = edited(draft, texts__title_sv="Batteri som håller")

    assert editor.is_valid()
    assert editor.content().texts["sv"] == {"title": "Batteri som håller"}
    assert editor.texts.fields["title_sv"].label == "Title, in Swedish"
    assert editor.texts.fields["title_sv"].widget.attrs["lang"] == "sv"


def test_summary_and_step_are_read_with_the_version_that_was_seen(draft):
    editor = edited(draft, change__summary_sv="Annat tema.", change__at_least=str(Bump.MAJOR))

    assert editor.is_valid()
    assert editor.seen == draft.lock_version
    assert editor.written() == {
        "content": draft.parsed,
        "summary": {"en": "Moved to another theme.", "sv": "Annat tema."},
        "at_least": Bump.MAJOR,
    }


def test_content_of_no_level_can_be_kept(draft):
    empty = replace(draft.parsed, levels={1: {}}, parameters={}, proof=(), legal_floor=(), texts={"en": {}})
    editor = Editor(draft, empty, sent_as(typed(draft, empty)))

    assert editor.is_valid()
    assert editor.content().as_dict() == {**empty.as_dict(), "levels": {}}
