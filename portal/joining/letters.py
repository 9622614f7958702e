"""The letters of joining: what each is filled with when it leaves. The words are in ``templates/letters/joining/``."""

import re
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.joining.enums import EDITABLE_STATES, State, Task
from portal.joining.grants import APPLY, HELP
from portal.joining.models import Evidence, JoinRequest, JoinStep
from portal.joining.services.applying import LINK_LIFETIME
from portal.joining.transitions import TRANSITIONS
from portal.letters.editing import REASON
from portal.letters.kinds import LINK, Words, address, register_letter, written
from portal.letters.models import Letter
from portal.letters.services import issue_link

LONGEST_NAME = 80
# What a mail program would turn into something to follow: a name must not make our mails somebody's advertisement.
FOLLOWED = re.compile(r"://|@|\w\.\w{2,}")


def register() -> None:
    register_letter("joining.link", _to_applicant)
    for name in TRANSITIONS:
        register_letter(f"joining.{name}", _to_applicant)
    for task in Task:
        register_letter(f"joining.help.{task}", _to_helper)
    register_letter("joining.inbox", _to_reviewer)
    register_letter("joining.evidence_refused", _about_evidence)


def draft(join_request: JoinRequest, name: str, *, language: str) -> Words:
    """The letter of a step before it is taken, for editing: LINK and REASON stand where these will be."""
    with override(language):
        return written(f"joining.{name}", {**_facts(join_request), "link": LINK, "reason": REASON})


def organisation_in_a_letter(join_request: JoinRequest) -> str:
    """The organisation's name as our mails may say it, in the active language.

    Nothing that its writer has chosen goes out before the address is verified, nor ever what leads elsewhere.
    """
    english = get_language() == "en"
    typed = (join_request.name if english else join_request.own_name) or join_request.name or join_request.own_name
    name = " ".join(typed.split())
    if not join_request.email_verified_at or not name or len(name) > LONGEST_NAME or FOLLOWED.search(name):
        return _("your organisation")
    return name


def _facts(join_request: JoinRequest) -> dict[str, Any]:
    return {
        "reference": join_request.reference,
        "organisation": organisation_in_a_letter(join_request),
        "is_public_buyer": join_request.is_public_buyer,
        "days": LINK_LIFETIME.days,
        "start": address("joining:start", language=get_language() or join_request.language),
    }


def _to_applicant(letter: Letter) -> dict[str, Any] | None:
    """To the applicant's own address only: the link opens the whole request."""
    join_request = _request_of(letter)
    if join_request is None or join_request.email != letter.recipient:
        return None
    return {**_facts(join_request), "reason": _reason_of(letter), "link": _link(APPLY, letter)}


def _about_evidence(letter: Letter) -> dict[str, Any] | None:
    """To the applicant, about one document, the letter's occasion; it is called by its kind, not by its name."""
    join_request = _request_of(letter)
    document = Evidence.objects.filter(pk=int(letter.occasion), join_request=letter.object_id).first()
    facts = _to_applicant(letter) if document else None
    if join_request is None or document is None or facts is None:
        return None
    can_be_changed = join_request.state in EDITABLE_STATES
    return {**facts, "document": document.get_kind_display(), "can_be_changed": can_be_changed}


def _to_helper(letter: Letter) -> dict[str, Any] | None:
    """To a colleague, about one task; nothing from an unverified asker, nor once the request cannot be changed."""
    join_request = _request_of(letter)
    if join_request is None or not join_request.email_verified_at or join_request.state not in EDITABLE_STATES:
        return None
    task = Task(letter.kind.rpartition(".")[2])
    link = _link(f"{HELP}.{task}", letter)
    return {**_facts(join_request), "asker": join_request.email, "task": task.label, "link": link}


def _to_reviewer(letter: Letter) -> dict[str, Any] | None:
    """To a coordinator, while the request still waits for somebody to begin."""
    join_request = _request_of(letter)
    if join_request is None or join_request.state != State.SUBMITTED:
        return None
    link = address("joining_admin:request", join_request.pk, language=letter.language)
    return {**_facts(join_request), "country": join_request.country_name, "link": link}


def _request_of(letter: Letter) -> JoinRequest | None:
    return JoinRequest.objects.filter(pk=letter.object_id).first()


def _reason_of(letter: Letter) -> str:
    """The reason of the step that a letter tells of; its occasion is the step's number."""
    if not letter.occasion.isdecimal():
        return ""
    steps = JoinStep.objects.filter(pk=int(letter.occasion), join_request=letter.object_id)
    return steps.values_list("reason", flat=True).first() or ""


def _link(purpose: str, letter: Letter) -> str:
    token = issue_link(purpose, letter.object_id, email=letter.recipient, lifetime=LINK_LIFETIME)
    return address("joining:link", token, language=letter.language)
