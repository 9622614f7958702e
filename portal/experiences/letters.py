"""The letters of tender experiences: what each says, made when it is sent. The words are in ``templates/letters/``."""

from typing import Any

from django.utils.translation import override

from portal.accounts.models import User
from portal.experiences.enums import EDITABLE_STATES, Audience, State
from portal.experiences.models import Edition, ExperienceDocument, ExperienceStep, TenderExperience
from portal.experiences.services.documents import DOCUMENT_REFUSED
from portal.experiences.services.telling import SUBMITTED, TO_AUTHORS
from portal.letters.editing import REASON
from portal.letters.kinds import LINK, Words, address, register_letter, written
from portal.letters.models import Letter
from portal.members.rules import is_coordinator


def register() -> None:
    register_letter(SUBMITTED, _to_coordinator)
    register_letter(TO_AUTHORS["publish"], _published)
    register_letter(TO_AUTHORS["send_back"], _sent_back)
    register_letter(TO_AUTHORS["retract"], _retracted)
    register_letter(DOCUMENT_REFUSED, _document_refused)


def draft(edition: Edition, name: str, *, language: str) -> Words:
    """The letter of a step to the authors, for editing before it is taken: LINK and REASON keep their places."""
    with override(language):
        return written(TO_AUTHORS[name], {**_facts(edition), "link": LINK, "reason": REASON})


def _facts(edition: Edition) -> dict[str, Any]:
    return {
        "reference": edition.experience.reference,
        "title": " ".join(edition.title.split()),
        "organisation": edition.experience.buyer_name,
        "is_correction": edition.number > 1,
        "is_for_members": edition.visibility != Audience.EVERYONE,
    }


def _to_coordinator(letter: Letter) -> dict[str, Any] | None:
    """To somebody who is a coordinator still, while that submission waits."""
    number, _dot, submission = letter.occasion.partition(".")
    waiting = Edition.objects.waiting().select_related("experience__organisation")
    edition = waiting.filter(experience=letter.object_id, number=number, submission=submission).first()
    reader = User.objects.filter(email=letter.recipient).first()
    if edition is None or reader is None or not is_coordinator(reader):
        return None
    link = address("experiences-admin:record", edition.experience_id, language=letter.language)
    return {**_facts(edition), "link": link}


def _published(letter: Letter) -> dict[str, Any] | None:
    """Nothing any more of what was retracted meanwhile."""
    edition = _edition_for_author(letter)
    if edition is None or edition.experience.retracted_at is not None:
        return None
    link = address("experiences:experience", edition.experience.slug, language=letter.language)
    return {**_facts(edition), "link": link}


def _sent_back(letter: Letter) -> dict[str, Any] | None:
    """Nothing any more of what its authors have sent again."""
    edition = _edition_for_author(letter)
    if edition is None or edition.state != State.RETURNED:
        return None
    return {**_facts(edition), "reason": _step_of(letter).reason, "link": _record(edition.experience, letter)}


def _retracted(letter: Letter) -> dict[str, Any] | None:
    """Nothing any more of what was published anew."""
    edition = _edition_for_author(letter)
    if edition is None or edition.experience.retracted_at is None:
        return None
    return {**_facts(edition), "reason": _step_of(letter).reason, "link": _record(edition.experience, letter)}


def _document_refused(letter: Letter) -> dict[str, Any] | None:
    """To somebody who works for the organisation still; the document is called by its section, not by its name."""
    rows = ExperienceDocument.objects.select_related("edition__experience__organisation")
    found = rows.filter(edition__experience=letter.object_id, sha256__startswith=letter.occasion)
    document = found.order_by("-edition__number").first()
    organisation = document.edition.experience.organisation if document else None
    if document is None or organisation is None:
        return None
    if not organisation.memberships.active().filter(user__email=letter.recipient).exists():
        return None
    link = _record(document.edition.experience, letter)
    can_be_changed = document.edition.state in EDITABLE_STATES
    section = document.get_section_display()
    return {**_facts(document.edition), "document": section, "can_be_changed": can_be_changed, "link": link}


def _edition_for_author(letter: Letter) -> Edition | None:
    """The edition that the step of a letter was taken with, if its reader still works for the organisation."""
    step = ExperienceStep.objects.filter(pk=letter.occasion, experience=letter.object_id).first()
    if step is None:
        return None
    editions = Edition.objects.select_related("experience__organisation")
    edition = editions.filter(experience=step.experience_id, number=step.edition).first()
    organisation = edition.experience.organisation if edition else None
    if organisation is None or not organisation.memberships.active().filter(user__email=letter.recipient).exists():
        return None
    return edition


def _step_of(letter: Letter) -> ExperienceStep:
    return ExperienceStep.objects.get(pk=letter.occasion)


def _record(experience: TenderExperience, letter: Letter) -> str:
    return address("tenders:record", experience.reference, language=letter.language)
