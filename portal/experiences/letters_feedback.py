"""The letters about feedback on criteria."""

from typing import Any

from portal.accounts.models import User
from portal.core.access import can
from portal.experiences.grants import SUGGESTION
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import ANSWERED, GIVEN
from portal.experiences.services.suggesting import link_to_follow, link_to_prove
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from registry.grants import PROOF_LIFETIME


def register() -> None:
    register_letter(GIVEN, _given)
    register_letter(ANSWERED, _answered)
    register_letter(SUGGESTION, _to_prove)


def _given(letter: Letter) -> dict[str, Any] | None:
    """To somebody who is a coordinator still, of what is open still."""
    feedback = CriterionFeedback.objects.open().for_page().filter(pk=letter.object_id).first()
    reader = User.objects.filter(email=letter.recipient).first()
    if feedback is None or not can(reader, "experiences.answer_feedback"):
        return None
    return {
        **_facts(feedback),
        "organisation": feedback.giver,
        "is_of_guest": feedback.is_of_guest,
        "kind": feedback.get_kind_display(),
        "link": address("feedback-admin:answer", feedback.pk, language=letter.language),
    }


def _answered(letter: Letter) -> dict[str, Any] | None:
    """To its guest, or somebody who still reads as a member; nothing any more of what was withdrawn."""
    rows = CriterionFeedback.objects.filter(withdrawn_at=None, answered_at__isnull=False).for_page()
    feedback = rows.filter(pk=letter.object_id).first()
    if feedback and feedback.is_of_guest:
        return _to_guest(feedback, letter)
    reader = User.objects.filter(email=letter.recipient).first()
    if feedback is None or not can(reader, "experiences.see_feedback"):
        return None
    version = feedback.version
    link = address("registry:version", version.criterion.slug, str(version.number), language=letter.language)
    return {**_facts(feedback), "answer": feedback.answer, "link": f"{link}#feedback"}


def _to_guest(feedback: CriterionFeedback, letter: Letter) -> dict[str, Any] | None:
    """As long as the address is kept."""
    if feedback.email != letter.recipient:
        return None
    link = address("suggestions:own", link_to_follow(feedback), language=letter.language)
    return {**_facts(feedback), "answer": feedback.answer, "link": link, "is_of_guest": True}


def _to_prove(letter: Letter) -> dict[str, Any] | None:
    """To an address that nobody has proved yet, so nothing that a stranger has typed; nothing once there is no need."""
    rows = CriterionFeedback.objects.filter(organisation=None, verified_at=None, email=letter.recipient)
    feedback = rows.select_related("version__criterion").filter(pk=letter.object_id).first()
    if feedback is None:
        return None
    return {
        "version": feedback.version,
        "days": PROOF_LIFETIME.days,
        "link": address("suggestions:own", link_to_prove(feedback), language=letter.language),
    }


def _facts(feedback: CriterionFeedback) -> dict[str, Any]:
    return {"citation": str(feedback.version), "text": feedback.text}
