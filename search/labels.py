"""What options of facets are called that only the database knows, remembered for a minute: no search asks for it.

Everybody may know these names; what is found and counted never comes from here.
"""

import time
from collections.abc import Callable, Mapping

from django.utils.translation import get_language

from portal.members.models import Organisation
from registry.models import CriteriaSet

SECONDS = 60

Labels = Mapping[str, str]


class Remembered:
    """The labels of one language, read again when they are a minute old. Safe in threads: two may read at once."""

    def __init__(self, read: Callable[[], Labels]) -> None:
        self._read = read
        self._kept: dict[str, tuple[float, Labels]] = {}

    def __call__(self) -> Labels:
        """In the active language."""
        language, now = get_language() or "", time.monotonic()
        until, labels = self._kept.get(language, (0.0, {}))
        if now >= until:
            labels = self._read()
            self._kept[language] = (now + SECONDS, labels)
        return labels

    def forget(self) -> None:
        self._kept.clear()


def _sets() -> Labels:
    """By slug."""
    found = CriteriaSet.objects.select_related("register").order_by("slug")
    return {criteria_set.slug: criteria_set.title for criteria_set in found}


def _buyers() -> Labels:
    """By the name in English, which is what entries have."""
    named = Organisation.objects.exclude(own_name="").only("name", "own_name")
    return {organisation.name: organisation.display_name for organisation in named}


set_titles = Remembered(_sets)
buyer_names = Remembered(_buyers)
