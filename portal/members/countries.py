"""Countries whose public bodies can be in the portal, named in the reader's language. A leaf."""

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

# ISO 3166-1 alpha-2: the European Union, then EFTA, the United Kingdom and candidates for accession.
_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_NEIGHBOURS = "CH IS LI NO GB AL BA GE MD ME MK RS TR UA"
CODES = f"{_UNION} {_NEIGHBOURS}".split()
# Where NUTS (Regulation (EC) No 1059/2003) has other letters than ISO 3166-1.
_NUTS_PREFIXES = {"GR": "EL", "GB": "UK"}


def country_name(code: str) -> str:
    """The name of a country in the reader's language; an unknown code as it stands."""
    return _territories(get_language() or settings.LANGUAGE_CODE).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Code and name of each country, by name."""
    return sorted(((code, country_name(code)) for code in CODES), key=lambda choice: choice[1])


def nuts_prefix(code: str) -> str:
    """What the NUTS codes of a country begin with."""
    return _NUTS_PREFIXES.get(code, code)


@lru_cache(maxsize=16)
def _territories(language: str) -> Mapping[str, str]:
    """Babel puts them together anew each time it is asked, and every check of a country asks for all of them."""
    names = Locale.parse(language, sep="-").territories
    return {str(code): str(names[code]) for code in names}
