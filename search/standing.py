"""What a reader has to know of a criterion that was found, read when it is shown: an index may lag behind."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _

from registry.enums import StatusKind
from registry.models import CriterionVersion
from search.entries import EntryKind, kind_of


def standing_notes(keys: Collection[str], *, on: date) -> Mapping[str, list[str]]:
    """By key, the words of the tags; one query, none where no criterion is among the keys."""
    ids = {int(key.partition(":")[2]): key for key in keys if kind_of(key) == EntryKind.CRITERION}
    if not ids:
        return {}
    rows = CriterionVersion.objects.filter(pk__in=ids).with_status(on=on).with_erratum_mark(on=on)
    found = rows.defer("content", "change")
    return {ids[version.pk]: _notes(version.status, version.has_erratum) for version in found}


def _notes(status: str | None, has_erratum: bool) -> list[str]:
    deprecated = [_("Deprecated")] if status == StatusKind.DEPRECATED else []
    return [*deprecated, _("Erratum")] if has_erratum else deprecated
