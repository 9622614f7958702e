"""The JSON Schema says the same as the registry's own words, and the documented example fits it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portal.core.ambitions import Ambition
from portal.settings.env import BASE_DIR
from registry import eforms, enums
from registry.cpv import CPV
from registry.sealed.criterion import CODE_PATTERN
from registry.sealed.wording import PLACEHOLDER
from registry.sources import shape
from registry.sources.folder import read_folder

SCHEMA = json.loads(shape.SCHEMA.read_text(encoding="utf-8"))
CRITERION = SCHEMA["$defs"]["criterion"]["properties"]
NUMBER, CHOICE = CRITERION["parameters"]["additionalProperties"]["oneOf"]
ROUTE = CRITERION["proof"]["items"]["properties"]
FORMAT = BASE_DIR / "docs" / "source-format.md"


def every(word: str, schema: Any = SCHEMA) -> Iterator[Any]:
    """Every value that the schema gives to a keyword."""
    if isinstance(schema, dict):
        if word in schema:
            yield schema[word]
        for part in schema.values():
            yield from every(word, part)
    elif isinstance(schema, list):
        for part in schema:
            yield from every(word, part)


def test_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        (CRITERION["kind"], enums.CriterionKind.values),
        (CRITERION["theme"], enums.Theme.values),
        (CRITERION["stages"]["items"], enums.LifeCycleStage.values),
        (CRITERION["applies_to"]["items"], enums.AppliesTo.values),
        (CRITERION["ambitions"]["items"], Ambition.values),
        (CRITERION["cpv"]["items"], list(CPV)),
        (CRITERION["levels"]["propertyNames"], [str(level) for level in enums.Level.values]),
        (CRITERION["texts"]["additionalProperties"]["properties"]["requirement"]["propertyNames"], ["1", "2", "3"]),
        (ROUTE["type"], enums.ProofType.values),
        (ROUTE["moment"], enums.ProofMoment.values),
        (NUMBER["properties"]["unit"], enums.Unit.values),
        (NUMBER["properties"]["stricter"], enums.Direction.values),
        (CHOICE["properties"]["stricter"], enums.Direction.values),
        (CRITERION["lineage"]["items"]["properties"]["type"], enums.LineageKind.values),
        (CRITERION["change"]["properties"]["at_least"], [bump.name.lower() for bump in enums.Bump]),
    ],
    ids=lambda part: "" if isinstance(part, list) else None,
)
def test_enumeration_is_that_of_the_code(listed, known):
    assert listed["enum"] == known


def test_parameter_types_are_those_of_the_code():
    types = [*NUMBER["properties"]["type"]["enum"], CHOICE["properties"]["type"]["const"]]

    assert types == enums.ParameterType.values


def test_eforms_terms_and_codes_are_those_of_the_code():
    listed = {term: part["items"]["enum"] for term, part in CRITERION["eforms"]["properties"].items()}

    assert listed == {term: list(codes) for term, codes in eforms.CODES.items()}
    assert list(listed) == list(eforms.TERMS)


def test_codes_have_the_form_that_the_database_holds():
    forms = {form for form in every("pattern") if form.startswith("^[A-Z]")}

    assert forms == {f"^{CODE_PATTERN}$"}


def test_parameters_have_the_form_of_placeholders():
    assert CRITERION["parameters"]["propertyNames"]["pattern"] == f"^{PLACEHOLDER.pattern[3:-3]}$"


def test_every_form_has_words_for_people():
    assert set(every("pattern")) == set(shape._FORMS)


def test_every_group_of_fields_refuses_unknown_ones():
    """Else a mistyped field would be lost in silence."""
    groups = list(every("properties"))
    closed = [part for part in every("additionalProperties") if part is False]

    assert len(closed) == len(groups)


def test_documented_criterion_and_release_have_no_faults(tmp_path):
    examples = re.findall(r"```yaml\n(.*?)```", FORMAT.read_text(encoding="utf-8"), re.DOTALL)
    for example in examples:
        name = "release" if example.startswith("register:") else re.match(r"code: (\S+)", example)[1]
        (tmp_path / f"{name}.yaml").write_text(example, encoding="utf-8")

    folder = read_folder(tmp_path)

    assert [criterion.code for criterion in folder.criteria] == ["BAT-01"]
    assert [withdrawal.code for withdrawal in folder.withdrawals] == ["ACC-02"]
    assert folder.release.members == (("DUR-01", False), ("DUR-02", False), ("LAB-01", True))


def test_documented_units_are_those_of_the_code():
    [listed] = re.findall(r"Units \(.*?\): `(.*?)`", FORMAT.read_text(encoding="utf-8"))

    assert listed.split() == enums.Unit.values
