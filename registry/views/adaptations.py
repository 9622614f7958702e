"""The public page of an adaptation, its way into the basket, and its exports."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.breadcrumbs import Crumb, trail
from registry.diffs.adapted_rows import adapted_rows, members_to_read
from registry.enums import Level, Relation
from registry.models import Adaptation, CriteriaSet
from registry.takeaway.adapted import basket_items, counted
from registry.takeaway.basket import Basket, BasketError, BasketItem
from registry.takeaway.cite import reference_to_adaptation
from registry.takeaway.exports.formats import ANNEX_FORMATS
from registry.takeaway.standing import standing_of
from registry.views.basket import download
from registry.views.basket_session import load_basket, same_origin_post, store_basket
from registry.views.lookup import RegistryView, find_adaptation, find_set

PAGE_SIZE = 30


class AdaptationView(RegistryView):
    def get(self, request: HttpRequest, city: str, slug: str, number: str) -> HttpResponse:
        return adaptation_page(request, find_adaptation(city, slug, number))


class AdaptationsOfSetView(RegistryView):
    """The cities that have adapted a set: what of each is in force today, with how many criteria stand in which way."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        criteria_set = find_set(slug)
        rows = Adaptation.objects.in_force(on=localdate()).filter(criteria_set=criteria_set).for_lists()
        page = Paginator(rows.order_by("organisation__name", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "criteria_set": criteria_set,
            "page": page,
            "rows": [(each, counts) for each, counts in counted(page.object_list)],
            "trail": _trail(criteria_set, _("Adaptations")),
        }
        return render(request, "registry/adaptations.html", context)


@method_decorator(same_origin_post, name="dispatch")
class AdaptationBasketView(RegistryView):
    """Puts what a city uses into the basket: its versions at one level, with the city's values and words."""

    def post(self, request: HttpRequest, city: str, slug: str, number: str) -> HttpResponse:
        adaptation = find_adaptation(city, slug, number)
        try:
            basket = _with(load_basket(request), basket_items(adaptation, _level(request.POST.get("level", ""))))
        except BasketError as error:
            messages.error(request, str(error))
            return redirect(adaptation)
        store_basket(request, basket)
        text = _("%(thing)s is in the basket.") % {"thing": adaptation}
        messages.success(request, text, extra_tags="basket")
        return redirect("registry:basket")


class AdaptationExportView(RegistryView):
    """An adaptation at one level as a tender annex."""

    def get(self, request: HttpRequest, city: str, slug: str, number: str, suffix: str) -> HttpResponse:
        adaptation = find_adaptation(city, slug, number)
        items = basket_items(adaptation, _level(request.GET.get("level", "")))
        return download(request, Basket(items=items), suffix, adaptation.get_absolute_url())


def _with(basket: Basket, items: tuple[BasketItem, ...]) -> Basket:
    """With more items at the end; those that are there already become the city's. Raises BasketError when full."""
    for item in items:
        basket = basket.changed(item.key, item)
    return basket.added(*items)


def _level(text: str) -> int:
    return int(text) if text in map(str, Level.values) else Level.BASELINE.value


def adaptation_page(request: HttpRequest, adaptation: Adaptation) -> HttpResponse:
    """An adaptation with its differences to the release, in the reader's language, and where it stands today."""
    language = get_language() or settings.LANGUAGE_CODE
    standing = standing_of(list(adaptation.events.all()), on=localdate(), language=language)
    year = str(standing.since.year) if standing.since else ""
    title = f"{adaptation.organisation.display_name}: {adaptation.criteria_set.title}"
    context = {
        "adaptation": adaptation,
        "title": title,
        "standing": standing,
        "successor": Adaptation.objects.for_lists().filter(previous=adaptation).first(),
        "trail": _trail(adaptation.criteria_set, str(adaptation)),
        "reference": reference_to_adaptation(
            adaptation, title, base_url=settings.BASE_URL, year=year, language=language
        ),
        "levels": [(value, f"{value} {label}") for value, label in Level.choices],
        "exports": {
            suffix: reverse(
                "registry:adaptation-export",
                args=[adaptation.city, adaptation.criteria_set.slug, str(adaptation.number), suffix],
            )
            for suffix in ANNEX_FORMATS
        },
        **_rows(adaptation, language),
    }
    return render(request, "registry/adaptation.html", context)


def _rows(adaptation: Adaptation, language: str) -> dict[str, Any]:
    """Its criteria, those that it changes first; the relations are those that were sealed."""
    content = adaptation.parsed
    relations = {text.version: text.relation for text in content.criteria}
    rows = adapted_rows(members_to_read(adaptation.release, language), content.overrides, relations, language)
    return {
        "changed": [row for row in rows if row.is_changed],
        "unchanged": [row for row in rows if not row.is_changed],
        "words_in": content.language,
        "counts": [(relation, sum(row.relation == relation for row in rows)) for relation in Relation],
    }


def _trail(criteria_set: CriteriaSet, here: str) -> list[Crumb]:
    return trail(
        (_("Criteria"), reverse("registry:sets")),
        (criteria_set.title, criteria_set.get_absolute_url()),
        (here, ""),
    )
