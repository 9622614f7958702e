"""What the frame of every page shows of the registry."""

from django.conf import settings
from django.http import HttpRequest

from registry.views.basket_session import load_basket


def basket(request: HttpRequest) -> dict[str, int]:
    """``basket_count``: how many criteria this visitor has chosen; reads no session where there is none."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {"basket_count": 0}
    return {"basket_count": len(load_basket(request).items)}
