"""Nothing grows out of hand."""

import ast
from pathlib import Path

import pytest

from tests.architecture import PRODUCT, modules, named, templates

MODULE_LINES = 400
TEMPLATE_LINES = 80
FUNCTION_LINES = 30
TEST_LINES_PER_CODE_LINE = 1.5


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def written_lines(path: Path) -> int:
    return sum(bool(line.strip()) for line in path.read_text().splitlines())


def test_no_module_is_longer_than_400_lines():
    assert {named(path): lines(path) for path in modules(*PRODUCT, "tests") if lines(path) > MODULE_LINES} == {}


def test_no_template_is_longer_than_80_lines():
    assert {named(path): lines(path) for path in templates() if lines(path) > TEMPLATE_LINES} == {}


@pytest.mark.parametrize("path", modules(*PRODUCT), ids=named)
def test_function_over_30_lines_says_why_in_a_comment(path):
    written = path.read_text().splitlines()
    silent = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            statements = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            start, end = statements[0].lineno, statements[-1].end_lineno or 0
            says_why = any("#" in line for line in written[node.lineno - 2 : end])
            if end - start + 1 > FUNCTION_LINES and not says_why:
                silent.append(node.name)

    assert silent == []


def test_there_are_three_test_lines_for_two_code_lines():
    code = sum(map(written_lines, modules(*PRODUCT)))
    tests = sum(map(written_lines, modules("tests")))

    assert tests >= TEST_LINES_PER_CODE_LINE * code, f"{tests} test lines for {code} code lines"
