"""Codes of the Common Procurement Vocabulary (CPV 2008, Regulation (EC) No 213/2008) that the registry knows."""

from django.utils.translation import gettext_lazy as _

CPV = {
    "30200000-1": _("Computer equipment and supplies"),
    "30213100-6": _("Portable computers"),
    "30213200-7": _("Tablet computers"),
    "30230000-0": _("Computer-related equipment"),
    "30237000-9": _("Parts, accessories and supplies for computers"),
    "31158000-8": _("Chargers"),
    "31158100-9": _("Battery chargers"),
    "31422000-0": _("Battery packs"),
    "31440000-2": _("Batteries"),
    "32000000-3": _("Radio, television, communication and related equipment"),
    "32250000-0": _("Mobile telephones"),
    "32252000-4": _("GSM telephones"),
    "32550000-3": _("Telephone equipment"),
    "32551300-3": _("Telephone headsets"),
    "48219300-9": _("Administration software package"),
    "50300000-8": _("Repair and maintenance of computers, office, telecommunications and audio-visual equipment"),
    "50330000-7": _("Maintenance of telecommunications equipment"),
    "50333200-0": _("Repair and maintenance of radiotelephony apparatus"),
    "50334140-8": _("Repair and maintenance of telephone sets"),
    "64212000-5": _("Mobile-telephone services"),
    "66114000-2": _("Financial leasing services"),
    "72253000-3": _("Helpdesk and support services"),
    "72611000-1": _("Technical computer support services"),
    "90511000-2": _("Refuse collection services"),
    "90512000-9": _("Refuse transport services"),
    "90513000-6": _("Non-hazardous refuse treatment and disposal services"),
    "90514000-3": _("Refuse recycling services"),
}

_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)


def check_digit(digits: str) -> str:
    """The ninth digit of a code, from its first eight.

    The regulation only lists it; every code in the list has the weighted sum of the eight, modulo ten.
    """
    return str(sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 10)
