"""What in a text may be personal data, and what only looks like it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.hints import HintKind, hints_in


def found(text, known=()):
    return [(hint.kind.value, hint.found) for hint in hints_in(text, known)]


def names_in(text, known=()):
    return [hint.found for hint in hints_in(text, known) if hint.kind is HintKind.NAME]


def test_hints_come_in_the_order_of_the_text_with_their_place():
    text = "Contact: Anna Svensson, 070-123 45 67, anna.svensson@city.example."

    hints = hints_in(text)

    assert [(hint.kind.value, hint.found) for hint in hints] == [
        ("name", "Anna Svensson"),
        ("phone", "070-123 45 67"),
        ("email", "anna.svensson@city.example"),
    ]
    assert [text[hint.start : hint.end] for hint in hints] == [hint.found for hint in hints]


def test_labels_say_that_they_are_guesses():
    assert [str(kind.label) for kind in HintKind] == [
        "May be a national identity number",
        "An e-mail address",
        "May be a phone number",
        "May be the name of a person",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "anna@city.example",
        "anna.svensson+ict@upphandling.city.example",
        "anna(at)city.example",
        "anna [at] city.example",
        "åsa@grönby.example",
        "ANNA@CITY.EXAMPLE",
    ],
)
def test_mail_addresses_are_found(text):
    assert found(f"Write to {text}, please.") == [("email", text)]


@pytest.mark.parametrize(
    "text", ["BAT-01@1.2.0/L2", "we met @ noon", "@city on the network", "a@b", "https://city.example/@news"]
)
def test_what_only_has_an_at_sign_is_no_address(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "+46 70 123 45 67",
        "+46 (0)70-123 45 67",
        "0046 8 508 00 000",
        "+358 40 123 4567",
        "+47 22 33 44 55",
        "+4522334455",
        "+49 30 1234567",
        "070-123 45 67",
        "08-508 00 000",
        "0701234567",
        "(08) 508 00 000",
        "040 123 4567",
        "09 310 1691",
        "22 33 44 55",
        "912 34 567",
        "tel. 91234567",
        "Phone: 12345678",
        "puh. 310 1691",
    ],
)
def test_phone_numbers_are_found_as_people_write_them(text):
    assert found(f"Call {text}.") == [("phone", text)]


@pytest.mark.parametrize(
    "text",
    [
        "1 200 000 SEK",
        "12 345 678 kr",
        "+10 000 000",
        "1.200.000,00",
        "0,125",
        "0.75 kWh",
        "32250000-0",
        "554113-2026",
        "210113-2026",
        "01-02-2026",
        "01 02 2026",
        "2026-02-01",
        "2014/24/EU",
        "22 33 44",
        "22 33 44 55 66",
        "CVR 64 94 22 12",
        "org.nr 0123 45 67 89",
        "0201256-6",
        "12345678",
        "60/40",
        "/id/criterion/bat-01/v1.2.0",
    ],
)
def test_amounts_dates_and_codes_are_no_numbers_of_people(text):
    assert found(f"It says {text} there") == []


@pytest.mark.parametrize(
    "text",
    [
        "811228-9874",
        "19811228-9874",
        "811228+9874",
        "198112289874",
        "811288-9871",  # a coordination number: 60 more on the day
        "131052-308T",
        "131052A308T",
        "070761-4285",
        "0707614285",
        "010190-1234",  # a newer Danish one has no check digit
        "12057900499",
        "120579 00499",
        "52057900059",  # of somebody who does not live in Norway: 40 more on the day
    ],
)
def test_national_identity_numbers_are_found(text):
    assert found(f"She is {text}, he said") == [("identity_number", text)]


@pytest.mark.parametrize(
    "text",
    [
        "811228-9875",  # the check digit is wrong
        "556677-8899",  # a company: no month is 66
        "212000-1142",
        "131052-308S",
        "320190-1234",  # no month has 32 days
        "0707614286",
        "12057900498",
        "12137900499",
    ],
)
def test_numbers_that_check_out_for_nobody_are_no_identity_numbers(text):
    assert [kind for kind, _found in found(f"It is {text}, he said") if kind == "identity_number"] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Contact: Anna Svensson.", ["Anna Svensson"]),
        ("Kontakt Anna Svensson", ["Anna Svensson"]),
        ("Yhteyshenkilö: Maija Virtanen", ["Maija Virtanen"]),
        ("Contact person – Bo Ek", ["Bo Ek"]),
        ("It was checked by Anna-Maria af Klint in May.", ["Anna-Maria af Klint"]),
        ("Utvärderingen gjordes av Åsa Öberg.", ["Åsa Öberg"]),
        ("The project manager Maija Virtanen agreed.", ["Maija Virtanen"]),
        ("Our upphandlare, Bo Ek, agreed.", ["Bo Ek"]),
        ("Maija Virtanen, hankintapäällikkö, agreed.", ["Maija Virtanen"]),
        ("Seán O'Brien (IT manager) agreed.", ["Seán O'Brien"]),
        ("Ask J. A. Svensson", ["J. A. Svensson"]),
        ("Mr. Smith agreed.", ["Smith"]),
        ("Dr Jane Smith agreed.", ["Jane Smith"]),
        ("It went well.\n\nKind regards,\nAnna\n", ["Anna"]),
        ("Det gick bra.\r\n\r\nMvh\r\nBo Ek", ["Bo Ek"]),
        ("Det gick bra. Mvh\nBo Ek", ["Bo Ek"]),
        ("Ystävällisin terveisin Maija Virtanen", ["Maija Virtanen"]),
        ("It went well.\n/Anna Svensson", ["Anna Svensson"]),
        ("Anna Svensson, anna@city.example", ["Anna Svensson"]),
        ("Anna Svensson <anna@city.example>", ["Anna Svensson"]),
        ("Bo Ek, tel: 070-123 45 67", ["Bo Ek"]),
    ],
)
def test_names_are_found_where_people_put_them(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "We used Apple iPhone Pro and Fairphone 5.",
        "It was published by European Commission.",
        "The tender was run by Grönby Kommun.",
        "Checked by Example Phones AB and by Other Phones Oy.",
        "Led by Public Procurement Agency",
        "Evaluated by Price and quality",
        "by the book",
        "Contact: the buyer of ICT",
        "Kontakt: Upphandlingsmyndigheten",
        "The buyer of Example City wrote this",
        "Regards the battery, all was well.",
        "MR BRIGHTSIDE IS A SONG",
    ],
)
def test_bodies_products_and_sentences_are_no_people(text):
    assert names_in(text) == []


def test_names_that_are_known_are_no_people():
    text = "Written by Nya Ekby, checked by Sol Mobiltelefoner. Contact Anna Ekbyson."

    assert names_in(text) == ["Nya Ekby", "Sol Mobiltelefoner", "Anna Ekbyson"]
    assert names_in(text, ["Nya Ekby", "Sol Mobiltelefoner AB", "Ekby", "", " "]) == ["Anna Ekbyson"]


def test_a_name_in_the_middle_of_a_sentence_is_not_guessed():
    assert found("We thought Anna Svensson had asked for it.") == []


def test_empty_text_has_no_hints():
    assert hints_in("") == []


PIECES = st.sampled_from(
    [
        *("Anna Svensson", "Mr. Smith", "contact:", "by", "Kind regards,\n", "\n/", "project manager", " ", "\n", ", "),
        *("070-123 45 67", "+46 70 123 45 67", "811228-9874", "22 33 44 55", "1 200 000", "a@b.example", "(at)", "–"),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_hints_are_pieces_of_the_text_in_order_and_apart(text):
    hints = hints_in(text)

    assert all(text[hint.start : hint.end] == hint.found != "" for hint in hints)
    assert all(one.end <= other.start for one, other in pairwise(hints))


@given(st.lists(PIECES, max_size=20).map("".join))
def test_known_name_is_never_a_persons(text):
    assert "Anna Svensson" not in names_in(text, ["Anna Svensson"])


@pytest.mark.parametrize(
    "piece",
    ["Aa", "A a ", "Aa ", "Aa-", "Mr ", "0 ", "1", "1-", "a@", "a.", "a@a.b ", "+46-", " ", "\n/ ", "Aa Aa,", "by Aa-"],
)
def test_the_longest_text_is_read_at_once_whatever_it_is_made_of(piece):
    text = (piece * 6_000)[:6_000]

    start = time.perf_counter()
    hints_in(text)

    assert time.perf_counter() - start < 2
