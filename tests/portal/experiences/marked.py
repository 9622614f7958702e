"""An edition with a trace of its own in every field of every section: what shows a trace, shows the section.

Numbers are traces too: their digits are the same however a page writes them. ``traces_in`` finds them in anything.
"""

import re
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import unquote

from portal.experiences.enums import Again, Audience, Challenge, PriceOutcome, Section, Usage, Verification
from portal.experiences.models import Edition
from registry.models import CriterionVersion
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    LessonFactory,
    SupplierFactory,
)
from tests.factories.registry import VersionFactory

SUPPLIER = "Tracesupplier"  # called so without its legal form
TRACES: dict[Section, tuple[str, ...]] = {
    Section.TENDER: ("TRACETENDER", "PAPEROFTENDER"),
    Section.VALUES: ("1111111", "2222222", "PAPEROFVALUES"),
    Section.CRITERIA: ("TRC-01", "TRACECHANGE", "TRACEREASON", "TRACEPROOF", "TRACERELAXED", "1234", "PAPEROFCRITERIA"),
    Section.OUTCOME: ("7717", "TRACECHALLENGE", "TRACEAGAIN", "PAPEROFOUTCOME"),
    Section.LESSONS: ("TRACELESSON", "PAPEROFLESSONS"),
    Section.CONTACT: ("TRACECONTACT", "PAPEROFCONTACT"),
}
# What belongs to two sections is seen by whoever sees both.
TRACES_OF_BOTH = {(Section.CRITERIA, Section.OUTCOME): ("6616",), (Section.VALUES, Section.OUTCOME): ("+100",)}
# The same in the words of the database, which pages translate and stand elsewhere too.
WORDS: dict[Section, tuple[str, ...]] = {
    Section.VALUES: ("large", "EUR"),
    Section.CRITERIA: ("sample", "adapted"),
    Section.OUTCOME: ("upheld", "with_changes", "higher"),
}
GROUPED = re.compile(r"(?<=\d)[\s,.'’](?=\d)")  # 1,234 and 1 234 are 1234


def marked(**facts: Any) -> Edition:
    """A draft that is complete in every section; ``facts`` say who may see which."""
    edition = EditionFactory.create(
        **{
            "title": "Tender TRACETENDER",
            "summary": "TRACETENDER",
            "currency": "EUR",
            "estimated_value": Decimal("1111111.00"),
            "awarded_value": Decimal("2222222.00"),
            "bids": 7717,
            "price_outcome": PriceOutcome.HIGHER,
            "challenge": Challenge.UPHELD,
            "challenge_text": f"TRACECHALLENGE of {SUPPLIER}",
            "again": Again.WITH_CHANGES,
            "again_text": "TRACEAGAIN",
            "contact_role": "TRACECONTACT",
            **facts,
        }
    )
    SupplierFactory(edition=edition, name=f"{SUPPLIER} Ltd", is_winner=True)
    LessonFactory(edition=edition, text="TRACELESSON")
    CitationFactory(
        edition=edition,
        version=CriterionVersion.objects.filter(criterion__code="TRC-01").first()
        or VersionFactory(criterion__code="TRC-01"),
        values={"cycles": "1234"},
        usage=Usage.ADAPTED,
        change="TRACECHANGE",
        change_reason="TRACEREASON",
        bidders_met=6616,
        verification=Verification.SAMPLE,
        verification_text="TRACEPROOF",
        relaxed="TRACERELAXED",
    )
    for section in Section:
        ExperienceDocumentFactory(edition=edition, section=section, title=f"PAPEROF{section.name}")
    return edition


def closed(*sections: Section, to: Audience) -> dict[str, Audience]:
    """The facts that keep sections from an audience."""
    narrower = {Audience.EVERYONE: Audience.MEMBERS, Audience.MEMBERS: Audience.OWN}[to]
    return {f"{section.value}_visibility": narrower for section in sections}


def traces_of(*sections: Section, words: bool = False) -> set[str]:
    """Every trace of these sections; with the database's ``words`` for what no page has translated."""
    found = {trace for section in sections for trace in (*TRACES[section], *(WORDS.get(section, ()) if words else ()))}
    return found | {trace for both, traces in TRACES_OF_BOTH.items() if set(both) & set(sections) for trace in traces}


def traces_in(content: object, *sections: Section, words: bool = False) -> list[str]:
    """The traces of these sections that occur in something, however its numbers are written."""
    text = unquote(unescape(content.decode() if isinstance(content, bytes) else str(content)))
    both = f"{text}\n{re.sub(GROUPED, '', text)}"
    return sorted(
        trace
        for trace in traces_of(*sections, words=words)
        if re.search(rf"(?<![A-Za-z0-9]){re.escape(trace)}(?![A-Za-z0-9])", both)
    )
