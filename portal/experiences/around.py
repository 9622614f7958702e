"""What stands around an experience on its public page: how to cite it, when it was corrected, who used the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from portal.core.viewer import Viewer
from portal.experiences.cards import Card, cards_of
from portal.experiences.enums import Audience
from portal.experiences.models import Face, FaceCitation
from registry.takeaway.cite import Reference

if TYPE_CHECKING:
    from portal.experiences.models import TenderExperience

MOST_RELATED = 5


@dataclass(frozen=True, kw_only=True)
class Around:
    path: str
    json_url: str
    sign_in_url: str  # for those who have not; else empty
    reference: Reference
    editions: list[datetime]  # when each one that this audience could read was published, the newest first
    related: list[Card]


def around(face: Face, viewer: Viewer, *, is_signed_in: bool) -> Around:
    """What stands around a face on its page; five queries, three where nothing is related."""
    experience = face.experience
    path = experience.get_absolute_url()
    return Around(
        path=path,
        json_url=reverse("experiences:experience-json", args=[experience.slug]),
        sign_in_url="" if is_signed_in else _sign_in_url(path),
        reference=reference_to(face),
        editions=_editions(experience, Audience(face.audience)),
        related=cards_of(_related(face, viewer), viewer),
    )


def reference_to(face: Face) -> Reference:
    """How to cite an experience: its buyer, its title, its reference and the year of this edition."""
    experience = face.experience
    return Reference(
        citation=experience.reference,
        title=f"{experience.buyer_name}: {face.title}",
        url=settings.BASE_URL + experience.get_absolute_url(),
        year=str(face.published_at.year),
        language=face.language,
    )


def _sign_in_url(path: str) -> str:
    """The way to sign in, in the language of the page, and back to it."""
    following = f"{reverse('account_login')}?{urlencode({'next': path})}"
    return f"{reverse('language', args=[get_language()])}?{urlencode({'next': following})}"


def _editions(experience: "TenderExperience", audience: Audience) -> list[datetime]:
    """Only of editions that this audience could read: when something was not yet public is nobody else's business."""
    readable = [each for each in Audience if each.width >= audience.width]
    editions = experience.editions.published().filter(visibility__in=readable).order_by("-number")
    return [moment for moment in editions.values_list("published_at", flat=True) if moment]


def _related(face: Face, viewer: Viewer) -> list[int]:
    """Faces that cite most of the same criteria, the newest of them first."""
    criteria: Collection[int] = set(face.citations.values_list("criterion", flat=True))
    if not criteria:
        return []
    others = FaceCitation.objects.visible_to(viewer).filter(criterion__in=criteria).exclude(face=face.pk)
    shared = others.order_by().values("face").annotate(shared=Count("criterion", distinct=True))
    newest = shared.order_by("-shared", "-face__year", "-face__published_at", "face")
    return list(newest.values_list("face", flat=True)[:MOST_RELATED])
