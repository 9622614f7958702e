"""What was searched for and not found, for coordinators."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn

from portal.core.languages import language_name
from portal.members.moderation import ExportedList, ForCoordinators
from search.misses import missed_often
from search.models import Miss


def _synonyms_url(row: dict[str, Any]) -> str:
    return reverse("wagtailsnippets_search_synonymgroup:add") + "?" + urlencode({"words": row["text"]})


def _search_url(row: dict[str, Any]) -> str:
    return f"/{row['language']}/search/?{urlencode({'q': row['text']})}"


class MissesView(ForCoordinators, ExportedList):
    """Texts that found nothing more than once, the most missed first; each leads to a new group of synonyms."""

    permission = "search.see_misses"
    model = Miss
    page_title = gettext_lazy("Not found")
    header_icon = "search"
    verbose_name_plural = gettext_lazy("texts that found nothing")
    index_url_name = "search-admin:misses"
    index_results_url_name = "search-admin:misses-results"
    paginate_by = 50
    export_filename = "not-found"
    list_export = ["text", "language", "times", "last"]
    export_headings = {
        "text": gettext_lazy("Text"),
        "language": gettext_lazy("Language"),
        "times": gettext_lazy("Times"),
        "last": gettext_lazy("Last"),
    }
    columns = [
        TitleColumn("text", label=gettext_lazy("Text"), accessor="text", get_url=_search_url),
        Column("language", label=gettext_lazy("Language"), accessor=lambda row: language_name(row["language"])),
        Column("times", label=gettext_lazy("Times"), accessor="times"),
        Column("last", label=gettext_lazy("Last"), accessor="last"),
        TitleColumn(
            "synonyms",
            label=gettext_lazy("Synonyms"),
            accessor=lambda row: gettext_lazy("Make synonyms of it"),
            get_url=_synonyms_url,
        ),
    ]

    def get_base_queryset(self) -> "QuerySet[Any, Any]":
        return missed_often()
