"""The letter about a version that tenders cite and that has a successor now."""

from typing import Any

from portal.experiences.models import TenderExperience
from portal.experiences.services.successors import SUCCESSOR
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from portal.members.enums import Frequency, Topic
from portal.members.letters import reader_of, way_out
from portal.members.models import Membership
from registry.models import CriterionVersion
from registry.sealed.texts import texts_in

SHOWN = 10  # tenders


def register() -> None:
    register_letter(SUCCESSOR, successor)


def successor(letter: Letter) -> dict[str, Any] | None:
    """To somebody who still edits for the organisation, while a tender of it still cites the old version."""
    final = CriterionVersion.objects.for_cards().select_related("base_version").filter(pk=letter.object_id).first()
    base = final.base_version if final else None
    reader = reader_of(letter, Topic.SUCCESSORS, Frequency.AT_ONCE)
    if final is None or base is None or reader is None:
        return None
    wanted = int(letter.occasion.removeprefix("organisation."))
    editing = Membership.objects.editors().filter(user=reader, organisation=wanted)
    membership = editing.select_related("organisation").first()
    if membership is None:
        return None
    tenders = list(TenderExperience.objects.citing(base.pk).filter(organisation=wanted).order_by("reference"))
    if not tenders:
        return None
    slug, here = final.criterion.slug, letter.language
    return {
        "organisation": membership.organisation.display_name,
        "old": str(base.number),
        "citation": str(final),
        "title": texts_in(final, here).title,
        "tenders": [
            {"reference": each.reference, "link": address("tenders:record", each.reference, language=here)}
            for each in tenders[:SHOWN]
        ],
        "more": max(0, len(tenders) - SHOWN),
        "link": address("registry:compare", slug, str(base.number), str(final.number), language=here),
        "unsubscribe": way_out(letter, reader, Topic.SUCCESSORS),
    }
