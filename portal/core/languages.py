"""Languages, named in the reader's own."""

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language


def language_name(code: str) -> str:
    """ "Norwegian Bokmål" of "nb" on an English page; an unknown code as it stands."""
    names = Locale.parse(get_language() or settings.LANGUAGE_CODE, sep="-").languages
    return str(names.get(code, code))
