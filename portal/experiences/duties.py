"""What the authors of tender experiences should see to."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import ngettext

from portal.accounts.models import User
from portal.experiences.enums import Waiting
from portal.experiences.models import TenderExperience
from portal.members.duties import Duty
from portal.members.models import Organisation


def of_experiences(user: User, organisations: Sequence[Organisation]) -> list[Duty]:
    """Records that were sent back, forgotten drafts, and tenders that have ended without a word of what happened.

    Every member writes records, whatever the role; ``organisations``, those that somebody edits for, are not asked.
    """
    waiting: dict[str, list[str]] = {}
    for reference, waits in TenderExperience.objects.writable_by(user).all_waiting(now=now()):
        waiting.setdefault(waits, []).append(reference)
    return [Duty(_text(each, len(waiting[each])), _url(each, waiting[each])) for each in Waiting if each in waiting]


def _url(waiting: Waiting, references: Sequence[str]) -> str:
    """The one record, or the list of those that wait for the same."""
    if len(references) == 1:
        return reverse("tenders:record", args=[references[0]])
    return f"{reverse('tenders:list')}?show={waiting}"


def _text(waiting: Waiting, count: int) -> str:
    texts = {
        Waiting.RETURNED: ngettext(
            "The coordinators sent a tender experience back: read what they ask for.",
            "The coordinators sent %(count)d tender experiences back: read what they ask for.",
            count,
        ),
        Waiting.OLD_DRAFT: ngettext(
            "A draft of a tender experience has lain for 30 days: send it or throw it away.",
            "%(count)d drafts of tender experiences have lain for 30 days: send them or throw them away.",
            count,
        ),
        Waiting.UNTOLD: ngettext(
            "A tender that you told of has ended: say what happened.",
            "%(count)d tenders that you told of have ended: say what happened.",
            count,
        ),
    }
    return texts[waiting] % {"count": count}
