"""Contract values in four bands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.bands import RATES, band_of
from portal.experiences.enums import Currency, ValueBand


@pytest.mark.parametrize(
    ("amount", "currency", "band"),
    [
        ("0", "EUR", ValueBand.SMALL),
        ("249999.99", "EUR", ValueBand.SMALL),
        ("250000", "EUR", ValueBand.MEDIUM),
        ("999999.99", "EUR", ValueBand.MEDIUM),
        ("1000000", "EUR", ValueBand.LARGE),
        ("4999999.99", "EUR", ValueBand.LARGE),
        ("5000000", "EUR", ValueBand.VERY_LARGE),
        ("999999999999.99", "EUR", ValueBand.VERY_LARGE),
        ("2500000", "SEK", ValueBand.SMALL),
        ("3000000", "SEK", ValueBand.MEDIUM),
        ("240000", "GBP", ValueBand.MEDIUM),
        ("90000000", "HUF", ValueBand.SMALL),
    ],
)
def test_amount_falls_into_the_band_of_its_euros(amount, currency, band):
    assert band_of(Decimal(amount), currency) is band


@pytest.mark.parametrize(("amount", "currency"), [(None, "EUR"), (Decimal(1), ""), (Decimal(1), "USD")])
def test_amount_that_is_not_known_has_no_band(amount, currency):
    assert band_of(amount, currency) is None


def test_every_currency_has_a_rate():
    assert set(RATES) == set(Currency)
    assert RATES[Currency.EUR] == 1


@given(st.decimals(0, 10**11, places=2), st.decimals(0, 10**11, places=2), st.sampled_from(Currency))
def test_more_money_is_never_a_lower_band(one, other, currency):
    less, more = (list(ValueBand).index(band_of(each, currency)) for each in sorted([one, other]))

    assert less <= more
