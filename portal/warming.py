"""What every page needs, read before the first one, and before a server forks its workers: then they share it."""

import gc

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils.translation import gettext, override

FRAME = "base.html"  # of every page
YOUNG = 10_000  # objects before the collector looks at the new ones; with Python's 700, it looks in every request


def warm() -> None:
    """Read the addresses, the catalogue of each language and the frame of the pages; no query is made."""
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with override(language):
            gettext("Search")
    get_template(FRAME)
    gc.collect()
    gc.set_threshold(YOUNG)
    gc.freeze()  # else the first collection in a worker would write to, and so copy, all that is shared
