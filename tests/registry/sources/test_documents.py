"""What is wrong with a file is said with its line or field, and how to mend it; nothing makes the reader stumble."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.sources.documents import LARGEST_FILE, _Loader, _QuickLoader, load
from tests.factories.sources import criterion, release, withdrawal

GRADE = {"type": "choice", "options": ["A", "B"], "stricter": "down"}
DECLARED = {"reason": "A typing error.", "declared_by": "lead city"}


@pytest.fixture
def faults_in(tmp_path):
    """The faults of one file with the given content, without the file's name, which all of them begin with."""

    def read(content: str | bytes | dict, name: str = "BAT-01.yaml") -> list[str]:
        text = yaml.safe_dump(content, allow_unicode=True) if isinstance(content, dict) else content
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        document, faults = load(path)
        assert bool(faults) == (document == {})
        assert {fault.file for fault in faults} <= {name}
        return [str(fault).removeprefix(f"{name}: ") for fault in faults]

    return read


def changed(path: str, value: object) -> dict:
    """A valid criterion with one field set to something else, or removed where the value is ``...``."""
    document = criterion()
    *steps, last = (int(step) if step.isdigit() and "levels" not in path else step for step in path.split("."))
    place: Any = document
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


def test_valid_documents_have_no_faults(faults_in):
    assert faults_in(criterion()) == []
    assert faults_in(withdrawal("BAT-01", use_instead="BAT-02")) == []
    assert faults_in(release(["BAT-01", {"code": "LAB-01", "mandatory": True}]), "release.yaml") == []


def test_document_is_read_as_plain_values(tmp_path):
    """Keys are text and days ISO text, as in JSON; Norway's “no” stays a text only in quotes."""
    path = tmp_path / "BAT-01.yaml"
    text = yaml.safe_dump(criterion()).replace("'2025-06-20'", "2025-06-20").replace("'1':", "1:")
    path.write_text(text)

    document, faults = load(path)

    assert faults == []
    assert document["legal_floor"][0]["since"] == "2025-06-20"
    assert list(document["levels"]) == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "holds no fields: it begins with `code: …` or, for a release, `set: …`."),
        ("- a\n- b\n", "holds no fields: it begins with `code: …` or, for a release, `set: …`."),
        ("just a sentence", "holds no fields: it begins with `code: …` or, for a release, `set: …`."),
        ("title: é".encode("latin-1"), "is not UTF-8: save it in that encoding."),
        ("x" * (LARGEST_FILE + 1), "is larger than 1,000,000 bytes: is it a criterion?"),
        ("a: " + "[" * 5000, "is nested too deeply: write it as docs/source-format.md shows."),
        (
            "a: !!timestamp 2025-02-30\n",
            "holds a value that cannot be read: day is out of range for month. Put it in quotes.",
        ),
    ],
    ids=["empty", "a list", "a sentence", "Latin 1", "large", "deep", "no day"],
)
def test_file_that_cannot_be_read_says_why(faults_in, content, fault):
    assert faults_in(content) == [fault]


@pytest.mark.parametrize(
    ("content", "where", "problem"),
    [
        ("code: BAT-01\nkind:\n\t- award\n", "line 3: ", "found character '\\t' that cannot start any token"),
        ("code: BAT-01\ntitle: Battery: that lasts\n", "line 2: ", "mapping values are not allowed here"),
        ("code: 'BAT-01\n", "line 2: ", "found unexpected end of stream"),
        ("code: BAT-01\nkind: award\ncode: BAT-02\n", "line 3: ", "the key 'code' is there twice"),
        ("levels:\n  1: {cycles: 1}\n  '1': {cycles: 2}\n", "line 3: ", "the key '1' is there twice"),
        ("code: BAT-01\n---\ncode: BAT-02\n", "line 2: ", "but found another document"),
        ("a: &a [1]\nb: *a\n", "line 2: ", "references (*name) are not followed: write it out"),
        ("a: &a [*a]\n", "line 1: ", "references (*name) are not followed: write it out"),
        (
            "a: !!python/object/apply:os.system ['true']\n",
            "line 1: ",
            "could not determine a constructor for the tag 'tag:yaml.org,2002:python/object/apply:os.system'",
        ),
        ("a: \x01\n", "", "special characters are not allowed"),
    ],
)
def test_file_that_is_no_yaml_names_the_line(faults_in, content, where, problem):
    assert faults_in(content) == [f"{where}is no valid YAML: {problem}. Check indentation and quotes there."]


def test_number_of_thousands_of_digits_is_a_fault(faults_in):
    [fault] = faults_in("a: " + "9" * 5000)

    assert fault.startswith("holds a value that cannot be read: Exceeds the limit")


def test_folder_named_like_a_file_is_a_fault(tmp_path):
    (tmp_path / "BAT-01.yaml").mkdir()

    _document, [fault] = load(tmp_path / "BAT-01.yaml")

    assert str(fault) == "BAT-01.yaml: cannot be opened (Is a directory): is it a file that you may read?"


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("kind", ..., "kind: is missing: add it."),
        ("kind", "awards", "kind: 'awards' is unknown (did you mean award?). Known are: exclusion, selection,"),
        ("theme", "", "theme: '' is unknown. Known are: durability, battery,"),
        ("stages", [], "stages: is empty: fill it in, or leave the field out where it is optional."),
        ("stages", ["use", "use"], "stages: holds the same entry twice: keep one of them."),
        ("stages.0", "usage", "stages.0: 'usage' is unknown (did you mean use?). Known are: raw_materials,"),
        ("applies_to", "new", "applies_to: is 'new', but has to be a list."),
        ("ambitions.0", "A10", "ambitions.0: 'A10' is unknown (did you mean A1?). Known are: A1, A2, A3,"),
        ("cpv.0", "32250000-1", "cpv.0: '32250000-1' is unknown (did you mean 32250000-0?). Known are: 30200000-1,"),
        ("eforms", {"BT-99": ["eu"]}, "eforms.BT-99: is no field here (did you mean BT-06?)."),
        ("eforms", {"BT-06": ["env"]}, "eforms.BT-06.0: 'env' is unknown"),
        ("colour", "green", "colour: is no field here."),
        ("code", "bat-1", "code: 'bat-1' is not a code like BAT-01."),
        ("code", "BAT-01\n", "code: 'BAT-01\\n' is not a code like BAT-01."),
        ("code", None, "code: is empty: fill it in, or leave the field out where it is optional."),
        ("levels", {}, "levels: is empty: fill it in, or leave the field out where it is optional."),
        ("levels", {"4": {}}, "levels: '4' is unknown. Known are: 1, 2, 3."),
        ("levels.1", [800], "levels.1: is [800], but has to be a group of fields or nothing."),
        ("levels.1.cycles", True, "levels.1.cycles: is True, but has to be a number or text"),
        (
            "parameters.cycles.unit",
            "furlong",
            "parameters.cycles.unit: 'furlong' is unknown. Known are: cycle,",
        ),
        ("parameters.cycles.stricter", "upp", "parameters.cycles.stricter: 'upp' is unknown (did you mean up?)."),
        ("parameters.cycles.min", ..., "parameters.cycles.min: is missing: add it."),
        ("parameters.cycles.min", float("inf"), "parameters.cycles.min: is 'inf', but has to be a number."),
        ("parameters.cycles.max", float("nan"), "parameters.cycles.max: is 'nan', but has to be a number."),
        (
            "parameters",
            {"Zyklen": {"type": "choice", "options": ["A", "B"], "stricter": "up"}},
            "parameters: 'Zyklen' is not a name like state_of_health: small letters,",
        ),
        ("proof.0.type", "lable", "proof.0.type: 'lable' is unknown (did you mean label?). Known are: tenderer"),
        ("proof.0.required", "yes", "proof.0.required: is 'yes', but has to be true or false."),
        ("proof.0.routes", [], "proof.0.routes: is no field here."),
        ("suggested_weight", {"min": -5, "max": 15}, "suggested_weight.min: is -5, but at least 0 is possible."),
        ("suggested_weight", {"min": 5, "max": 101}, "suggested_weight.max: is 101, but at most 100 is possible."),
        ("legal_floor.0.since", "2025-02-30", "legal_floor.0.since: '2025-02-30' is not a day like 2026-02-02."),
        ("legal_floor.0.since", "20250220", "legal_floor.0.since: '20250220' is not a day like 2026-02-02."),
        ("legal_floor.0.since", 2025, "legal_floor.0.since: is 2025, but has to be text (in quotes, if it looks"),
        ("legal_floor.0.url", "http://x", "legal_floor.0.url: 'http://x' is not an address that begins with https://."),
        ("lineage", [{"type": "replaces", "to": "A-1"}], "lineage.0.to: 'A-1' is not a code like BAT-01."),
        ("texts", {}, "texts: is empty: fill it in, or leave the field out where it is optional."),
        ("texts.svenska", {"title": "Batteri"}, "texts: 'svenska' is not the code of a language, like sv."),
        ("texts.en.title", "x" * 121, "texts.en.title: has 121 characters and may have 120: shorten it."),
        ("texts.en.title", 2026, "texts.en.title: is 2026, but has to be text (in quotes, if it looks like something"),
        ("texts.en.requirements", {}, "texts.en.requirements: is no field here (did you mean requirement?)."),
        ("texts.en.purpose", "Bell\a", "texts.en.purpose: holds a character that cannot be printed: type that text"),
        ("change", {"at_least": "huge"}, "change.at_least: 'huge' is unknown. Known are: patch, minor, major."),
        (
            "change",
            {"same_bids_comply": {"reason": "x", "declared_by": "y"}},
            "change.same_bids_comply.confirmed_by: is missing: add it.",
        ),
    ],
)
def test_field_that_does_not_fit_is_named_with_a_remedy(faults_in, path, value, fault):
    found = faults_in(changed(path, value))

    assert [each.startswith(fault) for each in found] == [True], found


def test_every_absent_field_is_named_once(faults_in):
    absent = ["kind", "theme", "stages", "applies_to", "ambitions", "levels", "proof", "texts"]

    assert faults_in({"code": "BAT-01"}) == [f"{field}: is missing: add it." for field in absent]


def test_parameter_is_judged_as_what_it_says_it_is(faults_in):
    """A choice by the fields of a choice, a number by those of a number."""
    parameters = {
        "grade": {"type": "choice", "options": ["A"], "stricter": "up"},
        "days": {"type": "integer", "unit": "day", "stricter": "up", "min": 1, "max": 9, "options": ["A", "B"]},
    }

    assert sorted(faults_in(criterion(parameters=parameters))) == [
        "parameters.days.options: is no field here.",
        "parameters.grade.options: is empty: fill it in, or leave the field out where it is optional.",
    ]


def test_members_are_codes_or_codes_with_a_duty(faults_in):
    document = release(["BAT-01", "bat-2", {"code": "LAB-01", "mandatory": "yes"}, {"mandatory": True}])

    assert faults_in(document, "release.yaml") == [
        "members.1: 'bat-2' is not a code like BAT-01.",
        "members.2.mandatory: is 'yes', but has to be true or false.",
        "members.3.code: is missing: add it.",
    ]


def test_long_value_is_shown_in_part(faults_in):
    [fault] = faults_in(changed("theme", "x" * 100_000))

    assert len(fault) < 500


def test_half_of_a_character_is_a_fault(faults_in):
    assert faults_in(yaml.safe_dump(criterion()).replace("Battery that lasts", '"\\ud800"')) == [
        "texts.en.title: holds a character that cannot be printed: type that text anew."
    ]


@given(st.text() | st.binary())
def test_no_file_makes_the_reader_stumble(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "BAT-01.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(errors="surrogatepass"))

    document, faults = load(path)

    assert (document, bool(faults)) == ({}, True)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists, max_leaves=3))
def test_no_value_in_a_field_makes_the_reader_stumble(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("any") / "BAT-01.yaml"
    for field in ("code", "levels", "parameters", "texts", "legal_floor", "withdrawn"):
        path.write_text(yaml.safe_dump(criterion(**{field: value})), encoding="utf-8")

        _document, faults = load(path)

        assert faults != [] or field == "legal_floor"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, "'", '"', "|", ">"]), st.booleans(), st.booleans())
def test_both_readers_find_the_same_in_a_text(value, quotes, has_flow, is_unicode):
    text = yaml.safe_dump(value, default_style=quotes, default_flow_style=has_flow, allow_unicode=is_unicode)
    quick, thorough = (yaml.load(text, Loader=loader) for loader in (_QuickLoader, _Loader))

    assert (quick, type(quick)) == (thorough, type(thorough))
