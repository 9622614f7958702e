"""The letter about a version that tenders cite: an erratum, that it is deprecated, withdrawn, or has heirs."""

from typing import Any

from portal.experiences.letters_successors import SHOWN
from portal.experiences.models import TenderExperience
from portal.experiences.services.successors import STATUS_CHANGED
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from portal.members.enums import Frequency, Topic
from portal.members.letters import reader_of, way_out
from portal.members.models import Membership
from registry.models import CriterionVersion, StatusEvent
from registry.sealed.texts import texts_in
from registry.takeaway.status_notes import words_of


def register() -> None:
    register_letter(STATUS_CHANGED, status_changed)


def status_changed(letter: Letter) -> dict[str, Any] | None:
    """To somebody who still edits for the organisation, while a tender of it still cites the version."""
    version = CriterionVersion.objects.for_cards().filter(events=letter.object_id).first()
    reader = reader_of(letter, Topic.SUCCESSORS, Frequency.AT_ONCE)
    if version is None or reader is None:
        return None
    wanted = int(letter.occasion.removeprefix("organisation."))
    editing = Membership.objects.editors().filter(user=reader, organisation=wanted)
    membership = editing.select_related("organisation").first()
    tenders = TenderExperience.objects.citing(version.pk).filter(organisation=wanted).order_by("reference")
    if membership is None or not tenders:
        return None
    event, here = StatusEvent.objects.get(pk=letter.object_id), letter.language
    return {
        "organisation": membership.organisation.display_name,
        "citation": str(version),
        "title": texts_in(version, here).title,
        "kind": event.kind,
        "day": event.effective_on,
        "words": words_of(event, here),
        "tenders": [
            {"reference": each.reference, "link": address("tenders:record", each.reference, language=here)}
            for each in tenders[:SHOWN]
        ],
        "more": max(0, len(tenders) - SHOWN),
        "link": address("registry:version", version.criterion.slug, str(version.number), language=here),
        "unsubscribe": way_out(letter, reader, Topic.SUCCESSORS),
    }
