"""The report on links that fail, for coordinators."""

from collections import OrderedDict
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.models import Page

from portal.cms.links.found import PAGE, all_links
from portal.cms.links.judged import Failing, failing, read_site
from portal.members.moderation import ExportedList, ForCoordinators

HEADINGS = {
    "place": gettext_lazy("Where"),
    "address": gettext_lazy("Address"),
    "fault": gettext_lazy("What is wrong"),
}


def _place(row: Failing) -> SafeString:
    return format_html('<a href="{}">{}</a>', row.link.place_url, row.place)


def address_of(row: Failing) -> str:
    """As it was written; a link to a page of this site that is gone has none."""
    return "–" if row.address.startswith(PAGE) else row.address


class LinksReport(ForCoordinators, ExportedList):
    """Of the criteria in force and the published pages; other hosts are not asked."""

    permission = "registry.read_steps"
    model = Page
    page_title = gettext_lazy("Links that fail")
    header_icon = "link"
    verbose_name_plural = gettext_lazy("links that fail")
    index_url_name = "links-report:list"
    index_results_url_name = "links-report:results"
    paginate_by = 50
    export_filename = "links-that-fail"
    list_export = list(HEADINGS)
    export_headings = HEADINGS
    columns = [
        Column("place", label=HEADINGS["place"], accessor=_place),
        Column("address", label=HEADINGS["address"], accessor=address_of),
        Column("fault", label=HEADINGS["fault"], accessor="fault"),
    ]

    def get_base_queryset(self) -> Any:
        today = localdate()
        return list(failing(all_links(on=today), read_site(on=today)))

    def to_row_dict(self, item: Failing) -> "OrderedDict[str, Any]":
        return OrderedDict(place=item.place, address=address_of(item), fault=item.fault)
