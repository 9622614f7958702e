"""How pages of other apps show tender experiences."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.http import urlencode

from portal.experiences.cards import cards_of
from portal.experiences.models import Face
from portal.members.models import Organisation
from portal.members.viewers import viewer_of

NEWEST = 5
register = template.Library()


@register.inclusion_tag("experiences/_of_organisation.html", takes_context=True)
def experiences_of(context: dict[str, Any], organisation: Organisation) -> dict[str, Any]:
    """The newest tenders of a buyer that the reader of the page may see; one query where there are none, else three."""
    viewer = viewer_of(getattr(context.get("request"), "user", AnonymousUser()))
    faces = list(Face.objects.visible_to(viewer).filter(organisation=organisation).values_list("pk", flat=True))
    return {
        "cards": cards_of(faces[:NEWEST], viewer) if faces else [],
        "count": len(faces),
        "all_url": f"{reverse('experiences:list')}?{urlencode({'buyer': organisation.slug})}",
    }
