"""How an experience moves: begun, sent, taken back, published, sent back, corrected, retracted. One row lock each."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from portal.accounts.models import User
from portal.core.access import can, require
from portal.core.references import letters_of
from portal.experiences.completeness import lacking
from portal.experiences.enums import Audience, State
from portal.experiences.errors import CorrectedMeanwhile, Incomplete, ReasonMissing, SentAnew, StepNotPossible
from portal.experiences.models import Edition, ExperienceStep, TenderExperience
from portal.experiences.services.copying import copy_edition
from portal.experiences.services.faces import write_faces
from portal.experiences.services.telling import tell
from portal.experiences.showing import shown_to
from portal.experiences.transitions import TRANSITIONS
from portal.files.services import delete_after_commit
from portal.members.models import Organisation
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit

LONGEST_SLUG = 80


@transaction.atomic
def start(organisation: Organisation, *, language: str, actor: User, title: str = "", reference: str = "") -> Edition:
    """Begin a record for an organisation, under a reference that is free, or any. Raises PermissionDenied."""
    require(actor, "experiences.start", organisation)
    experience = _new(reference, organisation=organisation)
    edition = Edition.objects.create(
        experience=experience,
        number=1,
        language=language,
        title=title,
        country=organisation.country,
        nuts=organisation.nuts,
    )
    log(edition, "start", actor=actor)
    return edition


def _new(wanted: str = "", **fields: object) -> TenderExperience:
    while True:
        reference, wanted = wanted or reference_of(secrets.token_bytes(8)), ""
        try:
            with transaction.atomic():
                return TenderExperience.objects.create(reference=reference, **fields)
        except IntegrityError:  # taken: one in two hundred thousand million
            if not TenderExperience.objects.filter(reference=reference).exists():
                raise


def reference_of(seed: bytes) -> str:
    """The reference that eight bytes or more make: "TE-7Q4KM2XP"."""
    return f"TE-{letters_of(seed)}"


def locked(pk: int) -> TenderExperience:
    """The experience with its row locked; every change of it or its editions begins here."""
    rows = TenderExperience.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=pk)


def working_edition(experience: TenderExperience) -> Edition:
    """The edition that is being written or looked at. Raises StepNotPossible if there is none."""
    edition = experience.editions.in_work().first()
    if edition is None:
        raise StepNotPossible(experience, state=State.PUBLISHED.label)
    edition.experience = experience
    return edition


@transaction.atomic
def submit(pk: int, *, actor: User) -> Edition:
    """Send the working edition to the coordinators; sending twice is sending once.

    Raises PermissionDenied, StepNotPossible or Incomplete.
    """
    experience = locked(pk)
    edition = working_edition(experience)
    if edition.state == State.SUBMITTED and can(actor, "experiences.write", experience):
        return edition
    _check(edition, "submit", actor=actor)
    if missing := lacking(edition):
        raise Incomplete(experience, lacking="; ".join(missing))
    edition.submission = _next_submission(experience)
    edition.submitted_by, edition.submitted_at = actor, timezone.now()
    return _walk(edition, "submit", actor=actor)


def _next_submission(experience: TenderExperience) -> int:
    """Counted over all editions, those thrown away too: no old page can name what a coordinator has not read."""
    highest: int = experience.editions.aggregate(highest=Max("submission"))["highest"]
    return max(highest, experience.steps.filter(name="submit").count()) + 1


@transaction.atomic
def take_back(pk: int, *, actor: User) -> Edition:
    """Go on writing what was sent. Raises PermissionDenied or StepNotPossible."""
    edition = working_edition(locked(pk))
    _check(edition, "take_back", actor=actor)
    return _walk(edition, "take_back", actor=actor)


@transaction.atomic
def send_back(pk: int, *, reason: str, seen: int, actor: User, letter: str = "") -> Edition:
    """Ask the authors for changes. ``seen`` is the submission that the coordinator read.

    ``letter`` is what they are written, as the coordinator edited it; empty: as the template has it.
    Raises PermissionDenied, StepNotPossible, ReasonMissing or SentAnew.
    """
    edition = working_edition(locked(pk))
    _check(edition, "send_back", actor=actor, reason=reason, seen=seen)
    return _walk(edition, "send_back", actor=actor, reason=reason, letter=letter)


@transaction.atomic
def publish(pk: int, *, seen: int, actor: User) -> Edition:
    """Publish what was sent; publishing the same submission twice is publishing once.

    Raises PermissionDenied, StepNotPossible or SentAnew.
    """
    experience = locked(pk)
    current = experience.current
    is_settled = experience.retracted_at is None and not experience.editions.in_work().exists()
    if current is not None and current.submission == seen and is_settled:
        require(actor, "experiences.moderate", experience)
        return current
    edition = working_edition(experience)
    _check(edition, "publish", actor=actor, seen=seen)
    return publish_edition(edition, actor=actor)


def publish_edition(edition: Edition, *, actor: User | None) -> Edition:
    """Make a complete edition the one that readers see. Call it with the experience locked and the step checked."""
    experience, now = edition.experience, timezone.now()
    edition.published_at = now
    _walk(edition, "publish", actor=actor)
    experience.current = edition
    experience.published_at = experience.published_at or now
    experience.retracted_at, experience.retraction_reason = None, ""
    experience.slug = experience.slug or _slug(edition)
    experience.save()
    write_faces(experience)
    return edition


def _slug(edition: Edition) -> str:
    """Of buyer, title and year, as the public would read them; numbered where it is taken."""
    title = shown_to(edition, Audience.EVERYONE).title
    organisation = edition.experience.organisation
    buyer = organisation.slug if organisation else slugify(edition.experience.buyer)
    stem = slugify(f"{buyer} {title}")[: LONGEST_SLUG - 10].rstrip("-") + f"-{edition.year}"
    taken = set(TenderExperience.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = next(number for number in range(1, len(taken) + 2) if _numbered(stem, number) not in taken)
    return _numbered(stem, number)


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


@transaction.atomic
def correct(pk: int, *, actor: User) -> Edition:
    """Begin a new edition as a copy of what is published; the one there is, if it has been begun.

    Readers go on seeing the published one. Raises PermissionDenied or StepNotPossible.
    """
    experience = locked(pk)
    require(actor, "experiences.write", experience)
    if begun := experience.editions.in_work().first():
        return begun
    if experience.current is None:
        raise StepNotPossible(experience, state=State.DRAFT.label)
    edition = copy_edition(experience.current)
    log(edition, "correct", actor=actor)
    return edition


@transaction.atomic
def discard(pk: int, *, actor: User) -> TenderExperience | None:
    """Throw the working edition away, and the experience with it if nothing of it was ever published.

    Returns the experience if it is still there. Raises PermissionDenied or StepNotPossible.
    """
    experience = locked(pk)
    edition = working_edition(experience)
    _check(edition, "submit", actor=actor)  # whoever may still change it
    for document in edition.documents.all():
        delete_after_commit(document.file.name)
    if experience.current_id is None:
        experience.delete()
        return None
    log(edition, "discard", actor=actor)
    edition.delete()
    return experience


@transaction.atomic
def retract(pk: int, *, reason: str, actor: User, seen: int | None = None) -> TenderExperience:
    """Take what is published back; its address says so, with the reason. Retracting twice is retracting once.

    A correction that waits goes back to its authors: published by somebody who knows of no retraction, it would undo
    it. ``seen`` is the number of the edition that the actor read; None if that does not matter.
    Raises PermissionDenied, StepNotPossible if nothing is published, CorrectedMeanwhile or ReasonMissing.
    """
    experience = locked(pk)
    require(actor, "experiences.retract", experience)
    if experience.current is None:
        raise StepNotPossible(experience, state=State.DRAFT.label)
    if experience.retracted_at is not None:
        return experience
    if seen is not None and seen != experience.current.number:
        raise CorrectedMeanwhile(experience)
    if not reason.strip():
        raise ReasonMissing(experience)
    if waiting := experience.editions.waiting().first():
        waiting.experience = experience
        _walk(waiting, "take_back", actor=actor)
    experience.retracted_at, experience.retraction_reason = timezone.now(), reason.strip()
    experience.save()
    write_faces(experience)
    tell(experience.current, log(experience.current, "retract", actor=actor, reason=reason))
    _changed("retract", experience)
    return experience


def _check(edition: Edition, name: str, *, actor: User, reason: str = "", seen: int | None = None) -> None:
    """Whether a step is allowed to this actor and possible now."""
    transition, experience = TRANSITIONS[name], edition.experience
    require(actor, transition.permission, experience)
    if edition.state not in transition.sources:
        raise StepNotPossible(experience, state=edition.get_state_display())
    if seen is not None and seen != edition.submission:
        raise SentAnew(experience)
    if transition.needs_reason and not reason.strip():
        raise ReasonMissing(experience)


def _walk(edition: Edition, name: str, *, actor: User | None, reason: str = "", letter: str = "") -> Edition:
    """Write a step that has been checked, and the letters that tell of it."""
    edition.state = TRANSITIONS[name].target
    edition.save()
    tell(edition, log(edition, name, actor=actor, reason=reason), letter=letter)
    _changed(name, edition.experience)
    return edition


def _changed(name: str, experience: TenderExperience) -> None:
    OutboxEvent.objects.record(f"experiences.{name}", experience)
    deliver_after_commit()


def log(edition: Edition, name: str, *, actor: User | None, reason: str = "") -> ExperienceStep:
    """Append to the log of an experience; ``actor`` None is the portal itself."""
    return ExperienceStep.objects.create(
        experience=edition.experience,
        edition=edition.number,
        name=name,
        user=actor,
        reason=reason.strip(),
        state=edition.state,
    )
