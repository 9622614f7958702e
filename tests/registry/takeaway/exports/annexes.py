"""An annex to export: three kinds, two levels, own values, a weight, a translation."""

from datetime import date

from registry.enums import CriterionKind
from registry.takeaway.annex import Annex, make_annex
from registry.takeaway.basket import Basket, BasketItem
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content

TODAY = date(2026, 11, 23)
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://evil.example")', "|calc", "%0A=1"]


def annex_of(*items: BasketItem, language: str = "en", **facts: object) -> Annex:
    return make_annex(Basket(items=items, **facts), language=language, on=TODAY)  # type: ignore[arg-type]


def item(code: str, level: int = 1, weight: str = "", **values: str) -> BasketItem:
    return BasketItem(code=code, number="1.0.0", level=level, values=values, weight=weight)


def sample_annex(language: str = "en", **facts: object) -> Annex:
    """Two specifications, an award criterion and a clause, all translated where ``language`` is not English."""
    blocks = {
        "proof.eprel": "A test report on {cycles} cycles.",
        "follow_up": "The buyer reads the count of a sample after {cycles} cycles.",
    }
    kinds = {
        "BAT-01": CriterionKind.TECHNICAL_SPECIFICATION,
        "BAT-02": CriterionKind.TECHNICAL_SPECIFICATION,
        "CLI-01": CriterionKind.AWARD,
        "TAK-01": CriterionKind.PERFORMANCE,
    }
    for code, kind in kinds.items():
        body = battery_content(blocks=blocks, suggested_weight=(5, 15) if kind == CriterionKind.AWARD else None)
        version = VersionFactory(criterion__code=code, criterion__kind=kind, body=body)
        if language != "en":
            TranslationFactory(version=version, language=language)
    items = [item("BAT-01", 2, cycles="1200"), item("BAT-02"), item("CLI-01", weight="12.5"), item("TAK-01", 2)]
    return annex_of(*items, language=language, **facts)
