"""Fields of tenders take what stands in tender documents, and say what is wrong in words that help."""

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.amounts import Amount
from portal.experiences.enums import Currency
from portal.experiences.forms.fields import (
    AmountField,
    CountField,
    CpvField,
    NoticeField,
    cpv_hints,
    settle_currency,
    shown_amount,
)
from portal.experiences.models.edition import is_notice
from registry.cpv import CPV

LANGUAGES = ("en", "sv", "nb", "fi", "da")


class MoneyForm(forms.Form):
    currency = forms.ChoiceField(choices=[("", "—"), *Currency.choices], required=False)
    estimated_value = AmountField(required=False)
    awarded_value = AmountField(required=False)

    def clean(self):
        settle_currency(self, ("estimated_value", "awarded_value"))


def fault(field, typed):
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    return caught.value.messages


def money(currency="", estimated="", awarded=""):
    form = MoneyForm({"currency": currency, "estimated_value": estimated, "awarded_value": awarded})
    form.is_valid()
    return form


def test_amount_field_gives_the_amount_and_its_currency():
    assert AmountField().clean("1,2 M€") == Amount(Decimal(1_200_000), "EUR")


@pytest.mark.parametrize("typed", ["", None, "  ", "\u200b"])
def test_no_amount_is_none(typed):
    assert AmountField(required=False).clean(typed) is None


def test_amount_is_read_by_the_habits_of_the_page():
    with override("da"):
        assert AmountField().clean("1,250 M€").value == 1_250_000
    with override("en"):
        assert AmountField().clean("1.250 M€").value == 1_250_000


def test_what_is_no_amount_says_so_at_the_field():
    assert fault(AmountField(), "-5") == ["“-5” is below zero. Write an amount of zero or more."]


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "1,200,000"), ("sv", "1 200 000"), ("nb", "1 200 000"), ("fi", "1 200 000"), ("da", "1.200.000")],
)
def test_stored_amount_stands_in_the_field_as_its_reader_writes_it(language, shown):
    with override(language):
        assert AmountField().prepare_value(Decimal("1200000.00")).replace("\u00a0", " ") == shown


def test_what_was_typed_stands_in_the_field_as_it_was():
    assert AmountField().prepare_value("1,2 M€") == "1,2 M€"


@given(cents=st.integers(0, 10**13), language=st.sampled_from(LANGUAGES))
def test_shown_amount_is_read_back(cents, language):
    value = Decimal(cents) / 100

    with override(language):
        assert AmountField().clean(shown_amount(value)) == Amount(value)


def test_currency_of_an_amount_becomes_the_currency_of_the_tender():
    form = money(estimated="1,2 M€", awarded="1 150 000")

    assert form.errors == {}
    assert form.cleaned_data == {"currency": "EUR", "estimated_value": 1_200_000, "awarded_value": 1_150_000}


def test_amount_in_the_chosen_currency_is_taken():
    assert money("SEK", "3,5 MSEK").cleaned_data == {
        "currency": "SEK",
        "estimated_value": 3_500_000,
        "awarded_value": None,
    }


def test_krona_takes_the_chosen_currency():
    assert money("NOK", "kr 2 000 000,-").cleaned_data["currency"] == "NOK"


def test_amount_in_another_currency_than_the_chosen_one_is_refused():
    form = money("SEK", "1,2 M€", "900 000")

    assert form.errors == {
        "estimated_value": ["This amount is in EUR, the currency of this tender is SEK. Make them one."]
    }
    assert form.cleaned_data == {"currency": "SEK", "awarded_value": 900_000}


def test_two_amounts_in_two_currencies_are_refused():
    form = money("", "1,2 M€", "5 MSEK")

    assert form.errors == {
        "awarded_value": ["This amount is in SEK, the currency of this tender is EUR. Make them one."]
    }


def test_amount_that_cannot_be_read_leaves_the_other_one_alone():
    form = money("", "much", "5 MSEK")

    assert list(form.errors) == ["estimated_value"]
    assert form.cleaned_data == {"currency": "SEK", "awarded_value": 5_000_000}


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("32250000-0", ["32250000-0"]),
        ("32250000", ["32250000-0"]),
        ("30213200", ["30213200-7"]),
        ("32250000-0, 30213200-7", ["32250000-0", "30213200-7"]),
        ("32250000 30213200", ["32250000-0", "30213200-7"]),
        ("32250000 - 30213200", ["32250000-0", "30213200-7"]),
        ("32250000-0/30213200-7", ["32250000-0", "30213200-7"]),
        ("32250000-0\r\n30213200-7\r\n", ["32250000-0", "30213200-7"]),
        ("32250000–0; 32250000-0", ["32250000-0"]),
        ("CPV: 32250000-0 Mobile telephones", ["32250000-0"]),
        (["32250000-0"], ["32250000-0"]),
        ("", []),
    ],
)
def test_cpv_codes_are_read_between_anything_that_separates(typed, codes):
    assert CpvField(required=False).clean(typed) == codes


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("3225000", "3225000"),
        ("322500000", "322500000"),
        ("32250000-0, 3021", "3021"),
        ("32250000-00", "00"),
        ("phones", "phones"),
    ],
)
def test_what_is_no_cpv_code_is_named(typed, named):
    assert fault(CpvField(), typed) == [f"“{named}” is not a CPV code. A code has eight digits: 32250000-0."]


def test_more_codes_than_anybody_reads_are_refused():
    typed = " ".join(f"{number:08}" for number in range(21))

    assert fault(CpvField(), typed) == ["There are more than 20 CPV codes. Keep those that matter most."]


def test_stored_codes_stand_in_the_field_and_are_read_back():
    codes = list(CPV)[:20]

    assert CpvField().clean(CpvField().prepare_value(codes)) == codes


def test_another_check_digit_is_kept_and_hinted_at():
    assert CpvField().clean("32250000-1") == ["32250000-1"]
    assert cpv_hints(["30213200-7", "32250000-1"]) == [
        "The last digit of 32250000-1 would be 0. Compare the code with your notice."
    ]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("554113-2026", "554113-2026"),
        ("00554113-2026", "554113-2026"),
        (" TED 554113-2026 ", "554113-2026"),
        ("https://ted.europa.eu/en/notice/-/detail/554113-2026", "554113-2026"),
        ("https://ted.europa.eu/sv/notice/-/detail/554113-2026?utm=1-2", "554113-2026"),
        ("ted.europa.eu/en/notice/554113-2026/pdf", "554113-2026"),
        ("http://www.ted.europa.eu/udl?uri=TED:NOTICE:554113-2019:TEXT:EN:HTML", "554113-2019"),
        ("2019/S 123-456789", "456789-2019"),
        ("2019/S 001-000001", "1-2019"),
        ("2019 / S 123 - 456789", "456789-2019"),
        ("OJ S 86/2024 251234-2024", "251234-2024"),
        ("554113-2026, 554113-2026", "554113-2026"),
        ("", ""),
    ],
)
def test_notice_is_found_however_it_is_pointed_at(typed, number):
    assert NoticeField(required=False).clean(typed) == number


@pytest.mark.parametrize("typed", ["554113", "554113-26", "2026-554113", "123456789-2026", "0-2026", "the notice"])
def test_what_is_no_notice_number_is_told_how_one_looks(typed):
    assert fault(NoticeField(), typed) == [
        f"We find no TED notice number in “{typed}”. It is digits, a hyphen and a year, for example 554113-2026."
    ]


@pytest.mark.parametrize(
    "typed", ["https://example.org/554113-2026", "https://example.org/ted.europa.eu/554113-2026", "//x.test/1-2026"]
)
def test_address_of_another_site_is_refused(typed):
    assert fault(NoticeField(), typed) == [
        f"“{typed}” is not an address of ted.europa.eu. Write the number of the notice, for example 554113-2026."
    ]


def test_two_notices_are_refused():
    typed = "554113-2026 and 600001-2026"

    assert fault(NoticeField(), typed) == [f"“{typed}” names several notices. Keep the one of this tender."]


@given(st.one_of(st.text(max_size=40), st.text(alphabet="0123456789-/S 2", max_size=30)))
def test_any_text_is_a_notice_number_that_can_be_stored_or_refused(text):
    try:
        number = NoticeField(required=False).clean(text)
    except ValidationError:
        return
    assert number == "" or is_notice(number) is None


@pytest.mark.parametrize(("typed", "number"), [("3", 3), ("0", 0), (" 1 200 ", 1200), (48, 48), ("32767", 32_767)])
def test_count_is_read(typed, number):
    assert CountField().clean(typed) == number


@pytest.mark.parametrize("typed", ["32768", "40 000"])
def test_count_that_cannot_be_stored_is_refused(typed):
    assert fault(CountField(), typed) == [
        f"{typed.replace(' ', '')} is more than we can store. Check the number of digits."
    ]
