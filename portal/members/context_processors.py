"""What the frame of every page shows of whoever has signed in."""

from django.conf import settings
from django.http import HttpRequest


def my_pages(request: HttpRequest) -> dict[str, bool]:
    """``signed_in``: whether to lead to one's own pages; reads no session where there is none."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {"signed_in": False}
    user = getattr(request, "user", None)  # missing where a request failed before anybody was asked
    return {"signed_in": bool(user and user.is_authenticated)}
