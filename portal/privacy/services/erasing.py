"""One person leaves the database."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from portal.joining.enums import ENDED_STATES, State
from portal.joining.models import JoinRequest
from portal.members.enums import EDITING_ROLES
from portal.members.errors import LastEditor
from portal.members.models import Membership, Organisation
from portal.privacy.errors import CannotErase
from portal.privacy.holdings import Erasure, Holding
from portal.privacy.people import Person, person_of, rows_of
from portal.privacy.services.stripping import delete_request, strip_request
from portal.privacy.table import HOLDINGS


@dataclass(frozen=True)
class Erased:
    """How many rows of one holding were about the person, and so were erased as the table says."""

    holding: Holding
    count: int


@transaction.atomic
def erase_person(email: str, *, dry_run: bool = False) -> list[Erased]:
    """Delete or empty all that is kept of whoever has an address; says what it found.

    A dry run does it all and takes it back. Raises CannotErase while something has to be settled first.
    """
    person = person_of(email)
    requests = list(JoinRequest.objects.select_for_update().filter(email__in=person.emails).order_by("pk"))
    if obstacles := [*_last_editor(person), *_open_requests(requests)]:
        raise CannotErase(obstacles)
    found = [(holding, rows_of(person, holding)) for holding in HOLDINGS]
    erased = [Erased(holding, rows.count()) for holding, rows in found]
    for join_request in requests:
        delete_request(join_request) if join_request.state == State.DRAFT else strip_request(join_request)
    for email in person.emails:
        JoinRequest.objects.filter(contact_email__iexact=email).update(contact_email="")
    for holding, rows in found:
        if holding.erasure is Erasure.BLANK:
            rows.update(**holding.blank)
        elif holding.erasure is Erasure.DELETE:
            rows.delete()
    if dry_run:
        transaction.set_rollback(True)
    return [each for each in erased if each.count]


def _last_editor(person: Person) -> Iterator[str]:
    """Organisations that would be left without anybody who may edit. They are locked: nobody else leaves meanwhile."""
    mine = Membership.objects.filter(user=person.user_id, role__in=EDITING_ROLES)
    for organisation in Organisation.objects.select_for_update().filter(memberships__in=mine).order_by("pk"):
        if not organisation.memberships.editors().exclude(user=person.user_id).exists():
            yield str(LastEditor(person.emails[0], organisation=organisation))


def _open_requests(requests: list[JoinRequest]) -> Iterator[str]:
    for join_request in requests:
        if join_request.state not in (State.DRAFT, *ENDED_STATES):
            yield (
                f"{join_request.reference} waits for a decision. Decide it, or ask the applicant to withdraw it; then"
                " erase the person."
            )
