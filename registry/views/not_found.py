"""The page for an address that names nothing: it names the nearest things that exist."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, thing: str, suggestions: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """Answer 404 for ``thing``, in words, with (label, url) pairs of what the reader may have meant, nearest first."""
    return render(request, "registry/not_found.html", {"thing": thing, "suggestions": suggestions}, status=404)
