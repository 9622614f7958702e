"""What the names of hosts and mail domains tell about who is behind them. A leaf."""

from urllib.parse import urlsplit

# Second labels under which every country registers bodies of its own: oslo.kommune.no, gov.uk, gv.at, gob.es.
# After the public suffix list, https://publicsuffix.org, shortened to what public buyers of Europe use.
_SHARED = (
    "ac bel co com dep edu fylkeskommune gob gouv gov govt gub gv herad kommune mil net nhs or org police sch stat"
)
SHARED = frozenset(_SHARED.split())
_FREE_MAIL = (
    "aol.com gmail.com gmx.at gmx.ch gmx.de gmx.net googlemail.com hotmail.com hotmail.se icloud.com live.com live.dk"
    " live.no live.se mail.com me.com msn.com outlook.com outlook.dk proton.me protonmail.com seznam.cz"
    " spray.se suomi24.fi t-online.de telia.com tuta.com web.de wp.pl yahoo.com yahoo.se ymail.com"
)
FREE_MAIL = frozenset(_FREE_MAIL.split())


def host_of(website: str) -> str:
    """ "malmo.se" of "https://www.malmo.se/om"; empty if there is none."""
    return (urlsplit(website).hostname or "").removeprefix("www.").rstrip(".")


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].strip().lower().rstrip(".")


def registrable(domain: str) -> str:
    """The part of a domain that one body has registered: two labels, three under a shared one."""
    labels = domain.split(".")
    is_shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SHARED
    return ".".join(labels[-3:] if is_shared else labels[-2:])
