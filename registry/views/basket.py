"""The basket, its link to share, and what is exported from it."""

import logging
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.core.breadcrumbs import trail
from registry.forms import added_items, edited_basket, edited_key, moved_to_version, with_values_read, without_defaults
from registry.models import SharedBasket
from registry.takeaway.annex import Annex, basket_of, make_annex
from registry.takeaway.basket import Basket, BasketError, share
from registry.takeaway.exports.docx import ExportFailed
from registry.takeaway.exports.formats import ANNEX_FORMATS
from registry.views.basket_session import can_undo, load_basket, restore_basket, same_origin_post, store_basket
from registry.views.lookup import NotThere, RegistryView

logger = logging.getLogger(__name__)


def annex_of(basket: Basket) -> Annex:
    """A basket read in the visitor's language, as of today."""
    return make_annex(basket, language=get_language() or settings.LANGUAGE_CODE, on=localdate())


@method_decorator(same_origin_post, name="dispatch")
class BasketView(RegistryView):
    """The basket as one form: every button saves what was typed, then does its own step."""

    def get(self, request: HttpRequest) -> HttpResponse:
        basket = load_basket(request)
        context = {
            "annex": annex_of(basket),
            "basket": basket,
            "can_undo": can_undo(request),
            "trail": trail((_("Basket"), "")),
        }
        return render(request, "registry/basket.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        step, _colon, key = request.POST.get("do", "save").partition(":")
        if step == "undo":
            restore_basket(request)
            return redirect("registry:basket")
        before = load_basket(request)
        versions = {entry.item.citation: entry.version for entry in annex_of(before).entries}
        basket = edited_basket(before, request.POST, versions)
        basket = _after_step(request, basket, step, edited_key(before, key, request.POST, versions))
        store_basket(request, basket)
        if step == "share" and basket.items:
            return redirect(share(basket))
        return redirect("registry:basket")


def _after_step(request: HttpRequest, basket: Basket, step: str, key: str) -> Basket:
    if step in ("up", "down"):
        group = next((group.keys for group in annex_of(basket).groups if key in group.keys), ())
        return basket.moved(key, -1 if step == "up" else 1, among=group)
    if step == "remove":
        messages.success(request, _("%(item)s was taken out of the basket.") % {"item": key}, extra_tags="undo")
        return basket.removed(key)
    if step == "empty":
        messages.success(request, _("The basket was emptied."), extra_tags="undo")
        return Basket()
    if step == "newest":
        return _with_newest(basket, annex_of(basket), only=key)
    messages.success(request, _("The basket was saved."))
    return basket


def _with_newest(basket: Basket, annex: Annex, *, only: str = "") -> Basket:
    """With the version in force in the place of each older one, or of one of them."""
    for entry in annex.newer:
        if entry.newer and only in ("", entry.item.key):
            basket = basket.changed(entry.item.key, moved_to_version(entry.item, entry.newer))
    return basket


@method_decorator(same_origin_post, name="dispatch")
class BasketAddView(RegistryView):
    """Adds what a form names; the button ``do=show`` only shows the given values in the text."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("do") == "show":
            return redirect(_with_values(request))
        try:
            items = Basket().added(*added_items(request.POST)).items
            known = {entry.item.key: entry.version for entry in annex_of(Basket(items=items)).entries}
            read = [with_values_read(item, known[item.key]) for item in items if item.key in known]
            new = [without_defaults(item, known[item.key]) for item in read]
            basket = load_basket(request).added(*new)
        except BasketError as error:
            messages.error(request, str(error))
            return redirect(_back(request))
        if unknown := [item.key for item in items if item.key not in known]:
            text = _("%(items)s does not exist, so it was not added. Choose from the list again.")
            messages.error(request, text % {"items": ", ".join(unknown)})
            return redirect(_back(request))
        if not new:
            messages.error(request, _("Nothing was ticked, so nothing was added. Tick a criterion first."))
            return redirect(_back(request))
        store_basket(request, basket)
        text = ngettext(
            "%(count)s criterion is in the basket.", "%(count)s criteria are in the basket.", len(basket.items)
        )
        messages.success(request, text % {"count": len(basket.items)}, extra_tags="basket")
        return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page the form was on, if it is one of ours."""
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else reverse("registry:basket")


def _with_values(request: HttpRequest) -> str:
    query = QueryDict(mutable=True)
    for name, value in request.POST.items():
        if name[:2] in ("1.", "2.", "3."):
            query[name] = str(value)[:40]
    level = request.POST.get("item", "").rpartition("/L")[2]
    path = _back(request).partition("?")[0]
    return f"{path}?{query.urlencode()}#level-{level}" if level in ("1", "2", "3") else path


class BasketExportView(RegistryView):
    """The visitor's basket as a file, in the language of the address."""

    def get(self, request: HttpRequest, suffix: str) -> HttpResponse:
        return download(request, load_basket(request), suffix, reverse("registry:basket"))


class SharedBasketExportView(RegistryView):
    def get(self, request: HttpRequest, key: str, suffix: str) -> HttpResponse:
        shared = find_shared(key)
        return download(request, basket_of(shared.content), suffix, shared.get_absolute_url())


def download(request: HttpRequest, basket: Basket, suffix: str, back: str) -> HttpResponse:
    """A basket as a file; ``back`` is the page that says what is wrong. Raises NotThere for an unknown format."""
    if suffix not in ANNEX_FORMATS:
        raise NotThere(f"export.{suffix}", [(f"export.{each}", f"{back}export.{each}") for each in ANNEX_FORMATS])
    annex = annex_of(basket)
    if not annex.entries:
        messages.error(request, _("The basket is empty, so there is nothing to export. Add a criterion first."))
        return redirect(back)
    if annex.has_faults:
        messages.error(request, _("A value is out of its bounds. Correct it below, then export again."))
        return redirect(back)
    form = ANNEX_FORMATS[suffix]
    try:
        body = form.export(annex)
    except ExportFailed:
        logger.exception("The export of a basket as %s failed.", suffix)
        messages.error(
            request, _("The document could not be made. Nothing is lost: try again, or take another format.")
        )
        return redirect(back)
    response = HttpResponse(body, content_type=form.mime)
    response["Content-Disposition"] = f'attachment; filename="joint-demand-annex-{annex.language}.{suffix}"'
    response["Content-Language"] = annex.language
    response["Cache-Control"] = "private, no-store"
    return response


def find_shared(key: str) -> SharedBasket:
    """A shared basket. Raises NotThere, with the way to an own basket."""
    shared = SharedBasket.objects.filter(key=key.lower()).first()
    if shared is None:
        ways = [(_("Your own basket"), reverse("registry:basket")), (_("All criteria"), reverse("registry:sets"))]
        raise NotThere(_("shared basket “%(key)s”; check that the whole link was copied") % {"key": key[:40]}, ways)
    return shared


@method_decorator(same_origin_post, name="dispatch")
class SharedBasketView(RegistryView):
    """A snapshot that stays as it is; it can be taken into one's own basket, as it is or with the newest versions."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        shared = find_shared(key)
        basket = basket_of(shared.content)
        link = settings.BASE_URL + shared.get_absolute_url()
        context = {
            "annex": annex_of(basket),
            "basket": basket,
            "shared": shared,
            "link": link,
            "trail": trail((_("Basket"), reverse("registry:basket")), (_("Shared basket"), "")),
        }
        return render(request, "registry/shared_basket.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        basket = basket_of(find_shared(key).content)
        if request.POST.get("do") == "newest":
            updated = share(_with_newest(basket, annex_of(basket)))
            messages.success(request, _("This is a new link with the newest versions. The old link stays as it was."))
            return redirect(updated)
        own = load_basket(request)
        try:
            merged = replace(own.added(*basket.items), title=own.title or basket.title)
        except BasketError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        store_basket(request, replace(merged, headings=basket.headings | own.headings))
        messages.success(request, _("The criteria of this link are in your basket."), extra_tags="basket")
        return redirect("registry:basket")
