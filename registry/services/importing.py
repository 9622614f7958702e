"""Import of source files: what changed is sealed, in one transaction, or nothing is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from registry.diffs.comparison import ContentDiff
from registry.enums import StatusKind
from registry.errors import KindChanged, OtherRegister, RegistryError
from registry.models import CriteriaSet, Criterion, CriterionVersion, Register
from registry.sealed.canonical import canonical, sha256
from registry.sealed.chain import lock_register
from registry.services.releasing import Pinned, publish_release
from registry.services.sealing import add_edges, head_of, seal_first, seal_next, seal_translation
from registry.services.withdrawing import withdraw
from registry.sources.criteria import SourceCriterion
from registry.sources.faults import Fault, SourceError
from registry.sources.folder import RELEASE_FILE, SourceFolder, SourceRelease, SourceWithdrawal, read_folder

ORIGIN = "import"


@dataclass
class ImportReport:
    """What an import sealed, or would seal."""

    sealed: list[tuple[CriterionVersion, ContentDiff | None]] = field(default_factory=list)
    translations: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[Fault] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.sealed or self.translations or self.withdrawn or self.released)


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def import_folder(
    path: Path, *, dry_run: bool = False, on_step: Callable[[str], None] = lambda name: None
) -> ImportReport:
    """Seal what is new in a folder of source files; a dry run does all of it and takes it back.

    ``on_step`` hears the name of each file as it is read and sealed. Importing the same files again seals nothing.
    Raises SourceError with a list of faults, each with file, field and remedy; then nothing was sealed. Once the
    members have voted on the register, anything new is such a fault; what is sealed already stays no fault.
    """
    folder = read_folder(path, on_file=on_step)
    report = ImportReport(warnings=folder.warnings)
    try:
        with transaction.atomic():
            _seal_folder(folder, report, on_step)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _seal_folder(folder: SourceFolder, report: ImportReport, on_step: Callable[[str], None]) -> None:
    release = folder.release
    faults: list[Fault] = []
    register = _register(release)
    versions: dict[str, CriterionVersion] = {}
    for source in folder.criteria:
        on_step(source.file)
        try:
            versions[source.code] = _seal_criterion(source, register, release, report)
        except RegistryError as error:
            faults.append(Fault(source.file, "kind" if isinstance(error, KindChanged) else "", str(error)))
    known = {criterion.code: criterion for criterion in Criterion.objects.all()}
    for source in folder.criteria:
        faults += _seal_edges(source, known)
    for withdrawal in folder.withdrawals:
        faults += _withdraw(withdrawal, known, release, report)
    if not faults:
        faults += _release(release, versions, known, register, report)
    if not faults and register.is_governed and not report.is_empty:
        message = (
            f"the members of {register} vote on its texts, so nothing new is imported:"
            " draft the change under Criteria in the admin, and put it to consultation and a vote."
        )
        faults = [Fault(RELEASE_FILE, "register.code", message)]
    if faults:
        raise SourceError(faults)


def _register(release: SourceRelease) -> Register:
    register, is_new = Register.objects.get_or_create(
        code=release.register, defaults={"authoritative_languages": release.authoritative_languages}
    )
    lock_register()
    if not is_new and register.authoritative_languages != release.authoritative_languages:
        languages = ", ".join(register.authoritative_languages)
        message = f"the authoritative languages of {register} are {languages}: write those."
        raise SourceError([Fault(RELEASE_FILE, "register.authoritative_languages", message)])
    return register


def _seal_criterion(
    source: SourceCriterion, register: Register, release: SourceRelease, report: ImportReport
) -> CriterionVersion:
    criterion, _ = Criterion.objects.get_or_create(
        code=source.code, defaults={"kind": source.kind, "register": register}
    )
    if criterion.register_id != register.pk:
        raise OtherRegister(criterion, register=criterion.register)
    if criterion.kind != source.kind:
        raise KindChanged(criterion, old=criterion.get_kind_display(), new=source.kind.label)
    content_hash = sha256(canonical(source.content.as_dict()))
    version = criterion.versions.finals().filter(content_hash=content_hash).newest_first().first()
    head = head_of(criterion)
    difference = None
    if version:
        report.unchanged += 1
        if version != head:
            report.warnings.append(Fault(source.file, "", f"is {version}, which {head} follows: nothing is sealed."))
    elif head is None:
        version = seal_first(criterion, source.content, effective_on=release.effective_on, origin=ORIGIN)
        report.sealed.append((version, None))
    else:
        version, difference = seal_next(
            head, source.content, change=vars(source.change), effective_on=release.effective_on, origin=ORIGIN
        )
        report.sealed.append((version, difference))
    for language, blocks in source.translations.items():
        if translation := seal_translation(version, language, blocks):
            report.translations.append(str(translation))
    return version


def _seal_edges(source: SourceCriterion, known: dict[str, Criterion]) -> list[Fault]:
    if source.code not in known:
        return []
    if absent := sorted({code for _, code in source.lineage} - set(known)):
        return [
            Fault(source.file, "lineage", f"{', '.join(absent)} does not exist: import it too, or remove the edge.")
        ]
    try:
        add_edges(known[source.code], [(kind, known[code]) for kind, code in source.lineage])
    except RegistryError as error:
        return [Fault(source.file, "lineage", str(error))]
    return []


def _withdraw(
    source: SourceWithdrawal, known: dict[str, Criterion], release: SourceRelease, report: ImportReport
) -> list[Fault]:
    criterion = known.get(source.code)
    head = head_of(criterion) if criterion else None
    if head is None:
        return [Fault(source.file, "code", f"{source.code} does not exist, so it cannot be withdrawn.")]
    if source.use_instead and source.use_instead not in known:
        return [Fault(source.file, "withdrawn.use_instead", f"{source.use_instead} does not exist.")]
    if head.events.filter(kind=StatusKind.WITHDRAWN).exists():
        report.unchanged += 1
        return []
    successor, day = known.get(source.use_instead), release.effective_on
    try:
        withdraw(head, reason=source.reason, use_instead=successor, effective_on=day, origin=ORIGIN)
    except RegistryError as error:
        return [Fault(source.file, "withdrawn", str(error))]
    report.withdrawn.append(str(head))
    return []


def _release(
    source: SourceRelease,
    versions: dict[str, CriterionVersion],
    known: dict[str, Criterion],
    register: Register,
    report: ImportReport,
) -> list[Fault]:
    """Pin what this folder holds, and for other members what is in force on the day of the release."""
    absent = [code for code, _ in source.members if code not in versions]
    in_force = CriterionVersion.objects.in_force(on=source.effective_on).filter(criterion__code__in=absent)
    pins = {version.criterion.code: version for version in in_force.select_related("criterion")} | versions
    if lost := [code for code in absent if code not in pins]:
        message = f"{', '.join(lost)} is not in force on {source.effective_on}: take it out, or import it too."
        return [Fault(RELEASE_FILE, "members", message)]
    texts = {"titles": source.titles, "introductions": source.introductions}
    criteria_set, is_new_set = CriteriaSet.objects.get_or_create(
        slug=source.criteria_set, defaults={"register": register, **texts}
    )
    if criteria_set.register_id != register.pk:
        return [Fault(RELEASE_FILE, "set", str(OtherRegister(criteria_set, register=criteria_set.register)))]
    pinned: list[Pinned] = [(pins[code], mandatory) for code, mandatory in source.members]
    try:
        release, is_new = publish_release(criteria_set, pinned, effective_on=source.effective_on, origin=ORIGIN)
    except RegistryError as error:
        return [Fault(RELEASE_FILE, "members", str(error))]
    if is_new:
        report.released.append(str(release))
        if not is_new_set:
            CriteriaSet.objects.filter(pk=criteria_set.pk).update(**texts)
    return []
