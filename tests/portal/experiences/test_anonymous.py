"""Suppliers without their names, wherever a text names them."""

import unicodedata

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.anonymous import LEGAL_FORMS, letter_name, nameless


@pytest.mark.parametrize(
    ("place", "letters"), [(0, "A"), (1, "B"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_go_on_after_z(place, letters):
    assert letter_name(place, "en") == f"Supplier {letters}"


def test_draft_without_a_language_has_letters_too():
    assert letter_name(0, "") == "Supplier A"


@pytest.mark.parametrize(
    "text",
    [
        "Example Phones AB",
        "EXAMPLE PHONES AB",
        "example phones",
        "Example  Phones",
        "Example\nPhones AB",
        "Example\N{NO-BREAK SPACE}Phones",
        "Example-Phones",
        "Example_Phones_AB",
    ],
)
def test_name_is_found_however_it_is_written(text):
    assert nameless(["Example Phones AB"], "en")(f"We chose {text}.") == "We chose Supplier A."


def test_longer_name_goes_before_the_shorter_one_in_it():
    hide = nameless(["Example Phones AB", "Example Phones Nordic AB"], "en")

    assert hide("Example Phones Nordic AB and Example Phones") == "Supplier B and Supplier A"


@pytest.mark.parametrize("form", [*sorted(LEGAL_FORMS), "Oy", "GmbH", "A/S", "Ltd.", "B.V.", "AB,", "GmbH AB"])
def test_name_is_found_without_its_legal_form(form):
    assert nameless([f"Example {form}"], "en")("Example was cheapest.") == "Supplier A was cheapest."


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("sv", "Exempeltels bud", ":s bud"),
        ("nb", "Exempeltels tilbud", ":s tilbud"),
        ("da", "Exempeltels tilbud", ":s tilbud"),
        ("fi", "Exempeltelin tarjous", ":in tarjous"),
        ("fi", "Exempeltel:n tarjous", ":n tarjous"),
        ("fi", "Exempeltelille", ":ille"),
        ("en", "Exempeltel's bid", "'s bid"),
    ],
)
def test_name_is_found_with_the_endings_of_its_language(language, text, rest):
    assert nameless(["Exempeltel Oy"], language)(text) == letter_name(0, language) + rest


@pytest.mark.parametrize("text", ["An exempeltelephone.", "Preexempeltel", "Exempeltel2", "Counterexample"])
def test_word_that_holds_a_name_is_no_name(text):
    assert nameless(["Exempeltel AB"], "en")(text) == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("HP won; hp is short for something.", "Supplier A won; hp is short for something."),
        ("HP AB won.", "Supplier A won."),
        ("hp ab won.", "Supplier A won."),
    ],
)
def test_short_name_without_its_legal_form_is_found_as_capitals_only(text, hidden):
    assert nameless(["HP AB"], "en")(text) == hidden


def test_short_name_that_is_a_word_is_left_alone():
    assert nameless(["Tre AB"], "sv")("Tre anbud kom in, ett av Tre AB.") == "Tre anbud kom in, ett av Leverantör A."


def test_letters_that_fold_are_found():
    hide = nameless(["Straße GmbH", "Målar AB"], "en")

    assert hide("STRASSE GMBH, straße") == "Supplier A, Supplier A"
    assert hide(unicodedata.normalize("NFD", "Målar.pdf")) == "Supplier B.pdf"


def test_name_with_signs_is_no_pattern():
    assert nameless(["A+B (Phones) AB"], "en")("A+B (Phones) AB, AAB Phones") == "Supplier A, AAB Phones"


@pytest.mark.parametrize("names", [[], [""], [" "], ["-"], ["_ –"]])
def test_without_a_name_texts_stay_as_they_are(names):
    assert nameless(names, "en")("A text - with words_and  spaces.") == "A text - with words_and  spaces."


def test_supplier_that_is_listed_twice_has_the_first_letter():
    assert nameless(["Example AB", "EXAMPLE AB"], "en")("Example and EXAMPLE AB") == "Supplier A and Supplier A"


@pytest.mark.parametrize("language", ["en", "sv", "nb", "fi", "da"])
def test_stand_in_speaks_the_language_of_the_text(language):
    with override("en"):
        assert nameless(["Example AB", "Other AB"], language)("Other") == letter_name(1, language)


names = st.lists(st.text(st.characters(categories=["L"]), min_size=4, max_size=12), min_size=1, max_size=4)
rest = st.lists(st.sampled_from(["won", "and", "the", "lot", "2026"]), max_size=4)


@given(names, rest, st.sampled_from(["en", "sv", "fi"]))
def test_no_name_is_left_in_any_text(listed, others, language):
    between = [word for name in listed for word in (name, *others)]

    hidden = nameless(listed, language)(" ".join(between)).split()

    folded = {unicodedata.normalize("NFC", name).casefold() for name in listed} - {"supplier"}
    assert [word for word in hidden if word.casefold() in folded] == []
    assert [word for word in hidden if word in others] == [word for word in between if word in others]


@given(st.text(max_size=60))
def test_text_without_a_name_is_only_composed(text):
    assert nameless(["Qqqqqqqqqq AB"], "en")(text) == unicodedata.normalize("NFC", text)
