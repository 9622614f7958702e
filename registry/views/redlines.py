"""What changed as a Word file with tracked changes: of two versions of a criterion, of all old ones of a basket."""

import logging

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.takeaway.annex import basket_of
from registry.takeaway.basket import Basket
from registry.takeaway.exports.docx import ExportFailed
from registry.takeaway.exports.formats import DOCX
from registry.takeaway.exports.redline import redline_docx
from registry.takeaway.redline import Redline, make_redline, pairs_of
from registry.views.basket import annex_of, find_shared
from registry.views.basket_session import load_basket
from registry.views.lookup import RegistryView, find_criterion, find_version

logger = logging.getLogger(__name__)


class CompareRedlineView(RegistryView):
    """The way from one version to another; a version compared with itself has no file, only a page."""

    def get(self, request: HttpRequest, slug: str, a: str, b: str) -> HttpResponse:
        criterion = find_criterion(slug)
        old, new = find_version(criterion, a), find_version(criterion, b)
        back = reverse("registry:compare", args=[criterion.slug, old.number, new.number])
        if old.pk == new.pk:
            return redirect(back)
        language = get_language() or settings.LANGUAGE_CODE
        redline = make_redline([(old.pk, new.pk)], language=language, on=localdate())
        return _download(request, redline, f"{criterion}-{old.number}-{new.number}", back)


class BasketRedlineView(RegistryView):
    """From every old version of the visitor's basket to the one in force."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _of_basket(request, load_basket(request), reverse("registry:basket"))


class SharedBasketRedlineView(RegistryView):
    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        shared = find_shared(key)
        return _of_basket(request, basket_of(shared.content), shared.get_absolute_url())


def _of_basket(request: HttpRequest, basket: Basket, back: str) -> HttpResponse:
    annex = annex_of(basket)
    pairs = pairs_of(annex)
    if not pairs:
        messages.info(request, _("No version in the basket has a newer one, so there is nothing to compare."))
        return redirect(back)
    redline = make_redline(pairs, language=annex.language, on=localdate(), title=annex.title)
    response = _download(request, redline, "joint-demand-annex", back)
    response["Cache-Control"] = "private, no-store"
    return response


def _download(request: HttpRequest, redline: Redline, name: str, back: str) -> HttpResponse:
    try:
        body = redline_docx(redline)
    except ExportFailed:
        logger.exception("The tracked changes of %s could not be made.", name)
        text = _("The document could not be made. Nothing is lost: try again, or take another format.")
        messages.error(request, text)
        return redirect(back)
    response = HttpResponse(body, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}-changes-{redline.language}.docx"'
    response["Content-Language"] = redline.language
    return response
