"""What the coordinators' pages in the Wagtail admin share, whatever they moderate."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

import rules
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from portal.core.access import can, require

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User


_ANSWERS = "_answers_of_rules"
FORMULA_STARTS = ("=", "+", "-", "@", "|", "%", "\t", "\r")  # what a spreadsheet may run


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def shows(request: HttpRequest, permission: str) -> bool:
    """Whether places in menus and on the first page are for whoever asks; each page they lead to asks by itself.

    Rules that are one and the same sentence are asked once a request, however many places depend on them.
    """
    known: dict[object, bool] = vars(request).setdefault(_ANSWERS, {})
    sentence = rules.permissions.permissions.get(permission)
    if sentence not in known:
        known[sentence] = can(request.user, permission)
    return known[sentence]


class ForCoordinators(View):
    """Raises PermissionDenied, which Wagtail turns into its own answer, unless the visitor has ``permission``.

    Wagtail lets superusers in everywhere; the rules do not.
    """

    permission: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(request.user, self.permission)
        return super().dispatch(request, *args, **kwargs)

    @property
    def coordinator(self) -> "User":
        return cast("User", self.request.user)  # the rule has asked


@dataclass(frozen=True)
class Check:
    """What somebody would otherwise look up by hand: a sentence, fine or a warning, that decides nothing."""

    is_fine: bool
    sentence: str


class CountedPaginator(WagtailPaginator):
    """Wagtail counts rows by the name of their model, which is no word of the interface."""

    @property
    def items_count_label(self) -> str:
        return ngettext("%(total)s result", "%(total)s results", self.count) % {"total": self.count}


class Listing(BaseListingView):
    """A list in pages."""

    paginator_class = CountedPaginator


class ExportedList(SpreadsheetExportMixin, Listing):
    """A list that can be had as XLSX and CSV, in which no text is a formula."""

    default_ordering = None
    custom_value_preprocess = {**SpreadsheetExportMixin.custom_value_preprocess, str: {"csv": _harmless}}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        if self.is_export:
            return self.as_spreadsheet(context["object_list"], self.request.GET["export"])
        return super().render_to_response(context, **kwargs)


class CountedMenuItem(MenuItem):
    """A place in the menu for whoever has ``permission``; its label says how many rows wait there."""

    permission: ClassVar[str]

    def is_shown(self, request: HttpRequest) -> bool:
        return shows(request, self.permission)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        count = self.waiting().count()
        label = f"{self.label} ({count})" if count else str(self.label)
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)

    def waiting(self) -> "QuerySet[Any]":
        """The rows that are counted."""
        raise NotImplementedError


def in_days(number: int) -> str:
    """ "12 days"."""
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}
