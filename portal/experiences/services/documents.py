"""Documents of a record: added, described, removed, read. Editions share files; nobody gets one before it is clean."""

from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.core.access import can, require
from portal.experiences.enums import State
from portal.experiences.models import ExperienceDocument, TenderExperience
from portal.experiences.services.faces import write_faces
from portal.experiences.services.moving import locked
from portal.experiences.services.telling import authors_to_tell
from portal.experiences.services.writing import editable
from portal.files.errors import TooManyFiles
from portal.files.models import Verdict
from portal.files.services import MOST_FILES, delete_after_commit, keep, looked_at, refuse_known
from portal.letters.services import write_letter
from portal.members.services.reminders import languages_of

DOCUMENT_REFUSED = "experiences.document_refused"


def add_document(
    pk: int, upload: "File[Any]", *, section: str, title: str, language: str, actor: User
) -> ExperienceDocument:
    """Keep a document of the working edition; the one there is, if the same file has been added before.

    The file is looked at before the record is locked. Raises PermissionDenied, StepNotPossible, FileRefused,
    TooManyFiles, or ValidationError by field.
    """
    require(actor, "experiences.write", TenderExperience.objects.get(pk=pk))
    looked = looked_at(upload)
    with transaction.atomic():
        edition = editable(pk, actor=actor)
        if known := edition.documents.filter(sha256=looked.sha256).first():
            refuse_known(known)
            return known
        if edition.documents.exclude(verdict=Verdict.REFUSED).count() >= MOST_FILES:
            raise TooManyFiles(edition, most=MOST_FILES)
        document = ExperienceDocument(edition=edition, section=section, title=title, language=language)
        _check(document)
        edition.save(update_fields=["changed_at"])
        return keep(document, looked)


@transaction.atomic
def describe_document(pk: int, document_pk: int, *, section: str, title: str, language: str, actor: User) -> None:
    """Say anew what a document of the working edition is, and which section it belongs to.

    Raises PermissionDenied, StepNotPossible, ExperienceDocument.DoesNotExist, or ValidationError by field.
    """
    edition = editable(pk, actor=actor)
    document = edition.documents.get(pk=document_pk)
    document.section, document.title, document.language = section, title, language
    _check(document)
    document.save(update_fields=["section", "title", "language"])
    edition.save(update_fields=["changed_at"])


@transaction.atomic
def remove_document(pk: int, document_pk: int, *, actor: User) -> str:
    """Take a document out of the working edition, and its file off the disk unless another edition has it.

    Returns what it was called. Raises PermissionDenied, StepNotPossible or ExperienceDocument.DoesNotExist.
    """
    edition = editable(pk, actor=actor)
    document = edition.documents.get(pk=document_pk)
    document.delete()
    delete_after_commit(document.file.name)
    edition.save(update_fields=["changed_at"])
    return document.title or document.name


def documents_for(experience: TenderExperience, actor: User) -> QuerySet[ExperienceDocument]:
    """The documents that an actor may have of a record, of any verdict: authors all, coordinators what they may read.

    Raises PermissionDenied.
    """
    require(actor, "experiences.see_work", experience)
    documents = ExperienceDocument.objects.filter(edition__experience=experience)
    if can(actor, "experiences.write", experience):
        return documents
    return documents.filter(edition__state__in=(State.SUBMITTED, State.PUBLISHED))


def tell_authors(document: ExperienceDocument) -> None:
    """A virus was found in a document: its sender and the editors of its organisation are asked for it anew.

    Copies in other editions are the same file, so one letter tells of them all.
    """
    organisation = document.edition.experience.organisation
    if organisation is None:
        return
    everybody = [row.user for row in organisation.memberships.active().select_related("user").order_by("user__email")]
    people = authors_to_tell(document.edition) or everybody
    languages = languages_of(user.pk for user in people)
    for user in people:
        write_letter(
            DOCUMENT_REFUSED,
            document.edition.experience_id,
            recipient=user.email,
            language=languages[user.pk],
            occasion=document.sha256[:32],
        )


@transaction.atomic
def show_once_clean(document: ExperienceDocument) -> None:
    """A document that was published while it was still being checked is clean: readers get it from now on."""
    experience = locked(document.edition.experience_id)
    if experience.current_id == document.edition_id:
        write_faces(experience)


def _check(document: ExperienceDocument) -> None:
    described = {"section", "title", "language"}
    document.clean_fields(exclude={field.name for field in document._meta.fields} - described)
