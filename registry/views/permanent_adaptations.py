"""The permanent address of an adaptation: 200 for ever, as a page or as JSON."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.http import condition

from registry.takeaway.exports.json import adaptation_json
from registry.views.adaptations import adaptation_page
from registry.views.links import adaptation_links
from registry.views.lookup import NotThere, RegistryView, find_adaptation
from registry.views.permanent import HTML, REVALIDATE, page_state


@method_decorator(condition(etag_func=page_state), name="get")
class PermanentAdaptationView(RegistryView):
    def get(self, request: HttpRequest, city: str, slug: str, number: str, suffix: str = "") -> HttpResponse:
        adaptation = find_adaptation(city, slug, number)
        name = suffix or ("json" if request.get_preferred_type([HTML, "application/json"]) != HTML else "html")
        if name == "json":
            body = adaptation_json(adaptation, get_language() or settings.LANGUAGE_CODE)
            response = HttpResponse(body, content_type="application/json")
        elif name == "html":
            response = adaptation_page(request, adaptation)
        else:
            raise NotThere(
                f"{adaptation}.{suffix}", [(f"{adaptation}.json", f"{adaptation.get_permanent_path()}.json")]
            )
        response["Cache-Control"] = REVALIDATE
        patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
        return adaptation_links(response, adaptation)
