"""One text has one form and one hash, however it was typed."""

import json
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.sealed.canonical import canonical, decimal_text, normal_text, sha256

# Everything that normalisation looks at, close together, so that it meets often.
TYPED = st.text(alphabet=st.sampled_from("ab1.- \t\n\r\u00a0\u0301éÅ{}")) | st.text()
LARGEST = 2**53 - 1
KEYS = st.text(max_size=4).map(lambda key: unicodedata.normalize("NFC", key))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | TYPED,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
CONTENTS = st.dictionaries(KEYS, VALUES, max_size=4)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)


@given(TYPED)
def test_normal_text_of_a_normal_text_is_itself(text):
    assert normal_text(normal_text(text)) == normal_text(text)


@given(TYPED)
def test_normal_text_has_no_stray_white_space(text):
    lines = normal_text(text).split("\n")

    assert [" ".join(line.split()) for line in lines] == lines
    assert "" not in (lines[0], lines[-1]) or lines == [""]


@given(TYPED)
def test_normal_text_loses_no_word(text):
    """Only the numbers of list items may change, and where lines break."""
    composed = unicodedata.normalize("NFC", text)

    assert [letter for letter in normal_text(text) if letter.isalpha()] == [c for c in composed if c.isalpha()]


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("  The phone\tshall   last. \n", "The phone shall last."),
        ("A sentence that goes\non in the next line.", "A sentence that goes on in the next line."),
        ("One.\r\n\r\nTwo.\rStill two.", "One.\n\nTwo. Still two."),
        ("One.\n\n\n \n\nTwo.", "One.\n\nTwo."),
        ("The phone shall\n- last,\n- be\n  repairable.", "The phone shall\n\n- last,\n- be repairable."),
        ("1. first\n1. second\n7. third", "1. first\n2. second\n3. third"),
        ("- one\n\n- two", "- one\n- two"),
        ("- one\n1. first\n- other", "- one\n\n1. first\n\n- other"),
        ("- item\n\nParagraph after the list.", "- item\n\nParagraph after the list."),
        ("2019 was a year, 1.5 is a number, -5 degrees", "2019 was a year, 1.5 is a number, -5 degrees"),
        ("1.5 metres\n-5 degrees", "1.5 metres -5 degrees"),
        ("-", "-"),
        (" \r\n\t", ""),
        ("", ""),
    ],
)
def test_normal_text_of_paragraphs_and_lists(typed, normal):
    assert normal_text(typed) == normal


@pytest.mark.parametrize(
    "typed",
    [
        "Ingå\n\n- två\n- tre",
        unicodedata.normalize("NFD", "Ingå\n\n- två\n- tre"),
        "Ingå\r\n\r\n- två\r\n- tre\r\n",
        "Ingå\r\r- två\r- tre",
        "  Ingå \n \n-  två\n-\u00a0tre",
        "Ingå\n- två\n\n- tre",
    ],
    ids=["as is", "decomposed", "Windows", "old Mac", "spaces", "blank lines"],
)
def test_the_same_text_typed_otherwise_has_the_same_hash(typed):
    assert sha256(canonical({"text": typed})) == sha256(canonical({"text": "Ingå\n\n- två\n- tre"}))


def test_another_word_has_another_hash():
    assert sha256(canonical({"text": "may last"})) != sha256(canonical({"text": "shall last"}))


@given(CONTENTS)
def test_canonical_read_and_written_again_is_the_same(content):
    text = canonical(content)

    assert canonical(json.loads(text)) == text


@given(CONTENTS)
def test_canonical_does_not_depend_on_the_order_of_keys(content):
    assert canonical(dict(reversed(content.items()))) == canonical(content)


@given(CONTENTS)
def test_canonical_is_what_python_reads_back(content):
    """Nothing but the form of texts and numbers changes on the way."""
    read = json.loads(canonical(content))

    assert read.keys() == content.keys()
    assert {key: value for key, value in read.items() if isinstance(value, int | None)} == {
        key: value for key, value in content.items() if isinstance(value, int | None)
    }


def test_canonical_is_rfc_8785():
    """Keys in the order of their UTF-16 code units, no white space, UTF-8 as it stands."""
    content = {"€": "euro", "\U0001f600": "smiley", "ﬁ": 1, "a": [Decimal("0.80"), True, None], "1": {}}

    assert canonical(content) == '{"1":{},"a":["0.8",true,null],"€":"euro","\U0001f600":"smiley","ﬁ":1}'


@pytest.mark.parametrize("number", [0.8, float("nan"), float("inf"), 1e300])
def test_canonical_refuses_floats(number):
    with pytest.raises(ValueError, match="sealed content cannot hold float"):
        canonical({"levels": [{"share": number}]})


@pytest.mark.parametrize("number", [LARGEST + 1, -LARGEST - 1, 10**40])
def test_canonical_refuses_integers_that_json_readers_disagree_about(number):
    with pytest.raises(ValueError, match="is too large a whole number for JSON: write it as text"):
        canonical({"number": number})


def test_canonical_takes_the_largest_integer_that_all_agree_about():
    assert canonical({"from": -LARGEST, "to": LARGEST}) == '{"from":-9007199254740991,"to":9007199254740991}'


def test_canonical_refuses_keys_that_become_one():
    composed, decomposed = "å", unicodedata.normalize("NFD", "å")

    with pytest.raises(ValueError, match="two keys are the same after normalisation"):
        canonical({"values": {composed: 1, decomposed: 2}})


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object(), {1: "a key that is no text"}, "\ud800"])
def test_canonical_refuses_what_json_does_not_know(value):
    with pytest.raises(ValueError):  # noqa: PT011  (the sentence differs: each names the value)
        canonical({"value": value})


@given(NUMBERS)
def test_decimal_text_is_the_same_number(number):
    assert Decimal(decimal_text(number)) == number


@given(NUMBERS)
def test_decimal_text_has_one_form_for_one_number(number):
    assert decimal_text(decimal_text(number)) == decimal_text(number)
    assert decimal_text(number.normalize()) == decimal_text(number)
    assert decimal_text(number + Decimal("0.0000000")) == decimal_text(number)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("800", "800"),
        (800, "800"),
        ("0.80", "0.8"),
        ("1E+3", "1000"),
        ("1e-3", "0.001"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("100.0", "100"),
        (".5", "0.5"),
    ],
)
def test_decimal_text_has_no_exponent_and_no_needless_zeros(written, text):
    assert decimal_text(written) == text


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_decimal_text_refuses_what_is_no_number(number):
    with pytest.raises(ValueError, match="a value is a finite number"):
        decimal_text(number)


def test_sha256_is_that_of_the_standard():
    """The hash of "abc" in FIPS 180-4's examples."""
    assert sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
