"""A release that was put together is published: sealed with its notes, once, under the locks of all its members."""

from datetime import date

from django.db import transaction

from portal.accounts.models import User
from portal.core.access import require
from registry.drafts.transitions import RELEASE_TRANSITIONS
from registry.enums import DraftState
from registry.errors import NotPublishable, StaleDraft
from registry.models import Release, ReleaseDraft
from registry.sealed.canonical import canonical, sha256
from registry.sealed.chain import lock_register
from registry.sealed.release import manifest
from registry.services.assembling import check_release, locked_release, log, pinned_of
from registry.services.noting import languages_for
from registry.services.raising import raised_of
from registry.services.release_preflight import release_faults
from registry.services.releasing import publish_release
from registry.services.sealing import lock

ORIGIN = "release"  # in events: coordinators have put it together; an import says so of its own


def sealed_notes(draft: ReleaseDraft) -> "dict[str, dict[str, str]]":
    """The notes that would be sealed, by language."""
    return {language: text for language in languages_for(draft) if (text := draft.note(language))}


def digest_of(draft: ReleaseDraft) -> str:
    """The hash of everything that publishing would seal: with the draft, the key under which that happens once."""
    day = draft.effective_on.isoformat() if draft.effective_on else ""
    members = manifest(draft.criteria_set, pinned_of(draft))
    raised = {"to": draft.raised_to, "because": draft.raised_because}
    sealed = {"members": members, "notes": sealed_notes(draft), "effective_on": day, "raised": raised}
    return sha256(canonical(sealed))


@transaction.atomic
def issue(pk: int, *, seen: str, on: date, actor: User) -> Release:
    """Seal the draft of a release; returns it.

    ``seen`` is the digest of what the publisher has read. A repeat returns the same release and changes nothing.
    Raises PermissionDenied, StepNotPossible, StaleDraft if something of it has changed since, or NotPublishable with
    the faults of the preflight.
    """
    draft = _locked_with_members(pk)
    require(actor, RELEASE_TRANSITIONS["publish"].permission, draft)
    if draft.state == DraftState.PUBLISHED and draft.release and digest_of(draft) == seen:
        return draft.release
    check_release(draft, "publish", actor=actor)
    if digest_of(draft) != seen:
        raise StaleDraft(draft)
    if faults := release_faults(draft, actor=actor, on=on):
        raise NotPublishable(draft, faults=faults)
    draft.release, _is_new = publish_release(
        draft.criteria_set,
        pinned_of(draft),
        effective_on=draft.effective_on or on,
        origin=ORIGIN,
        notes=sealed_notes(draft),
        raised=raised_of(draft),
    )
    draft.state = RELEASE_TRANSITIONS["publish"].target
    draft.save()
    log(draft, "publish", actor=actor)
    return draft.release


def _locked_with_members(pk: int) -> ReleaseDraft:
    """The register first, which whoever saves a draft holds too, then the criteria by their keys, then the draft."""
    lock_register()
    draft = ReleaseDraft.objects.get(pk=pk)
    lock(*(version.criterion_id for version, _mandatory in pinned_of(draft)))
    return locked_release(pk)
