"""What a reviewer would otherwise look up by hand: a sentence each, fine or a warning, that decides nothing."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from portal.files.models import Verdict
from portal.joining.admin.domains import FREE_MAIL, domain_of, host_of, registrable
from portal.joining.models import JoinRequest
from portal.members.countries import country_name, nuts_prefix
from portal.members.models import Organisation
from portal.members.moderation import Check

# Words that say what kind of body it is, not which one.
_KINDS = "city kaupunki kommun kommune kunta municipality of stad the town"
KINDS = frozenset(_KINDS.split())
PERSONS = re.compile(r"[^\W\d_]{2,}[._-][^\W\d_]{2,}")
_OFFICES = (
    "anskaffelse anskaffelser contact digital hankinnat hankinta ict indkob info inkop it kirjaamo kommun kommune"
    " kontakt mail office post procurement public purchasing registrator service stad tender udbud upphandling"
)
OFFICES = frozenset(_OFFICES.split())


class Named(Protocol):
    name: str
    own_name: str
    website: str


def checks_of(
    join_request: JoinRequest, *, organisations: Iterable[Organisation], others: Iterable[JoinRequest], today: date
) -> list[Check]:
    """All that can be said of a request; ``others`` are the other open requests."""
    found = [
        is_new_here(join_request, organisations),
        is_asked_once(join_request, others),
        has_mail_of_its_website(join_request.email, join_request.website),
        has_contact_of_a_department(join_request.contact_email),
        *has_region_of_its_country(join_request.country, join_request.nuts),
    ]
    if join_request.is_public_buyer:
        found += [*has_mandate_by(join_request.decided_on, today=today), has_evidence(join_request)]
    return found


def is_new_here(join_request: JoinRequest, organisations: Iterable[Organisation]) -> Check:
    known = [str(row) for row in organisations if row.pk != join_request.organisation_id and alike(row, join_request)]
    if known:
        return Check(False, _("In the list of organisations already, it seems: %(names)s.") % {"names": _list(known)})
    return Check(True, _("No organisation in the list has this name or website."))


def is_asked_once(join_request: JoinRequest, others: Iterable[JoinRequest]) -> Check:
    rivals = [other.reference for other in others if other.pk != join_request.pk and alike(other, join_request)]
    if rivals:
        return Check(
            False, _("Another open request seems to be of the same authority: %(names)s.") % {"names": _list(rivals)}
        )
    return Check(True, _("No other open request has this name or website."))


def has_mail_of_its_website(email: str, website: str) -> Check:
    domain, host = domain_of(email), host_of(website)
    words = {"domain": domain, "host": host or "–"}
    if domain in FREE_MAIL:
        return Check(False, _("The applicant writes from %(domain)s, where anybody can have an address.") % words)
    if not host or registrable(domain) != registrable(host):
        return Check(False, _("The applicant's address at %(domain)s does not fit the website %(host)s.") % words)
    return Check(True, _("The applicant's address at %(domain)s fits the website %(host)s.") % words)


def has_contact_of_a_department(address: str) -> Check:
    local = address.partition("@")[0]
    if PERSONS.fullmatch(local) and not OFFICES & set(re.split(r"[._-]", local.lower())):
        return Check(
            False, _("The contact address %(address)s looks like a person's; it will be public.") % {"address": address}
        )
    return Check(True, _("The contact address %(address)s does not look like a person's.") % {"address": address})


def has_region_of_its_country(country: str, nuts: str) -> Iterator[Check]:
    if country and nuts:
        fits = nuts.startswith(nuts_prefix(country))
        sentence = (
            _("The NUTS code %(nuts)s fits the country: %(country)s.")
            if fits
            else _("The NUTS code %(nuts)s does not fit the country: %(country)s.")
        )
        yield Check(fits, sentence % {"nuts": nuts, "country": country_name(country)})


def has_mandate_by(decided_on: date | None, *, today: date) -> Iterator[Check]:
    if decided_on:
        fits = decided_on <= today
        yield Check(fits, _("The decision has been taken.") if fits else _("The day of the decision is in the future."))


def has_evidence(join_request: JoinRequest) -> Check:
    verdicts = [each.verdict for each in join_request.evidence.all()]
    if Verdict.CLEAN in verdicts:
        return Check(True, _("There is a document to read."))
    if Verdict.WAITING in verdicts:
        return Check(False, _("Its document is still being checked and cannot be opened yet."))
    return Check(False, _("There is no document yet; read why under “Evidence”."))


def alike(one: Named, other: Named) -> bool:
    """Whether both may be the same authority: by a name, whatever kind of body it calls itself, or by the website."""
    hosts = {host_of(one.website), host_of(other.website)}
    if len(hosts) == 1 and "" not in hosts:
        return True
    return bool(_names(one) & _names(other))


def _names(row: Named) -> set[frozenset[str]]:
    """Each name as its telling words: "City of Malmö" and "Malmö stad" are both {"malmö"}."""
    telling = (frozenset(re.findall(r"\w+", name.casefold())) - KINDS for name in (row.name, row.own_name))
    return {words for words in telling if words}


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
