"""What a guest says about a criterion: it waits until its address is proved; then it is feedback like members'."""

from django.db import transaction
from django.utils import timezone

from portal.experiences.grants import FOLLOWED_FOR, SUGGESTION, Guest
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import Point, put_to_coordinators, save_words
from portal.letters.services import find_link, issue_link, one_address, prolong_link, write_letter
from registry.grants import PROOF_LIFETIME
from registry.models import CriterionVersion


@transaction.atomic
def suggest(version: CriterionVersion, point: Point, *, email: str, name: str = "", key: str = "") -> CriterionFeedback:
    """Say something about a version as anybody, and have the link mailed with which it counts.

    The same words of the same address under the same key are the same suggestion.
    Raises ValidationError by field, or if that is no address.
    """
    CriterionVersion.objects.select_for_update(no_key=True).get(pk=version.pk)  # two clicks wait for each other
    said = {"version": version, **point._asdict(), "email": one_address(email), "key": key}
    if earlier := CriterionFeedback.objects.sent_before(organisation=None, **said):
        return earlier
    feedback = CriterionFeedback(**said, name=name.strip())
    save_words(feedback, [*Point._fields, "name", "email", "key"])
    write_letter(SUGGESTION, feedback.pk, recipient=feedback.email, language=feedback.language)
    return feedback


def link_to_prove(feedback: CriterionFeedback) -> str:
    """The token that proves the address of a suggestion, and opens it from then on; only its hash is kept."""
    return issue_link(SUGGESTION, feedback.pk, email=feedback.email, lifetime=PROOF_LIFETIME)


def link_to_follow(feedback: CriterionFeedback) -> str:
    """The token that opens a suggestion that counts, as long as its address is kept."""
    left = feedback.given_at + FOLLOWED_FOR - timezone.now()
    return issue_link(SUGGESTION, feedback.pk, email=feedback.email, lifetime=left)


def find_suggestion(token: str) -> tuple[CriterionFeedback, Guest] | None:
    """What a link opens, and as whom; looking proves nothing. None if the link opens nothing (any more)."""
    link = find_link(token)
    if link is None or link.purpose != SUGGESTION:
        return None
    rows = CriterionFeedback.objects.filter(organisation=None).select_related("version__criterion")
    feedback = rows.filter(pk=link.object_id).first()
    return (feedback, Guest(feedback.pk, link.email)) if feedback else None


@transaction.atomic
def prove(token: str) -> CriterionFeedback | None:
    """Let count what was suggested by whoever has followed the link; a repeat is harmless. Coordinators get a letter.

    The link goes on opening it. None if it opens nothing (any more).
    """
    found = find_suggestion(token)
    rows = CriterionFeedback.objects.select_for_update(of=("self",)).select_related("version__criterion")
    feedback = rows.filter(pk=found[0].pk).first() if found else None
    if feedback is None or feedback.verified_at is not None:
        return feedback
    feedback.verified_at = timezone.now()
    feedback.save(update_fields=["verified_at"])
    prolong_link(token, until=feedback.given_at + FOLLOWED_FOR)
    return put_to_coordinators(feedback)
