"""What people type and paste is taken as it was meant; what cannot be stored is told with what was typed."""

from datetime import date

import pytest
from babel.numbers import format_decimal
from django import forms
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.front.fields import (
    DayField,
    LineField,
    MailField,
    ParagraphField,
    QuantityField,
    WebField,
    month_named,
    tidy,
)


def fault(field, typed):
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    return caught.value.messages


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  City of  Example ", "City of Example"),
        ("City\u200b of\u00ad Example\ufeff", "City of Example"),
        ("City\u00a0of\tExample\r\n", "City of Example"),
        ("Cit\x00y", "City"),
        ("\u202eCity", "City"),
        ("Malmö stad – IT", "Malmö stad – IT"),
    ],
)
def test_line_is_tidied(typed, meant):
    assert tidy(typed) == meant
    assert LineField().clean(typed) == meant


def test_paragraph_keeps_its_lines_and_nothing_invisible():
    assert ParagraphField().clean("  First\u200b line\r\nsecond line\n\n") == "First line\nsecond line"


def test_line_that_is_too_long_is_refused_and_not_cut():
    assert fault(LineField(max_length=5), "123456") == ["Ensure this value has at most 5 characters (it has 6)."]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6500", 6500),
        ("6 500", 6500),
        ("6.500", 6500),
        ("6,500", 6500),
        ("6\u00a0500", 6500),
        ("6\u202f500", 6500),
        ("6'500", 6500),
        ("1 234 567", 1234567),
        ("0", 0),
        (" 12\u200b ", 12),
        (6500, 6500),
        (0, 0),
    ],
)
def test_quantity_is_read_however_it_is_grouped(typed, meant):
    assert QuantityField().clean(typed) == meant


@given(number=st.integers(min_value=0, max_value=100_000_000), language=st.sampled_from(settings.LANGUAGES))
def test_quantity_written_as_in_any_language_is_read_back(number, language):
    with override(language[0]):
        assert QuantityField().clean(format_decimal(number, locale=language[0])) == number
        assert QuantityField().clean(intcomma(number)) == number


@pytest.mark.parametrize("typed", ["", "  ", None, "\u200b"])
def test_no_quantity_is_none(typed):
    assert QuantityField(required=False).clean(typed) is None


@pytest.mark.parametrize(
    "typed", ["6,5", "6.5", "-3", "about 600", "6 50", "1.234,567", "1 234.567", "1.23.456", "1e5", "٦٥", "6500 pcs"]
)
def test_what_is_no_whole_number_is_told_with_what_was_typed(typed):
    assert fault(QuantityField(), typed) == [f"“{typed}” is not a whole number. Write digits only, for example 6500."]


def test_quantity_beyond_all_measure_is_refused():
    assert fault(QuantityField(), "9999999999") == ["9999999999 is more than we can store. Check the number of digits."]


@pytest.mark.parametrize(
    "typed",
    [
        "31.12.2027",
        "31/12/2027",
        "31-12-2027",
        "31 12 2027",
        "31. 12. 2027",
        "2027-12-31",
        "2027/12/31",
        "31 December 2027",
        "31. december 2027",
        "31 dec 2027",
        "31 Dec. 2027",
        " 31.12.2027\u200b",
    ],
)
def test_day_is_read_in_many_forms(typed):
    assert DayField().clean(typed) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("language", "typed"),
    [("sv", "3 oktober 2027"), ("nb", "3. oktober 2027"), ("da", "3. okt 2027"), ("fi", "3. lokakuuta 2027")],
)
def test_month_is_known_by_its_name_in_the_readers_language(language, typed):
    with override(language):
        assert DayField().clean(typed) == date(2027, 10, 3)


def test_month_is_known_in_english_on_every_page():
    with override("fi"):
        assert (month_named("october"), month_named("blursday")) == (10, None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2027", date(2027, 12, 31)),
        ("12/2027", date(2027, 12, 31)),
        ("2 2028", date(2028, 2, 29)),
        ("February 2027", date(2027, 2, 28)),
        ("31.3.2027", date(2027, 3, 31)),
    ],
)
def test_month_or_year_is_its_last_day_where_that_will_do(typed, meant):
    assert DayField(open_ended=True).clean(typed) == meant


@pytest.mark.parametrize("typed", ["2027", "12/2027", "December 2027", "31.2.2027", "soon", "1.1.0027", "31.12.27"])
def test_what_names_no_day_is_told_with_what_was_typed(typed):
    assert fault(DayField(), typed) == [
        f"“{typed}” is not a date that we can read. Write day, month and year, for example 31.12.2027."
    ]


@pytest.mark.parametrize("typed", ["13/2027", "9999"])
def test_no_month_and_no_year_of_ours_is_refused(typed):
    assert fault(DayField(open_ended=True), typed) != []


def test_day_is_shown_again_in_a_form_that_is_read():
    field = DayField()

    shown = field.prepare_value(date(2027, 3, 1))

    assert (shown, field.clean(shown)) == ("1.3.2027", date(2027, 3, 1))
    assert field.prepare_value("soon") == "soon"


@given(day=st.dates(date(1900, 1, 1), date(2200, 12, 31)), language=st.sampled_from(settings.LANGUAGES))
def test_day_is_read_back_as_the_field_shows_it_and_as_pages_of_any_language_do(day, language):
    with override(language[0]):
        assert DayField().clean(DayField().prepare_value(day)) == day
        assert DayField().clean(day.isoformat()) == day
        assert DayField().clean(date_format(day, "DATE_FORMAT")) == day


@pytest.mark.parametrize(
    "typed",
    ["name@example.org", " name@example.org\u200b", "mailto:name@example.org", "<name@example.org>"],
)
def test_address_is_taken_as_it_is_pasted(typed):
    assert MailField().clean(typed) == "name@example.org"


@pytest.mark.parametrize(
    "typed", ["name", "name@", "a@b@example.org", f"{'a' * 60}@{'b' * 200}.org", "a b@example.org"]
)
def test_what_is_no_address_gets_one_message(typed):
    assert fault(MailField(), typed) == ["This is not an e-mail address. Write it like name@example.org."]


def test_address_cannot_bring_a_header_of_its_own():
    assert fault(MailField(), "name@example.org\r\nBcc: all@example.org") == [
        "This is not an e-mail address. Write it like name@example.org."
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("malmo.se", "https://malmo.se"),
        ("www.malmo.se", "https://www.malmo.se"),
        ("http://malmo.se/it", "http://malmo.se/it"),
        (" https://malmo.se\u200b ", "https://malmo.se"),
    ],
)
def test_web_address_needs_no_scheme(typed, meant):
    assert WebField().clean(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["nowhere", "javascript:alert(1)", "we have none", "ftp://example.org", "mailto:a@example.org", "https://"],
)
def test_what_is_no_web_address_gets_one_message(typed):
    assert fault(WebField(), typed) == ["This is not a web address. Write it like www.example.org."]


def test_web_address_that_is_too_long_is_told_by_how_much_and_not_called_wrong():
    assert fault(WebField(), f"https://example.org/{'a' * 200}") == [
        "This web address has 220 characters, and we can store 200. Give the address of a page above it."
    ]
    assert WebField().clean(f"https://example.org/{'a' * 180}") == f"https://example.org/{'a' * 180}"


def test_address_of_somebody_else_is_not_suggested_by_the_browser():
    own, anothers = MailField(), MailField(widget=forms.EmailInput(attrs={"autocomplete": "off"}))

    assert [field.widget.attrs["autocomplete"] for field in (own, anothers)] == ["email", "off"]
    assert [field.widget.attrs["spellcheck"] for field in (own, anothers)] == ["false", "false"]
