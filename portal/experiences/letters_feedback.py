"""The letters about feedback on criteria."""

from typing import Any

from portal.accounts.models import User
from portal.core.access import can
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import ANSWERED, GIVEN
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter


def register() -> None:
    register_letter(GIVEN, _given)
    register_letter(ANSWERED, _answered)


def _given(letter: Letter) -> dict[str, Any] | None:
    """To somebody who is a coordinator still, of what is open still."""
    feedback = CriterionFeedback.objects.open().for_page().filter(pk=letter.object_id).first()
    reader = User.objects.filter(email=letter.recipient).first()
    if feedback is None or not can(reader, "experiences.answer_feedback"):
        return None
    return {
        **_facts(feedback),
        "organisation": feedback.organisation.display_name,
        "kind": feedback.get_kind_display(),
        "link": address("feedback-admin:answer", feedback.pk, language=letter.language),
    }


def _answered(letter: Letter) -> dict[str, Any] | None:
    """To somebody who still reads as a member; nothing any more of what was withdrawn."""
    rows = CriterionFeedback.objects.filter(withdrawn_at=None, answered_at__isnull=False).for_page()
    feedback = rows.filter(pk=letter.object_id).first()
    reader = User.objects.filter(email=letter.recipient).first()
    if feedback is None or not can(reader, "experiences.see_feedback"):
        return None
    version = feedback.version
    link = address("registry:version", version.criterion.slug, str(version.number), language=letter.language)
    return {**_facts(feedback), "answer": feedback.answer, "link": f"{link}#feedback"}


def _facts(feedback: CriterionFeedback) -> dict[str, Any]:
    return {"citation": str(feedback.version), "text": feedback.text}
