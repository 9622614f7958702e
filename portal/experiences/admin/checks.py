"""What a coordinator looks for in a record before others read it: sentences and hints, which decide nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.experiences.comparing import Widened
from portal.experiences.enums import Audience, CitedAs, Section
from portal.experiences.hints import Hint, hints_in
from portal.experiences.models import Edition
from portal.experiences.showing import FEWEST_BIDS
from portal.experiences.statements import written_in
from portal.files.models import Verdict
from portal.members.models import Organisation
from portal.members.moderation import Check

AROUND = 40  # characters before and after what a hint has found
# One or two bids, in the words of the five languages; only where a record keeps its figures from the public.
FEW_BIDS = re.compile(
    r"\b(?:one|two|(?:a )?single|[12]|(?:bara|bare|endast|kun) et?t?|ett enda|två|to|yksi|yhden|kaksi|kahden)\s"
    r"(?:\w+\s)?(?:bids?|bidders?|offers?|anbud\w*|tilbud\w*|tarjou\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FoundHint:
    """A hint with the place and the words around it."""

    where: str
    hint: Hint
    before: str
    after: str


def known_names(edition: Edition) -> list[str]:
    """Names of members and of the record's suppliers, which are no names of people."""
    names = [name for row in Organisation.objects.values_list("name", "own_name") for name in row]
    return [*names, edition.experience.buyer, *(supplier.name for supplier in edition.suppliers.all())]


def hints_of(edition: Edition, known: Iterable[str]) -> list[FoundHint]:
    """Hints at personal data in everything that the authors wrote in words of their own."""
    known = list(known)
    return [
        _around(f"{where}: {statement.label}", statement.text, hint)
        for where, statement in written_in(edition)
        for hint in hints_in(statement.text, known)
    ]


def _around(where: str, text: str, hint: Hint) -> FoundHint:
    start, end = max(0, hint.start - AROUND), hint.end + AROUND
    before = ("…" if start else "") + text[start : hint.start]
    after = text[hint.end : end] + ("…" if end < len(text) else "")
    return FoundHint(where, hint, *(re.sub(r"\s+", " ", words) for words in (before, after)))


def checks_of(edition: Edition, *, widened: Iterable[Widened], hints: Iterable[FoundHint]) -> list[Check]:
    """All that can be said of an edition that waits; its rows are read."""
    return [
        has_hints(len(list(hints))),
        *shares_more(widened),
        *names_suppliers(edition),
        *tells_few_bids(edition),
        *cites_withdrawn(edition),
        *has_documents(edition),
    ]


def has_hints(count: int) -> Check:
    if not count:
        return Check(True, _("Nothing in the texts looks like personal data. Names inside a sentence are not found."))
    sentence = ngettext(
        "%(count)s place may hold personal data; it is listed under “Hints”.",
        "%(count)s places may hold personal data; they are listed under “Hints”.",
        count,
    )
    return Check(False, sentence % {"count": count})


def shares_more(widened: Iterable[Widened]) -> Iterator[Check]:
    for each in widened:
        words = {"what": each.what, "was": each.was, "now": each.now}
        yield Check(False, _("More people will see this than before: %(what)s. Before: %(was)s. Now: %(now)s.") % words)


def names_suppliers(edition: Edition) -> Iterator[Check]:
    """Of suppliers that a wider audience than the organisation gets to know."""
    audience = edition.audience_of(Section.OUTCOME)
    names = [supplier.name for supplier in edition.suppliers.all()]
    if not names:
        return
    if edition.suppliers_anonymous:
        yield Check(True, _("Suppliers are not named: others read “Supplier A”."))
    elif audience is not Audience.OWN:
        words = {"names": ", ".join(names), "audience": str(audience.label)}
        yield Check(False, _("Suppliers are named. Who may see it: %(audience)s. Named: %(names)s.") % words)


def tells_few_bids(edition: Edition) -> Iterator[Check]:
    """A text may give away what the figures keep back."""
    keeps_back = edition.bids is None or edition.bids < FEWEST_BIDS
    if not keeps_back or edition.visibility != Audience.EVERYONE:
        return
    for where, statement in written_in(edition):
        if match := FEW_BIDS.search(statement.text):
            words = {"where": f"{where}: {statement.label}", "found": match[0]}
            yield Check(
                False,
                _(
                    "Fewer than three bids are known, so their number is not public, but a text seems to tell it:"
                    " “%(found)s” (%(where)s)."
                )
                % words,
            )


def cites_withdrawn(edition: Edition) -> Iterator[Check]:
    withdrawn = [str(row) for row in edition.citations.all() if row.cited_as == CitedAs.WITHDRAWN]
    if withdrawn:
        names = ", ".join(withdrawn)
        yield Check(
            False, _("Withdrawn versions are cited, as a past tender may have had them: %(names)s.") % {"names": names}
        )


def has_documents(edition: Edition) -> Iterator[Check]:
    """Documents are shown as they are: nobody's name is replaced in them."""
    documents = list(edition.documents.all())
    if any(row.verdict == Verdict.WAITING for row in documents):
        yield Check(False, _("A document is still being checked for viruses. Nobody can open it before that."))
    shared = [row for row in documents if edition.audience_of(Section(row.section)) is not Audience.OWN]
    if shared:
        sentence = ngettext(
            "%(count)s document goes to others as it is. Open it and look for names of people and suppliers.",
            "%(count)s documents go to others as they are. Open them and look for names of people and suppliers.",
            len(shared),
        )
        yield Check(False, sentence % {"count": len(shared)})
