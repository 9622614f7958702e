"""Health, robots, the choice of a language and the page for a refused form."""

from django.conf import settings
from django.db import connections
from django.db.utils import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.probes import probes


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readiness(request: HttpRequest) -> JsonResponse:
    """The database answers and every registered probe is content; 503 with the faults otherwise."""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
        faults = [fault for probe in probes() for fault in probe()]
    except DatabaseError as error:
        faults = [f"The database does not answer: {type(error).__name__}."]
    return JsonResponse({"ready": not faults, "faults": faults}, status=503 if faults else 200)


@require_safe
@never_cache
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember a language for pages that have none in their address, and go to one: ``?next=/accounts/login/``."""
    if code not in dict(settings.LANGUAGES):
        raise Http404(code)
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = redirect(wanted if is_ours else f"/{code}/")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax")
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots leave alone: what is one visitor's own, and searches, which have no end."""
    private = ["/admin/", "/accounts/", "/language/", "/*/basket/", "/*/b/", "/*/search/*?", "/*/join/link/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came back without its token: say what to do, in the site's own look."""
    return render(request, "403_csrf.html", status=403)
