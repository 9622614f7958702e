"""In words, what each audience is going to see of a record: read off what ``showing`` shows them, so it is true."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.experiences.enums import Audience, Section
from portal.experiences.models import Edition
from portal.experiences.services.faces import audiences_of
from portal.experiences.showing import shown_to
from portal.experiences.shown import Shown


@dataclass(frozen=True)
class Row:
    """A section, and what each audience sees of it, in the order of ``Audience``."""

    section: str
    cells: tuple[str, ...]


def who_sees(edition: Edition) -> list[Row]:
    """One row a section. It says how the record as it is stored would be shown."""
    reached = audiences_of(edition)
    faces = {audience: shown_to(edition, audience) if audience in reached else None for audience in Audience}
    return [
        Row(str(section.label), tuple(_cell(edition, section, audience, shown) for audience, shown in faces.items()))
        for section in Section
    ]


def _cell(edition: Edition, section: Section, audience: Audience, shown: Shown | None) -> str:
    if shown is None or edition.audience_of(section).width < audience.width:
        return _("Not shown")
    if section is Section.VALUES and shown.values and edition.awarded_value is not None and not shown.values.awarded:
        return _("Only the estimated value: fewer than three bids are known")
    if section is Section.OUTCOME and shown.outcome and audience is not Audience.OWN:
        if audience is Audience.EVERYONE and shown.outcome.bids is None:
            return _("Without figures and suppliers: fewer than three bids are known")
        if edition.suppliers_anonymous:
            return _("Shown, with “Supplier A” instead of names")
    return _("Shown")
