"""The letter about a newer release of criteria that a city has adapted."""

from typing import Any

from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from portal.members.enums import Frequency, Topic
from portal.members.letters import reader_of, way_out
from portal.members.models import Membership
from registry.models import Release
from registry.services.telling_adapters import NEWER_RELEASE, standing_on_older


def register() -> None:
    register_letter(NEWER_RELEASE, newer_release)


def newer_release(letter: Letter) -> dict[str, Any] | None:
    """To somebody who still edits for the city, while its adaptation stands on an older release."""
    release = Release.objects.select_related("criteria_set").filter(pk=letter.object_id).first()
    reader = reader_of(letter, Topic.SUCCESSORS, Frequency.AT_ONCE)
    if release is None or reader is None:
        return None
    wanted = int(letter.occasion.removeprefix("organisation."))
    editing = Membership.objects.editors().filter(user=reader, organisation=wanted).select_related("organisation")
    membership = editing.first()
    adaptation = next((each for each in standing_on_older(release) if each.organisation_id == wanted), None)
    if membership is None or adaptation is None:
        return None
    numbers = (str(adaptation.release.number), str(release.number))
    slug, here = release.criteria_set.slug, letter.language
    return {
        "organisation": membership.organisation.display_name,
        "citation": str(release),
        "adaptation": str(adaptation),
        "old": str(adaptation.release),
        "changes": address("registry:compare-releases", slug, *numbers, language=here),
        "link": address("registry:adaptations", language=here),
        "unsubscribe": way_out(letter, reader, Topic.SUCCESSORS),
    }
