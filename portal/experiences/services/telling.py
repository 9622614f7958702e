"""Who is told of a step: coordinators of what waits for them, authors of what was decided about their record."""

from django.db.models import Q

from portal.accounts.models import User
from portal.experiences.models import Edition, ExperienceStep
from portal.letters.services import write_letter
from portal.members.coordinators import admin_language, coordinators
from portal.members.enums import EDITING_ROLES
from portal.members.services.reminders import languages_of

SUBMITTED = "experiences.submitted"
TO_AUTHORS = {
    "publish": "experiences.published",
    "send_back": "experiences.sent_back",
    "retract": "experiences.retracted",
}


def tell(edition: Edition, step: ExperienceStep, *, letter: str = "") -> None:
    """Write the letters of a step in its transaction; none where the portal itself took it.

    ``letter`` is the text to the authors as a coordinator edited it, in the language of the record; empty: as its
    template has it, in each reader's.
    """
    if step.user is None:
        return
    if step.name == "submit":
        _tell_coordinators(edition, step.user)
    elif step.name in TO_AUTHORS:
        _tell_authors(edition, step, letter)


def authors_to_tell(edition: Edition) -> list[User]:
    """Whoever sent the edition, while they still work for its organisation, and the editors there."""
    organisation = edition.experience.organisation
    if organisation is None:
        return []
    concerned = Q(role__in=EDITING_ROLES) | Q(user=edition.submitted_by_id)
    rows = organisation.memberships.active().filter(concerned).select_related("user").order_by("user__email")
    return [row.user for row in rows]


def _tell_coordinators(edition: Edition, sender: User) -> None:
    """One letter a submission to each who may decide on it."""
    for user in coordinators().exclude(pk=sender.pk):
        write_letter(
            SUBMITTED,
            edition.experience_id,
            recipient=user.email,
            language=admin_language(user),
            occasion=f"{edition.number}.{edition.submission}",
        )


def _tell_authors(edition: Edition, step: ExperienceStep, letter: str) -> None:
    """Nobody is told what they or a colleague did themselves."""
    people = authors_to_tell(edition)
    organisation = edition.experience.organisation
    if organisation is None or organisation.memberships.filter(user=step.user_id).exists():
        return
    languages = languages_of(user.pk for user in people)
    for user in people:
        write_letter(
            TO_AUTHORS[step.name],
            edition.experience_id,
            recipient=user.email,
            language=edition.language if letter else languages[user.pk],
            occasion=str(step.pk),
            body=letter,
        )
