"""Experiences as cards of a list: what a reader may see of each at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import get_language

from portal.core.languages import language_name
from portal.core.viewer import Viewer
from portal.experiences.models import Face, FaceCitation
from portal.members.countries import country_name

MOST_CITED = 8  # versions that a card names; the page has all


@dataclass(frozen=True)
class Card:
    """One experience as ``experiences/_card.html`` shows it."""

    face: Face
    is_for_members: bool

    @property
    def url(self) -> str:
        return self.face.experience.get_absolute_url()

    @property
    def buyer(self) -> str:
        return self.face.experience.buyer_name

    @property
    def country(self) -> str:
        return country_name(self.face.country)

    @property
    def is_fictional(self) -> bool:
        return self.face.experience.is_fictional

    @property
    def is_from_public_sources(self) -> bool:
        return self.face.experience.organisation_id is None

    @property
    def text_language(self) -> str:
        """The language of the text, by name, where it is not the reader's."""
        return "" if self.face.language == get_language() else language_name(self.face.language)

    @property
    def cited(self) -> list[FaceCitation]:
        return list(self.face.citations.all())[:MOST_CITED]

    @property
    def uncounted(self) -> int:
        """How many versions are cited besides those that the card names."""
        return max(len(self.face.citations.all()) - MOST_CITED, 0)


def cards_of(faces: Sequence[int], viewer: Viewer) -> list[Card]:
    """The cards of faces that a viewer sees, by their ids and in that order; two queries."""
    cited = FaceCitation.objects.select_related("version__criterion").defer("version__content", "version__change")
    rows = (
        Face.objects.visible_to(viewer)
        .with_reach()
        .select_related("experience__organisation")
        .defer("content")
        .prefetch_related(Prefetch("citations", queryset=cited))
        .in_bulk(list(faces))
    )
    return [Card(rows[pk], is_for_members=not rows[pk].is_public) for pk in faces if pk in rows]
