"""A criterion whose next version changes a bit of everything."""

from datetime import date

from registry.takeaway.redline import make_redline
from tests.factories.history import followed_by
from tests.factories.registry import VersionFactory, battery_content

TODAY = date(2026, 11, 23)
OLD = battery_content()
_BLOCKS = {
    "purpose": "A battery that lasts keeps a <good> phone in use.",
    "requirement.2": "The battery shall\n\n1. keep at least {share} % of its capacity after {cycles} full charge"
    " cycles;\n2. be easy to take out;\n3. tell its user how many cycles it has been through.",
    "requirement.3": "The battery shall keep at least {share} % of its capacity after {cycles} full charge cycles.",
    "guidance": "Ask early.\n\nTell bidders why.",
}
NEW = battery_content(
    levels={**OLD.levels, 1: {"cycles": "1000", "share": "80"}, 3: {"cycles": "1200", "share": "85"}},
    proof=OLD.proof[:1],
    cpv=("32250000-0", "32252110-8"),
    texts={"en": {name: text for name, text in {**OLD.texts["en"], **_BLOCKS}.items() if name != "proof.label"}},
)
SINCE = date(2026, 9, 1)


def two_versions(code="BAT-01", *, old=OLD, new=NEW):
    """An older version and the newer one that took its place."""
    first = VersionFactory(criterion__code=code, body=old)
    return first, followed_by(first, "2.0.0", SINCE, body=new)


def redline_of(*pairs, language="en", **facts):
    return make_redline([(old.pk, new.pk) for old, new in pairs], language=language, on=TODAY, **facts)
