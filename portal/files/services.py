"""Uploads looked at, kept, checked for viruses, cleared away. Whose they are, the app of each model knows."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.files.checking import Checked, NotTaken, checked
from portal.files.errors import FileRefused
from portal.files.models import PrivateFile, Verdict, private_storage
from portal.files.names import clean_name
from portal.files.virus import Unavailable, is_switched_on, virus_in
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit

MOST_FILES = 10  # that one thing can hold
MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * 1_000_000
ADDED = "files.added"
BEING_WRITTEN = timedelta(hours=1)  # a younger file without a row may belong to a transaction that still runs
logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=PrivateFile)
OnVerdict = Callable[[Any], None]
_on_refusal: dict[type[PrivateFile], OnVerdict] = {}
_on_clean: dict[type[PrivateFile], OnVerdict] = {}


def on_refusal(model: type[PrivateFile], tell: OnVerdict) -> None:
    """Let ``tell`` write to whoever should know that a virus was found in a row of ``model``."""
    _on_refusal[model] = tell


def on_clean(model: type[PrivateFile], show: OnVerdict) -> None:
    """Let ``show`` do what waited for the check of a row of ``model``, once its verdict is committed."""
    _on_clean[model] = show


class Looked(NamedTuple):
    """An upload that may be kept."""

    name: str  # cleaned
    content: bytes
    content_type: str
    sha256: str


def looked_at(upload: "File[Any]") -> Looked:
    """Look at an upload's content, before anything is locked. Raises FileRefused."""
    name = upload.name or _("The file")
    if upload.size > MOST_BYTES:
        why = _("it has more than %(most)s MB. Scan it in black and white or at a lower resolution.")
        raise FileRefused(name, why=why % {"most": MOST_MEGABYTES})
    try:
        found: Checked = checked(upload.read(MOST_BYTES))
    except NotTaken as error:
        raise FileRefused(name, why=str(error)) from error
    sha256 = hashlib.sha256(found.content).hexdigest()
    return Looked(clean_name(name, found.content_type), found.content, found.content_type, sha256)


def keep(row: Row, looked: Looked) -> Row:
    """Save a new row with its file, and have it checked; call it in the transaction that locks what it belongs to."""
    is_clean = not is_switched_on()
    row.file = ContentFile(looked.content, looked.name)
    row.name, row.content_type, row.sha256 = looked.name, looked.content_type, looked.sha256
    row.size = len(looked.content)
    row.verdict = Verdict.CLEAN if is_clean else Verdict.WAITING
    row.checked_at = timezone.now() if is_clean else None
    row.save()
    OutboxEvent.objects.record(ADDED, row)
    deliver_after_commit()
    return row


def refuse_known(known: PrivateFile) -> None:
    """Raises FileRefused for a file in which a virus was found when it was added before."""
    if known.verdict == Verdict.REFUSED:
        raise FileRefused(known.name, why=_("a virus was found in it before. Make the document anew."))


class Scanned(NamedTuple):
    """What a round of checks did, and how many files wait for the next."""

    clean: int
    refused: int
    waiting: int


def take(events: Sequence[OutboxEvent]) -> None:
    """The outbox's channel: check what waits, once the deliveries are noted."""
    if any(event.name == ADDED for event in events):
        transaction.on_commit(check_waiting, robust=True)


def file_models() -> list[type[PrivateFile]]:
    """Every model of private files."""
    return sorted((each for each in apps.get_models() if issubclass(each, PrivateFile)), key=lambda m: m._meta.label)


def check_waiting() -> Scanned:
    """Have clamd look at every file that waits, outside any transaction. Without clamd they wait on."""
    counts = {Verdict.CLEAN: 0, Verdict.REFUSED: 0}
    left = 0
    for model in file_models():
        waiting = model._default_manager.filter(verdict=Verdict.WAITING).order_by("pk")
        for row in waiting.all():
            try:
                verdict = _verdict(row)
            except (Unavailable, FileNotFoundError) as error:
                logger.warning("%s %s could not be checked and waits: %s", model._meta.label, row.pk, error)
                continue
            counts[verdict] += _settle(row, verdict)
        left += waiting.count()
    return Scanned(counts[Verdict.CLEAN], counts[Verdict.REFUSED], left)


def _verdict(row: PrivateFile) -> Verdict:
    if not is_switched_on():  # switched off meanwhile: its content was looked at when it came
        return Verdict.CLEAN
    with row.file.open("rb") as file:
        virus = virus_in(BytesIO(file.read()))
    if virus:
        logger.warning("%s %s is refused: clamd found %s.", row._meta.label, row.pk, virus)
    return Verdict.REFUSED if virus else Verdict.CLEAN


@transaction.atomic
def _settle(seen: PrivateFile, verdict: Verdict) -> bool:
    """Write a verdict, unless the row is gone or another process was faster."""
    rows = type(seen)._default_manager.select_for_update(of=("self",))
    row = rows.filter(pk=seen.pk, verdict=Verdict.WAITING).order_by("pk").first()
    if row is None:
        return False
    row.verdict = verdict
    row.checked_at = timezone.now()
    if verdict == Verdict.REFUSED:
        delete_after_commit(row.file.name)
        row.file = ""
        if tell := _on_refusal.get(type(row)):
            tell(row)
    elif show := _on_clean.get(type(row)):
        transaction.on_commit(partial(show, row), robust=True)
    row.save(update_fields=["verdict", "checked_at", "file"])
    return True


def delete_after_commit(name: str | None) -> None:
    """Take a file off the disk once the transaction is settled, unless a row still names it by then."""
    if name:
        transaction.on_commit(partial(_delete_unnamed, name), robust=True)


def _delete_unnamed(name: str) -> None:
    if not any(model._default_manager.filter(file=name).exists() for model in file_models()):
        private_storage().delete(name)


def remove_orphans() -> int:
    """Delete files that no row has (any more): of transactions that failed, of things that were erased."""
    on_disk = {name for folder in _folders() for name in _files_in(folder)}
    orphans = [name for name in sorted(on_disk - _named()) if _is_old(name)]
    for name in orphans:
        private_storage().delete(name)
    return len(orphans)


def _folders() -> set[str]:
    return {str(model._meta.model_name) for model in file_models()}


def _files_in(folder: str) -> list[str]:
    storage = private_storage()
    if not storage.exists(folder):
        return []
    _inner, files = storage.listdir(folder)
    return [f"{folder}/{name}" for name in files]


def _is_old(name: str) -> bool:
    try:
        return private_storage().get_modified_time(name) < timezone.now() - BEING_WRITTEN
    except FileNotFoundError:  # deleted a moment ago, with its row
        return False


def _named() -> set[str]:
    """The files that rows of any model have."""
    return {name for model in file_models() for name in _with_file(model).values_list("file", flat=True)}


def _with_file(model: type[PrivateFile]) -> QuerySet[PrivateFile]:
    return model._default_manager.exclude(file="").order_by("pk")


def lost_files() -> list[PrivateFile]:
    """Rows whose file is not on the disk, as after a backup that left the private files out."""
    storage = private_storage()
    rows = [row for model in file_models() for row in _with_file(model)]
    missing = [row for row in rows if not storage.exists(str(row.file.name))]
    return [row for row in missing if _with_file(type(row)).filter(pk=row.pk, file=row.file.name).exists()]  # still
