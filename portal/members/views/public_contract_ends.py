"""Which members buy when, for suppliers and for members who look for partners: a page, and the same as CSV."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal.core.breadcrumbs import trail
from portal.members.contract_ends import (
    End,
    coming_ends,
    countries_of,
    ends_csv,
    ends_picture,
    later_than_picture,
)
from portal.members.views.public import members_url


class ContractEndsView(TemplateView):
    template_name = "members/public/contract_ends.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        everything = coming_ends(on=today)
        country = self.request.GET.get("country", "")
        ends = _within(everything, country)
        address = reverse("members:contract-ends-csv")
        return super().get_context_data(
            ends=ends,
            picture=ends_picture(ends, on=today),
            later=later_than_picture(ends, on=today),
            has_any=bool(everything),
            is_fictional=any(end.is_fictional for end in everything),
            countries=countries_of(everything),
            country=country,
            csv_url=f"{address}?country={ends[0].country}" if country and ends else address,
            trail=trail((_("Members"), members_url()), (_("When contracts end"), "")),
            members_url=members_url(),
            **kwargs,
        )


class ContractEndsCsvView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        ends = _within(coming_ends(on=localdate()), request.GET.get("country", ""))
        disposition = 'attachment; filename="contract-ends.csv"'
        return HttpResponse(ends_csv(ends), "text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def _within(ends: list[End], country: str) -> list[End]:
    return [end for end in ends if country in ("", end.country)]
