"""Publishing: the candidate that won its vote is sealed as a final, word for word, under the lock that counts."""

from datetime import date

from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from registry.drafts.verify import ORIGIN
from registry.drafts.voting import tally_of
from registry.enums import Announcement, Bump, DraftState, StatusKind
from registry.errors import CandidateReplaced, NotPublishable
from registry.models import Candidate, CriterionVersion, Draft
from registry.sealed.chain import append_event
from registry.services.candidates import close_ballots
from registry.services.moving import check, locked, walk
from registry.services.preflight import export_faults, faults_under_lock
from registry.services.sealing import announce, seal_first, seal_next, seal_translation


def publish(pk: int, *, seen: str, effective_on: date, on: date, actor: User) -> CriterionVersion:
    """Seal the candidate of a draft as a final; returns it.

    ``seen`` is the content hash of the candidate that the publisher has read. Together with the draft it is the key
    under which this happens once: a repeat returns the same version and changes nothing. Raises PermissionDenied,
    StepNotPossible, CandidateReplaced, or NotPublishable with the faults of the preflight.
    """
    draft = Draft.objects.get(pk=pk)
    if candidate := draft.candidate:  # before the lock: it takes seconds, and a sealed text stays as it is
        require(actor, "registry.publish", draft)
        if faults := export_faults(candidate.version):
            raise NotPublishable(candidate, faults=faults)
    with transaction.atomic():
        return _publish(pk, candidate, seen=seen, effective_on=effective_on, on=on, actor=actor)


def _publish(
    pk: int, exported: Candidate | None, *, seen: str, effective_on: date, on: date, actor: User
) -> CriterionVersion:
    draft = locked(pk)
    require(actor, "registry.publish", draft)
    if draft.state == DraftState.PUBLISHED and draft.final and draft.final.content_hash == seen:
        return draft.final
    check(draft, "publish", actor=actor)
    candidate = draft.candidate
    if candidate is None or candidate != exported or candidate.version.content_hash != seen:
        raise CandidateReplaced(draft)
    if faults := faults_under_lock(draft, candidate, actor=actor, effective_on=effective_on, on=on):
        raise NotPublishable(candidate, faults=faults)
    final = _seal(candidate.version, effective_on=effective_on)
    outcome = {"origin": ORIGIN, "as": str(final), **tally_of(candidate).as_dict()}
    append_event(candidate.version, StatusKind.ADOPTED, effective_on=on, details=outcome)
    close_ballots(candidate)
    draft.final = final
    walk(draft, "publish", actor=actor)
    announce(Announcement.ADOPTED, candidate.version)
    return final


def _seal(candidate: CriterionVersion, *, effective_on: date) -> CriterionVersion:
    """The final with the content, the number and the translations of its candidate."""
    content, base = candidate.parsed, candidate.base_version
    if base is None:
        final = seal_first(candidate.criterion, content, effective_on=effective_on, origin=ORIGIN)
    else:
        sealed = candidate.parsed_change
        change = {**sealed, "at_least": Bump[sealed["step"].upper()]}
        final, _difference = seal_next(base, content, change=change, effective_on=effective_on, origin=ORIGIN)
    for language in sorted({row.language for row in candidate.translations.all()}):
        newest = candidate.translations.filter(language=language).order_by("-revision")[0]
        seal_translation(final, language, newest.blocks)
    return final
