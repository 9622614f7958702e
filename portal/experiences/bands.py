"""Contract values of many currencies in four bands, to find tenders of one's own size by. A leaf."""

from decimal import Decimal

from portal.experiences.enums import Currency, ValueBand

# Units of a currency to the euro: averages of 2024 of the European Central Bank's reference rates, rounded to two
# places. They only sort a tender into a band; no amount is ever shown converted.
RATES = {
    Currency.EUR: Decimal(1),
    Currency.SEK: Decimal("11.43"),
    Currency.NOK: Decimal("11.63"),
    Currency.DKK: Decimal("7.46"),
    Currency.ISK: Decimal("149.31"),
    Currency.CHF: Decimal("0.95"),
    Currency.GBP: Decimal("0.85"),
    Currency.PLN: Decimal("4.31"),
    Currency.CZK: Decimal("25.12"),
    Currency.HUF: Decimal("395.30"),
    Currency.RON: Decimal("4.97"),
}
_UPPER = (
    (Decimal(250_000), ValueBand.SMALL),
    (Decimal(1_000_000), ValueBand.MEDIUM),
    (Decimal(5_000_000), ValueBand.LARGE),
)


def band_of(value: Decimal | None, currency: str) -> ValueBand | None:
    """The band of an amount; None if it is not known in a currency that is."""
    if value is None or currency not in RATES:
        return None
    euros = value / RATES[Currency(currency)]
    return next((band for upper, band in _UPPER if euros < upper), ValueBand.VERY_LARGE)
