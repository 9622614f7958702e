"""Health, robots and the page for a refused form."""

from django.db import connections
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
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


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came back without its token: say what to do, in the site's own look."""
    return render(request, "403_csrf.html", status=403)
