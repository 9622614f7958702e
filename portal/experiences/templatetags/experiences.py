"""What pages of the registry show of tender experiences."""

from typing import Any

from django import template
from django.urls import reverse

from portal.members.models import Organisation

register = template.Library()


@register.inclusion_tag("experiences/area/_used_these.html", takes_context=True)
def used_these(context: dict[str, Any], key: str = "") -> dict[str, Any]:
    """The way from a basket to a record of the tender that used it; ``key`` is that of a shared basket.

    For members of a public buyer; a visitor is told that members can. Reads no session where there is none.
    """
    address = reverse("tenders:used") + (f"?basket={key}" if key else "")
    if not context.get("signed_in"):
        return {"address": address, "is_member": False, "is_shown": True}
    is_member = Organisation.objects.public_buyers().with_member(context["request"].user).exists()
    return {"address": address, "is_member": is_member, "is_shown": is_member}
