"""Amounts are read however people write them, to the cent, or refused in words; never read as another sum."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from portal.experiences.amounts import KRONA, LARGEST, WORDS, Amount, read_amount
from portal.experiences.enums import Currency

LANGUAGES = ("en", "sv", "nb", "fi", "da")
NARROW = "\u202f"
# Whole amounts and such with cents, of every size that can be stored.
VALUES = st.one_of(
    st.integers(0, 10**11).map(Decimal),
    st.integers(0, 10**13).map(lambda cents: Decimal(cents) / 100),
    st.integers(0, 99_999).map(lambda cents: Decimal(cents) / 100),
)


def fault(text, language=""):
    with pytest.raises(ValueError) as caught:  # noqa: PT011  (its text is what the test is about)
        read_amount(text, language)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("0", "0", ""),
        ("1 200 000", "1200000", ""),
        ("1.200.000,00", "1200000", ""),
        ("1,200,000.00", "1200000", ""),
        ("1200000.5", "1200000.50", ""),
        ("1\u00a0200\u00a0000,50", "1200000.50", ""),
        (f"1{NARROW}200{NARROW}000", "1200000", ""),
        ("\ufeff1 200\u200b 000 ", "1200000", ""),
        ("12'000 CHF", "12000", "CHF"),
        ("12’000", "12000", ""),
        ("1,2 M€", "1200000", "EUR"),
        ("1.2 Mio EUR", "1200000", "EUR"),
        ("1,2 Mio. EUR", "1200000", "EUR"),
        ("€1.5m", "1500000", "EUR"),
        ("€m 1.5", "1500000", "EUR"),
        ("t€ 250", "250000", "EUR"),
        ("1,2 milj. €", "1200000", "EUR"),
        ("1,2 miljoonaa euroa", "1200000", "EUR"),
        ("SEK 3,5 milj", "3500000", "SEK"),
        ("3,5 MSEK", "3500000", "SEK"),
        ("3,5 mnkr", "3500000", ""),
        ("1,2 mdkr", "1200000000", ""),
        ("450 tkr", "450000", ""),
        ("450 tusen kronor", "450000", ""),
        ("4,5 miljoner svenska kronor", "4500000", "SEK"),
        ("4,5 millioner norske kroner", "4500000", "NOK"),
        ("kr 2 000 000,-", "2000000", ""),
        ("2 000 000:- kr", "2000000", ""),
        ("2.000.000,- DKK", "2000000", "DKK"),
        ("2.000.000,00 kr.", "2000000", ""),
        ("kr 5 NOK", "5", "NOK"),
        ("£75k", "75000", "GBP"),
        ("0,125 M€", "125000", "EUR"),
        ("1.2345 M€", "1234500", "EUR"),
        ("1,250,000 EUR", "1250000", "EUR"),
        ("100 000 000 000", "100000000000", ""),
    ],
)
def test_amount_is_read_as_it_was_meant(text, value, currency):
    assert read_amount(text) == Amount(Decimal(value), currency)


@pytest.mark.parametrize(("text", "value"), [("1.200", 1200), ("1,200", 1200), ("1 200", 1200), ("12,345", 12345)])
def test_one_separator_before_three_digits_groups_them(text, value):
    assert read_amount(text).value == value


@pytest.mark.parametrize(("text", "value"), [("1,25", "1.25"), ("1.25", "1.25"), ("1.2", "1.2"), ("1234,5", "1234.5")])
def test_one_separator_before_other_digits_is_the_decimal_sign(text, value):
    assert read_amount(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,250 M€", "da", 1_250_000),
        ("1,250 M€", "en", 1_250_000_000),
        ("1.250 tkr", "da", 1_250_000),
        ("1.250 tkr", "en", 1_250),
        ("1,250 mnkr", "sv", 1_250_000),
    ],
)
def test_language_decides_what_a_separator_means_in_a_shortened_amount(text, language, value):
    assert read_amount(text, language).value == value


@pytest.mark.parametrize(("text", "language"), [("1,250 M€", ""), ("1.250 tkr", "sv"), ("1.250 tkr", "")])
def test_shortened_amount_that_can_be_read_in_two_ways_is_refused(text, language):
    assert fault(text, language) == f"“{text}” can be read in two ways. Write the amount in full, like 1 200 000."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "“” is not an amount that we can read. Write it like 1 200 000."),
        ("about a million", "“about a million” is not an amount that we can read. Write it like 1 200 000."),
        (
            "1 200 000 – 1 300 000",
            "“1 200 000 – 1 300 000” is not an amount that we can read. Write it like 1 200 000.",
        ),
        ("1e5", "“1e5” is not an amount that we can read. Write it like 1 200 000."),
        ("١٢٣", "“١٢٣” is not an amount that we can read. Write it like 1 200 000."),
        ("-5", "“-5” is below zero. Write an amount of zero or more."),
        ("SEK −5", "“SEK −5” is below zero. Write an amount of zero or more."),
        ("1.2.2026", "We cannot tell thousands from decimals in “1.2.2026”. Write it like 1 200 000,50."),
        ("1 20 000", "We cannot tell thousands from decimals in “1 20 000”. Write it like 1 200 000,50."),
        ("1,200.000,00", "We cannot tell thousands from decimals in “1,200.000,00”. Write it like 1 200 000,50."),
        ("1234.567", "“1234.567” has more than two decimals. Round it, or write it in full."),
        ("1,200.000", "“1,200.000” has more than two decimals. Round it, or write it in full."),
        ("1,2345678 tkr", "“1,2345678 tkr” has more than two decimals. Round it, or write it in full."),
        ("100 000 000 000,01", "“100 000 000 000,01” is more than we can store. Check the number of digits."),
        ("101 mrd", "“101 mrd” is more than we can store. Check the number of digits."),
        ("SEK 5 EUR", "“SEK 5 EUR” names two currencies or two units. Keep one of them."),
        ("kr 5 EUR", "“kr 5 EUR” names two currencies or two units. Keep one of them."),
        ("5 tusen miljoner", "“5 tusen miljoner” names two currencies or two units. Keep one of them."),
        (
            "5 USD",
            "“USD” is not a currency or a unit that we know. Write the amount like 1 200 000 SEK.",
        ),
        (
            "1.2 billion",
            "“billion” is not a currency or a unit that we know. Write the amount like 1 200 000 SEK.",
        ),
        ("25 %", "“%” in “25 %” is not a part of an amount. Write it like 1 200 000 SEK."),
    ],
)
def test_what_cannot_be_an_amount_is_refused_with_the_way_out(text, message):
    assert fault(text) == message


def test_long_text_is_refused_and_quoted_in_part():
    assert fault("1" * 10_000) == f"“{'1' * 60}” is not an amount that we can read. Write it like 1 200 000."


def test_every_currency_is_read_by_its_code_and_every_word_names_a_currency_that_can_be_stored():
    assert {code: read_amount(f"{code} 5").currency for code in Currency.values} == {code: code for code in Currency}
    assert {word.currency for word in WORDS.values()} == {"", KRONA, *Currency.values}


def test_every_word_is_read_before_and_after_a_number():
    meant = {word: Amount(Decimal(5 * each.scale), each.currency.removeprefix(KRONA)) for word, each in WORDS.items()}

    assert {word: read_amount(f"5 {word}") for word in WORDS} == meant
    assert {word: read_amount(f"5{word}.") for word in WORDS} == meant
    assert {word: read_amount(f"{word} 5") for word in WORDS} == meant
    assert {word: read_amount(f"{word.capitalize()}5") for word in WORDS} == meant


@given(value=VALUES, language=st.sampled_from(LANGUAGES))
def test_what_babel_writes_in_any_language_is_read_back(value, language):
    text = format_decimal(value, "#,##0.00", locale=language)

    assert read_amount(text, language) == Amount(value)


@given(value=VALUES, language=st.sampled_from(LANGUAGES), currency=st.sampled_from(Currency.values))
def test_what_babel_writes_with_a_currency_is_read_back(value, language, currency):
    text = format_currency(value, currency, locale=language, currency_digits=False)
    own_krona = {("sv", "SEK"), ("nb", "NOK"), ("da", "DKK")}  # whose symbol is “kr”

    assert read_amount(text, language) == Amount(value, "" if (language, currency) in own_krona else currency)


@given(value=VALUES, group=st.sampled_from([" ", "\u00a0", NARROW, "'", "’", ".", ","]), point=st.sampled_from(".,"))
@example(value=Decimal(1000), group=".", point=",")
def test_what_is_grouped_by_hand_is_read_back(value, group, point):
    whole, cents = f"{value:.2f}".split(".")
    point = {".": ",", ",": "."}.get(group, point)
    text = f"{int(whole):,}".replace(",", group)

    assert read_amount(f"{text}{point}{cents}").value == value
    assert read_amount(text).value == int(whole)


@given(value=VALUES, currency=st.sampled_from(["", *Currency.values]), language=st.sampled_from(["", *LANGUAGES]))
def test_own_output_is_read_as_itself(value, currency, language):
    once = read_amount(f"{value} {currency}", language)

    assert read_amount(f"{once.value} {once.currency}", language) == once == Amount(value, currency)


@given(
    text=st.one_of(
        st.text(max_size=80),
        st.text(alphabet="0123456789 .,'’-−:€£kKrRmMtTSEN\u00a0()%", max_size=40),
        st.lists(st.sampled_from([*WORDS, "1", "250", "000", ",", ".", " ", "-"]), max_size=12).map("".join),
    ),
    language=st.sampled_from(["", *LANGUAGES]),
)
def test_any_text_is_an_amount_that_can_be_stored_or_refused_in_words(text, language):
    try:
        amount = read_amount(text, language)
    except ValueError:
        return
    assert 0 <= amount.value <= LARGEST
    assert amount.value.as_tuple().exponent == -2
    assert amount.currency in {"", *Currency.values}
